// The public API for scripts: what the command line itself calls.
//
// ```ts
// import { mirror } from "./lib/mod.ts";
// const summary = await mirror("photos", "/backup/photos");
// console.log(summary.filesCopied, summary.outcome);
// ```

import type { OwnFile, RunRequest } from "./engine/roots/request.ts";
import { run } from "./engine/run/run.ts";
import { checkAgainst } from "./engine/run/check_manifest.ts";
import type { Summary } from "./events.ts";
import { type Asked, type Path, requestOf, type RunOptions } from "./library/request.ts";
import type { Manifest } from "./manifest.ts";
import type { Options } from "./options.ts";

export type * from "./events.ts";
export type * from "./options.ts";
export type { OwnFile, Path, RunOptions };
export type { Estimate } from "./estimate/estimate.ts";
export type { RunRecord } from "./estimate/run_record.ts";
export { type Plan, plan, type PlanOptions } from "./planning/plan.ts";
export type { PlannedMethod } from "./planning/methods.ts";
export type { PlannedRoom } from "./planning/room.ts";
export type { SizeRange } from "./planning/sizes.ts";
export {
  type ErrorDetails,
  type ErrorKind,
  FerryError,
  StoppedError,
  UsageError,
} from "./errors.ts";
export * from "./library/capabilities.ts";
export type { PartialOptions } from "./library_options.ts";
export { formatManifest, type Manifest, parseManifest } from "./manifest.ts";

/** `auto`: an existing folder DEST receives DEST/NAME, as in cp. `into`: DEST must be a folder. `exact`: DEST is the new name. */
export type Placement = "auto" | "into" | "exact";

/** What `copy` and `move` take beside `RunOptions`. */
export interface CopyOptions extends RunOptions {
  /** Where in or at DEST the sources arrive; `auto` by default. */
  readonly placement?: Placement;
}

/**
 * Copies files and trees.
 *
 * @param sources paths, or URLs of the scheme `file:`
 * @param dest the folder that receives them, or the new name of a single source
 * @throws {FerryError} `usage` before anything was touched, `stopped` where the run could not start
 *
 * ```ts
 * import { copy } from "./lib/mod.ts";
 * await copy(["a.txt", "b"], "/tmp/dest", { placement: "into", onEvent: console.log });
 * ```
 */
export function copy(
  sources: Path | readonly Path[],
  dest: Path,
  options: CopyOptions = {},
): Promise<Summary> {
  const { placement = "auto", ...rest } = options;
  return ask({ command: "copy", sources: listOf(sources), dest, placement }, rest);
}

/**
 * Moves files and trees: by a rename within one file system, else by a copy. What was copied is compared with the copy,
 * contents and all, before it is removed from the source; what did not arrive stays.
 *
 * @param sources paths, or URLs of the scheme `file:`
 * @param dest the folder that receives them, or the new name of a single source
 * @throws {FerryError} `usage` before anything was touched, `stopped` where the run could not start
 *
 * ```ts
 * import { move } from "./lib/mod.ts";
 * const { renamed, sourcesRemoved } = await move(["a.txt", "b"], "/tmp/dest", { placement: "into" });
 * console.log(renamed, sourcesRemoved);
 * ```
 */
export function move(
  sources: Path | readonly Path[],
  dest: Path,
  options: CopyOptions = {},
): Promise<Summary> {
  const { placement = "auto", ...rest } = options;
  const given = { ...rest, removeSource: "everything" } as const;
  return ask({ command: "move", sources: listOf(sources), dest, placement }, given);
}

/**
 * Makes `dest` equal to the contents of `source`; what `dest` has beyond them is deleted. The outcome is
 * `changed` where entries of the source changed or vanished meanwhile and nothing else failed.
 *
 * @param source an existing folder
 * @param dest a folder; made if it is not there
 * @throws {FerryError} `usage` before anything was touched, `stopped` where a guard refused
 *
 * ```ts
 * import { mirror } from "./lib/mod.ts";
 * const summary = await mirror("src", "dst", { dryRun: true, reportOperations: true, onEvent: console.log });
 * ```
 */
export function mirror(source: Path, dest: Path, options: RunOptions = {}): Promise<Summary> {
  const placement = "exact";
  return ask({ command: "mirror", sources: [source], dest, placement }, options, { delete: true });
}

/** What `verify` takes beside `RunOptions`. */
export interface VerifyOptions extends RunOptions {
  /** A file that the caller will write to at the end: one that is among those verified is refused. */
  readonly listFile?: string;
}

/**
 * Compares `dest` with `source`: names, types, contents and all metadata that a mirror keeps. Changes
 * nothing; each difference is a `DifferenceEvent`, and the outcome is `different` if there is one.
 *
 * @param source a folder or a file
 * @param dest an entry of the same kind
 * @throws {FerryError} `usage` where one of them is not there
 *
 * ```ts
 * import { verify } from "./lib/mod.ts";
 * const { outcome, differences } = await verify("photos", "/backup/photos", {
 *   onEvent: (event) => event.type === "difference" && console.log(event.what),
 * });
 * console.log(outcome, differences);
 * ```
 */
export async function verify(
  source: Path,
  dest: Path,
  options: VerifyOptions = {},
): Promise<Summary> {
  const { listFile, ownFiles = [], ...rest } = options;
  const list = listFile === undefined ? [] : [{ path: listFile, what: "the digests" }];
  return await run(await comparing(source, dest, { ...rest, ownFiles: [...list, ...ownFiles] }));
}

/**
 * Compares the contents of the files below `dest` with a list of their SHA-256 digests. Changes nothing;
 * what differs, is missing or is not in the list is a `DifferenceEvent`.
 *
 * @param manifest as `parseManifest` reads it
 * @param dest an existing folder
 * @throws {FerryError} `usage` where it is not there
 *
 * ```ts
 * import { check, parseManifest } from "./lib/mod.ts";
 * await Deno.writeTextFile("photos.sha256", `${"0".repeat(64)}  a.jpg\n`);
 * const list = parseManifest(await Deno.readFile("photos.sha256"), "photos.sha256");
 * console.log((await check(list, "photos")).differences);
 * ```
 */
export async function check(
  manifest: Manifest,
  dest: Path,
  options: RunOptions = {},
): Promise<Summary> {
  return await checkAgainst(manifest, {
    ...await comparing("", dest, options),
    readsDestOnly: true,
  });
}

function listOf(paths: Path | readonly Path[]): readonly Path[] {
  return Array.isArray(paths) ? paths as readonly Path[] : [paths as Path];
}

/** A request that changes nothing. */
async function comparing(
  source: Path,
  dest: Path,
  options: RunOptions,
): Promise<RunRequest> {
  const asked = { command: "verify", sources: [source], dest, placement: "exact" } as const;
  const request = await requestOf(asked, options);
  return {
    ...request,
    options: {
      ...request.options,
      compareOnly: true,
      dryRun: true,
      // Every entry that is missing in the source is reported, however many there are.
      delete: !request.options.ignoreExtra,
      maxDelete: null,
      allowEmptySource: true,
      removeSource: "nothing",
    },
  };
}

/** Carries out what a function was called for. @throws {FerryError} as a rejection, whatever is wrong */
async function ask(
  asked: Asked,
  options: RunOptions,
  defaults: Partial<Options> = {},
): Promise<Summary> {
  return await run(await requestOf(asked, options, defaults));
}
