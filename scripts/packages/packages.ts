// All that package managers take of a release.

import { aur } from "./aur.ts";
import { homebrew } from "./homebrew.ts";
import type { Files, Release } from "./release.ts";
import { scoop } from "./scoop.ts";
import { winget } from "./winget.ts";

export function packagesOf(release: Release): Files {
  return Object.assign({}, ...[homebrew, scoop, winget, aur].map((filesOf) => filesOf(release)));
}
