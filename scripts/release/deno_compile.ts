// deno compile, as each executable is made by it.

import { run } from "./run.ts";
import type { Target } from "./targets.ts";
import { mapWholeImage } from "./windows_image.ts";

/** How a target's executables are made. */
export interface Making {
  readonly target: Target;
  /** The Deno that compiles. */
  readonly compiler: string;
  /** Path of the runtime; null where Deno fetches it. */
  readonly runtime: string | null;
  /** Further options of deno compile. */
  readonly options: readonly string[];
}

/** What an executable is made of. */
export interface Contents {
  readonly main: string;
  readonly embedded?: readonly string[];
  readonly v8Flags?: readonly string[];
}

/** FFI is every permission in itself; and without all of them Deno refuses /proc, which tells the umask and the groups. */
const PERMISSIONS = ["--allow-all", "--no-prompt"];
/** Deno keeps compiled code in the folder for temporary files, under a name that anybody can take first. */
const NO_CODE_CACHE = "--no-code-cache";

/**
 * A runtime that Deno is to fetch it fetches: DENORT_BIN may be another target's, and it would take that unseen.
 *
 * @throws {BuildFailure} with what Deno said
 */
export function denoCompile(
  { target, compiler, runtime, options }: Making,
  { main, embedded = [], v8Flags = [] }: Contents,
  executable: string,
): void {
  const leavesFlags = v8Flags.length === 0 || options.some((one) => one.startsWith("--v8-flags"));
  run(compiler, [
    "compile",
    "--quiet",
    "--no-check",
    "--target",
    target,
    NO_CODE_CACHE,
    ...PERMISSIONS,
    ...leavesFlags ? [] : [`--v8-flags=${v8Flags.join(",")}`],
    ...options,
    ...embedded.flatMap((path) => ["--include", path]),
    "--output",
    executable,
    main,
  ], runtime === null ? { without: ["DENORT_BIN"] } : { env: { DENORT_BIN: runtime } });
  if (target.includes("windows")) mapWholeImage(executable);
}
