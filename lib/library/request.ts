// What a script calls with, made into the request of a run: paths, options, and whom to tell.

import type { OwnFile, RunRequest } from "../engine/roots/request.ts";
import type { RunEvent } from "../events.ts";
import { completeOptions, type PartialOptions } from "../library_options.ts";
import type { Options } from "../options.ts";

/** A path as text, or a URL of the scheme `file:`. */
export type Path = string | URL;

/** What `copy`, `mirror`, `move`, `plan` and `verify` take beside the roots; every field has a default. */
export interface RunOptions extends PartialOptions {
  /** Called for each event, in the caller's thread, in batches. Must not throw. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting stops the run within half a second; its temporary files are removed. */
  readonly signal?: AbortSignal;
  /** Milliseconds between progress events; 0, the default, sends none. */
  readonly progressIntervalMs?: number;
  /** Whether a long run counts what the source holds for its progress events, beside its work; true by default. */
  readonly countsSource?: boolean;
  /** Files that the caller writes to: a run in which one of them would be copied, deleted or verified is refused. */
  readonly ownFiles?: readonly OwnFile[];
}

/** What a function was called for. */
export interface Asked extends Pick<RunRequest, "command" | "placement"> {
  readonly sources: readonly Path[];
  readonly dest: Path;
}

/**
 * The request of a run.
 *
 * @param defaults what holds for this function instead of the command line's
 * @throws {FerryError} `usage`, as a rejection, where an option is wrong
 */
export async function requestOf(
  { command, placement, sources, dest }: Asked,
  options: RunOptions,
  defaults: Partial<Options> = {},
): Promise<RunRequest> {
  const { onEvent, signal, progressIntervalMs, countsSource, ownFiles, ...rest } = options;
  return {
    command,
    placement,
    sources: await Promise.all(sources.map(pathOf)),
    dest: await pathOf(dest),
    options: completeOptions(rest, defaults),
    onEvent: onEvent ?? (() => {}),
    signal: signal ?? null,
    progressIntervalMs: progressIntervalMs ?? 0,
    countsSource: countsSource ?? true,
    ownFiles: ownFiles ?? [],
  };
}

/** The module that knows URLs is loaded by the first one. */
export async function pathOf(path: Path): Promise<string> {
  return path instanceof URL ? (await import("@std/path")).fromFileUrl(path) : path;
}
