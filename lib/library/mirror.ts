// `mirror`.

import { begin } from "./call.ts";
import type { MirrorOptions } from "./options.ts";
import type { Path } from "./path.ts";
import type { Run } from "./run.ts";
import { MIRROR_DEFAULTS } from "./start.ts";

/**
 * Makes `dest` equal to the contents of `source`; what `dest` has beyond them is deleted. The outcome is `changed` where
 * entries of the source changed or vanished meanwhile and nothing else failed.
 *
 * Needs `--allow-read` for both, and `--allow-write` for `dest`; see the module for the rest.
 *
 * @param source an existing folder, or a file
 * @param dest a folder; made if it is not there
 * @param options what differs from the defaults
 * @returns the run; as a promise it resolves to the summary
 * @throws {UsageError} as a rejection: something that was asked for is wrong, and nothing was touched
 * @throws {StoppedError} as a rejection: the run could not start, or a guard refused
 * @throws {PermissionError} as a rejection: a permission of Deno's is missing
 *
 * @example
 * ```ts
 * import { mirror } from "@ferry/ferry";
 * const summary = await mirror("src", "/backup/src", { exclude: ["*.tmp", "node_modules"] });
 * if (summary.outcome !== "done") for (const error of summary.errors) console.error(error.message);
 * ```
 */
export function mirror(source: Path, dest: Path, options: MirrorOptions = {}): Run {
  return begin({
    name: "mirror",
    command: "mirror",
    sources: source,
    dest,
    given: options,
    placement: "exact",
    defaults: MIRROR_DEFAULTS,
  });
}
