// `--low-priority` and `--drop-cache`: what a run does so that others on the machine notice little of it.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import type { Options } from "../../options.ts";

/**
 * Lowers the priority of the thread that calls, and so of all that it starts.
 *
 * @returns a notice for each option that has no effect here
 */
export function standAside(fs: NativeFileSystem, { lowPriority, dropCache }: Options): string[] {
  const notices: string[] = [];
  const error = lowPriority ? fs.lowerPriority() : 0;
  if (error < 0) {
    notices.push(`--low-priority has no effect: ${fs.errorText(error)} (${fs.errorName(error)})`);
  }
  if (dropCache && !fs.can.dropsCache) {
    notices.push("--drop-cache has no effect: files cannot be dropped from the cache here");
  }
  return notices;
}
