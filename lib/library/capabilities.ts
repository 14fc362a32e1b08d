// What this machine and paths on it can do, for scripts.

import type { Capabilities } from "../capabilities/types.ts";
import { invalid, shown } from "../library_options.ts";
import { fieldsOf } from "./fields.ts";
import { type Path, pathsOf } from "./path.ts";
import { checkFoldersPermissions } from "./permissions.ts";

export type { Confinement } from "../../ffi/calls/confinement.ts";
export type { Room } from "../../ffi/calls/storage.ts";
export type * from "../capabilities/types.ts";

/** What `capabilities` takes beside paths. */
export interface CapabilitiesOptions {
  /** Aborting rejects with the signal's reason, once what was made is removed. */
  readonly signal?: AbortSignal;
}

/**
 * Tells what this machine and paths can do: the file system of each with its room and its limits, what it keeps, and the
 * methods by which files move from each path to each other one. What can be tried is tried, with temporary entries in a
 * folder named `.ferry-….tmp` that is removed at the end; in a folder that cannot be written to nothing is.
 *
 * Permissions: `--allow-read` and `--allow-write` for the paths, `--allow-ffi` for anything but Deno's own calls, and
 * `--allow-sys` for the kernel's release, users and room.
 *
 * @param paths folders; a file stands for its folder, what is not there for the next folder above; the current one by default
 * @param options a signal that ends it
 * @returns the machine, a row for each path and one for each pair of them
 * @throws {UsageError} as a rejection: a path is empty, or there is no such option
 * @throws {PermissionError} as a rejection: a permission of Deno's is missing
 *
 * @example
 * ```ts
 * import { capabilities } from "@ferry/ferry";
 * const { pairs } = await capabilities(["/home", "/tmp"]);
 * console.log(pairs[1].methods?.reflink?.works); // from /home to /tmp
 * ```
 */
export async function capabilities(
  paths: Path | readonly Path[] = ".",
  options: CapabilitiesOptions = {},
): Promise<Capabilities> {
  const signal = signalOf(options);
  const list = pathsOf(paths, "PATH");
  checkFoldersPermissions(list);
  const { examine } = await import("../capabilities/examine.ts");
  return await examine(list, signal);
}

/** @throws {UsageError} for what is no option */
function signalOf(options: CapabilitiesOptions): AbortSignal | null {
  const { signal } = fieldsOf("capabilities", options, ["signal"]);
  if (signal === undefined) return null;
  if (signal instanceof AbortSignal) return signal;
  throw invalid(`the option 'signal' takes an AbortSignal, not ${shown(signal)}`);
}
