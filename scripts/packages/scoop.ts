// The manifest for a bucket of Scoop, which finds later versions by itself.

import { releaseName } from "../release/targets.ts";
import {
  DESCRIPTION,
  executableFor,
  type Files,
  homepage,
  LICENSE,
  type Release,
} from "./release.ts";

const TARGET = "x86_64-pc-windows-msvc";
/** The name under which Scoop keeps what it has fetched. */
const KEPT_AS = "#/ferry.exe";

export function scoop(release: Release): Files {
  const { url, sha256 } = executableFor(release, TARGET);
  const page = homepage(release);
  const later = `${page}/releases/download/v$version/${releaseName("$version", TARGET)}${KEPT_AS}`;
  const manifest = {
    version: release.version,
    description: DESCRIPTION,
    homepage: page,
    license: LICENSE,
    architecture: { "64bit": { url: url + KEPT_AS, hash: sha256 } },
    bin: "ferry.exe",
    checkver: { github: page },
    autoupdate: { architecture: { "64bit": { url: later, hash: { url: "$baseurl/SHA256SUMS" } } } },
  };
  return { "bucket/ferry.json": JSON.stringify(manifest, null, 4) + "\n" };
}
