// What a command or a script calls with, made into the request of a run: paths, options, and whom to tell.

import type { OwnFile, RunRequest } from "../engine/roots/request.ts";
import type { RunEvent } from "../events.ts";
import { completeOptions, type PartialOptions } from "../library_options.ts";
import type { Options } from "../options.ts";
import { type Path, pathOf } from "./path.ts";

export type { Path };

/** Whom a run tells of what, and who stops it. */
export interface CallOptions {
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

/** What a run is asked for in the engine's terms: what the command line has read, or a script's options come to. */
export interface RunOptions extends PartialOptions, CallOptions {}

/** What a function was called for. */
export interface Asked extends Pick<RunRequest, "command" | "placement"> {
  readonly sources: readonly Path[];
  readonly dest: Path;
}

/**
 * The request of a run.
 *
 * @param defaults what holds for this function instead of the command line's
 * @throws {UsageError} as a rejection, where an option is wrong
 */
// deno-lint-ignore require-await
export async function requestOf(
  { command, placement, sources, dest }: Asked,
  options: RunOptions,
  defaults: Partial<Options> = {},
): Promise<RunRequest> {
  const { onEvent, signal, progressIntervalMs, countsSource, ownFiles, ...rest } = options;
  return {
    command,
    placement,
    sources: sources.map((source) => pathOf(source, "SOURCE")),
    dest: pathOf(dest, "DEST"),
    options: completeOptions(rest, defaults),
    onEvent: onEvent ?? (() => {}),
    signal: signal ?? null,
    progressIntervalMs: progressIntervalMs ?? 0,
    countsSource: countsSource ?? true,
    ownFiles: ownFiles ?? [],
  };
}

/** The same, of a comparison: a request that changes nothing. */
export function comparing(request: RunRequest): RunRequest {
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
