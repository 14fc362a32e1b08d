// The lines of `--json`: one object a line, with the names that the documentation promises.

import type { FerryError } from "../../errors.ts";
import type {
  DifferenceEvent,
  ErrorEvent,
  MethodName,
  OperationEvent,
  ProgressEvent,
} from "../../events.ts";
import type { Options } from "../../options.ts";
import { NOTHING_DONE, type Outcome, type Summary } from "../../summary.ts";
import { jsonLine } from "../json_line.ts";
import type { Settings } from "../settings.ts";
import { toBytes } from "../text.ts";
import { countFields, errorFields, pathFields, summaryFields } from "./json_fields.ts";
import { entryPath } from "./lines.ts";
import type { ProgressState } from "./progress.ts";

/** What is known of a run that did not start. */
export interface RefusedRun extends Pick<Settings, "command" | "sources" | "dest"> {
  readonly options: Pick<Options, "dryRun" | "shard">;
}

/**
 * An operation's line. A plan names the method that will be used, where more than trying it tells.
 *
 * @param root what the user typed for the source
 */
export function jsonOperation(event: OperationEvent, root: string): string {
  return jsonLine({
    type: "operation",
    op: event.op,
    ...pathFields(entryPath(event, root)),
    size: event.size,
    method: event.method ?? certainMethod(event),
  });
}

function certainMethod({ op, cost }: OperationEvent): MethodName | null {
  const movesBytes = op === "copy" || op === "replace";
  return movesBytes && cost?.otherwise === null ? cost.method : null;
}

/** A difference's line. */
export function jsonDifference(event: DifferenceEvent, root: string): string {
  return jsonLine({
    type: "difference",
    what: event.what,
    ...pathFields(entryPath(event, root)),
    entry_type: event.entryType,
    source: event.source,
    dest: event.target,
  });
}

/** An error's line. */
export function jsonError(event: ErrorEvent): string {
  return jsonLine(errorFields(event));
}

/** How far a run is; of what is not known yet null. */
export function jsonProgress(event: ProgressEvent & ProgressState): string {
  const { fraction, leftMs } = event;
  return jsonLine({
    type: "progress",
    duration_ms: Math.round(event.durationMs),
    files_done: event.filesDone,
    bytes_done: event.bytesDone,
    source_files: event.sourceFiles,
    source_bytes: event.sourceBytes,
    fraction: fraction === null ? null : Math.floor(fraction * 1e4) / 1e4,
    left_ms: leftMs === null ? null : Math.round(leftMs),
    bytes_per_second: Math.round(event.bytesPerSecond),
    ...countFields(event),
  });
}

/** What a run was asked for; only logs have it, in which the runs of days stand below each other. */
export function jsonStart({ command, sources, dest, options }: Settings, now: number): string {
  return jsonLine({
    type: "start",
    at: new Date(now).toISOString(),
    command,
    source: sources,
    dest,
    dry_run: options.dryRun,
    ...(options.shard === null ? {} : { shard: options.shard }),
  });
}

/** The last line of a run. */
export function jsonSummary(summary: Summary, exitCode: number): string {
  return jsonLine(summaryFields(summary, exitCode));
}

/**
 * The lines of a run that could not start: one error, and a summary in which nothing happened. A call that failed is told
 * as one that fails during a run; what is wrong otherwise is a whole sentence, and was met by the command.
 */
export function jsonRefusal(run: RefusedRun, error: FerryError, exitCode: number): string {
  const event: ErrorEvent = {
    type: "error",
    op: error.failed?.op ?? run.command,
    path: toBytes(error.path ?? run.dest),
    syscall: error.syscall,
    code: error.code,
    message: error.failed?.text ?? error.message,
    fatal: true,
  };
  const summary = { ...summaryOfNothing(run, "stopped"), errorCount: 1, errors: [event] };
  return jsonError(event) + jsonSummary(summary, exitCode);
}

/** What a run came to that did not start. */
export function summaryOfNothing(
  { command, sources, dest, options: { dryRun, shard } }: RefusedRun,
  outcome: Outcome,
): Summary {
  return {
    ...NOTHING_DONE,
    command,
    source: sources,
    dest,
    dryRun,
    ...(shard === null ? {} : { shard: { ...shard, by: null, foreign: 0 } }),
    outcome,
    durationMs: 0,
    endedAt: Date.now(),
    errorCount: 0,
    changedCount: 0,
    errors: [],
  };
}
