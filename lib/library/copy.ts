// `copy`.

import { begin } from "./call.ts";
import type { CopyOptions } from "./options.ts";
import type { Path } from "./path.ts";
import type { Run } from "./run.ts";

/**
 * Copies files and trees.
 *
 * Needs `--allow-read` for the sources and `dest`, and `--allow-write` for `dest`; see the module for the rest.
 *
 * @param sources what is copied
 * @param dest the folder that receives them, or the new name of a single source
 * @param options what differs from the defaults
 * @returns the run; as a promise it resolves to the summary, also where entries have failed or a full disk has stopped it
 * @throws {UsageError} as a rejection: something that was asked for is wrong, and nothing was touched
 * @throws {StoppedError} as a rejection: the run could not start, or a guard refused
 * @throws {PermissionError} as a rejection: a permission of Deno's is missing
 *
 * @example
 * ```ts
 * import { copy } from "@ferry/ferry";
 * const { filesCopied } = await copy(["a.txt", "b"], "/tmp/dest", { placement: "into" });
 * console.log(filesCopied);
 * ```
 */
export function copy(
  sources: Path | readonly Path[],
  dest: Path,
  options: CopyOptions = {},
): Run {
  return begin({ name: "copy", command: "copy", sources, dest, given: options });
}
