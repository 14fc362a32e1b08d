// `move`.

import { begin } from "./call.ts";
import type { MoveOptions } from "./options.ts";
import type { Path } from "./path.ts";
import type { Run } from "./run.ts";
import { MOVE_DEFAULTS } from "./start.ts";

/**
 * Moves files and trees: by a rename within one file system, else by a copy. What was copied is compared with the copy,
 * contents and all, before it is removed from the source; what did not arrive stays.
 *
 * Needs `--allow-read` and `--allow-write` for the sources and `dest`; see the module for the rest.
 *
 * @param sources what is moved
 * @param dest the folder that receives them, or the new name of a single source
 * @param options what differs from the defaults
 * @returns the run; as a promise it resolves to the summary
 * @throws {UsageError} as a rejection: something that was asked for is wrong, and nothing was touched
 * @throws {StoppedError} as a rejection: the run could not start, or a guard refused
 * @throws {PermissionError} as a rejection: a permission of Deno's is missing
 *
 * @example
 * ```ts
 * import { move } from "@ferry/ferry";
 * const { renamed, sourcesRemoved } = await move(["a.txt", "b"], "/tmp/dest", { placement: "into" });
 * console.log(renamed, sourcesRemoved);
 * ```
 */
export function move(
  sources: Path | readonly Path[],
  dest: Path,
  options: MoveOptions = {},
): Run {
  const defaults = MOVE_DEFAULTS;
  return begin({ name: "move", command: "move", sources, dest, given: options, defaults });
}
