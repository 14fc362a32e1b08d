// The public API for scripts: what the command line itself calls.
//
// ```ts
// import { mirror } from "./lib/mod.ts";
// const summary = await mirror("photos", "/backup/photos");
// console.log(summary.filesCopied, summary.outcome);
// ```

import type { RunRequest } from "./engine/roots/request.ts";
import { run } from "./engine/run/run.ts";
import { checkAgainst } from "./engine/run/check_manifest.ts";
import type { RunEvent, Summary } from "./events.ts";
import type { Manifest } from "./manifest.ts";
import { DEFAULT_OPTIONS, type Options } from "./options.ts";

export type * from "./events.ts";
export type * from "./options.ts";
export { FerryError } from "./errors.ts";
export { formatManifest, type Manifest, parseManifest } from "./manifest.ts";

/** What `copy`, `mirror` and `verify` take beside the roots; every field has a default. */
export interface RunOptions extends Partial<Options> {
  /** Called for each event, in the caller's thread, in batches. Must not throw. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting stops the run within half a second; its temporary files are removed. */
  readonly signal?: AbortSignal;
  /** Milliseconds between progress events; 0, the default, sends none. */
  readonly progressIntervalMs?: number;
}

/** `auto`: an existing folder DEST receives DEST/NAME, as in cp. `into`: DEST must be a folder. `exact`: DEST is the new name. */
export type Placement = "auto" | "into" | "exact";

/** What `copy` takes beside `RunOptions`. */
export interface CopyOptions extends RunOptions {
  readonly placement?: Placement;
}

/**
 * Copies files and trees.
 *
 * @param sources paths, as text or as raw bytes
 * @param dest the folder that receives them, or the new name of a single source
 * @throws {FerryError} `usage` before anything was touched, `stopped` where the run could not start
 *
 * ```ts
 * import { copy } from "./lib/mod.ts";
 * await copy(["a.txt", "b"], "/tmp/dest", { placement: "into", onEvent: console.log });
 * ```
 */
export function copy(
  sources: string | readonly string[],
  dest: string,
  options: CopyOptions = {},
): Promise<Summary> {
  const { onEvent, signal, progressIntervalMs, placement, ...rest } = options;
  return run({
    command: "copy",
    sources: typeof sources === "string" ? [sources] : sources,
    dest,
    placement: placement ?? "auto",
    options: { ...DEFAULT_OPTIONS, ...rest },
    onEvent: onEvent ?? (() => {}),
    signal: signal ?? null,
    progressIntervalMs: progressIntervalMs ?? 0,
  });
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
export function mirror(source: string, dest: string, options: RunOptions = {}): Promise<Summary> {
  const { onEvent, signal, progressIntervalMs, ...rest } = options;
  return run({
    command: "mirror",
    sources: [source],
    dest,
    placement: "exact",
    options: { ...DEFAULT_OPTIONS, delete: true, ...rest },
    onEvent: onEvent ?? (() => {}),
    signal: signal ?? null,
    progressIntervalMs: progressIntervalMs ?? 0,
  });
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
export function verify(
  source: string,
  dest: string,
  options: VerifyOptions = {},
): Promise<Summary> {
  const { listFile, ...rest } = options;
  return run({ ...comparing(source, dest, rest), listFile });
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
export function check(
  manifest: Manifest,
  dest: string,
  options: RunOptions = {},
): Promise<Summary> {
  return checkAgainst(manifest, { ...comparing("", dest, options), readsDestOnly: true });
}

/** A request that changes nothing. */
function comparing(source: string, dest: string, options: RunOptions): RunRequest {
  const { onEvent, signal, progressIntervalMs, ...rest } = options;
  return {
    command: "verify",
    sources: [source],
    dest,
    placement: "exact",
    options: {
      ...DEFAULT_OPTIONS,
      ...rest,
      compareOnly: true,
      dryRun: true,
      reportOperations: false,
      // What the source has not is to be found, however much that is.
      delete: true,
      maxDelete: null,
      allowEmptySource: true,
    },
    onEvent: onEvent ?? (() => {}),
    signal: signal ?? null,
    progressIntervalMs: progressIntervalMs ?? 0,
  };
}
