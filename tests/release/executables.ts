// The executables of a release, as `deno task compile --all` leaves them in dist/.

import project from "../../deno.json" with { type: "json" };
import { releaseName, type Target } from "../../scripts/release/targets.ts";
import { ROOT } from "../support/documents.ts";

/** What each has to say that it is. */
export const VERSION = project.version;

/** Where a target's executable is. */
export function executableFor(target: Target): string {
  return `${ROOT}dist/${releaseName(VERSION, target)}`;
}

/** Why it is not there, or null. */
export function needsExecutable(target: Target): string | null {
  try {
    Deno.statSync(executableFor(target));
    return null;
  } catch {
    return `no dist/${releaseName(VERSION, target)}`;
  }
}
