// The lines of `--json`: one object a line, with the names that the documentation promises. Text is always
// valid JSON; a path that is not UTF-8 has U+FFFD for other bytes, and its bytes in base64 beside.

import type { FerryError } from "../../errors.ts";
import type {
  DifferenceEvent,
  ErrorEvent,
  MethodName,
  OperationEvent,
  ProgressEvent,
  Totals,
} from "../../events.ts";
import { NOTHING_DONE, type Outcome, type Summary } from "../../summary.ts";
import type { Plan } from "../../costs/plan.ts";
import type { Merged } from "../../shard_outputs/merge.ts";
import { jsonLine } from "../json_line.ts";
import type { Settings } from "../settings.ts";
import { decodeLossy, decodeStrict, type Text, toBytes } from "../text.ts";
import { entryPath } from "./lines.ts";
import { isPlan } from "./plan.ts";
import type { ProgressState } from "./progress.ts";

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

function summaryFields(summary: Summary, exitCode: number) {
  return {
    type: "summary",
    command: summary.command,
    source: summary.source,
    dest: summary.dest,
    dry_run: summary.dryRun,
    ...(summary.shard === undefined ? {} : { shard: summary.shard }),
    outcome: summary.outcome,
    exit_code: exitCode,
    duration_ms: Math.round(summary.durationMs),
    ended_at: timeText(summary.endedAt),
    ...countFields(summary),
    bytes_found: summary.bytesFound,
    changed_count: summary.changedCount,
    error_count: summary.errorCount,
    errors: summary.errors.slice(0, 100).map(errorFields),
    ...(isPlan(summary) ? { plan: planFields(summary) } : {}),
  };
}

/** What several runs came to: a line for each, for each error, and their sum. */
export function jsonReport(merged: Merged): string {
  const { summary, exitCode, shards, errors, balance, slowest } = merged;
  const ofShards = shards.map(({ index, told, output, runs }) =>
    jsonLine({
      type: "shard",
      index,
      file: output,
      runs,
      outcome: told?.summary.outcome ?? null,
      exit_code: told?.exitCode ?? null,
      duration_ms: told === null ? null : Math.round(told.summary.durationMs),
      ended_at: told === null ? null : timeText(told.summary.endedAt),
      ...(told === null ? {} : countFields(told.summary)),
      entries_foreign: told?.summary.shard?.foreign ?? null,
      error_count: told?.summary.errorCount ?? null,
    })
  );
  const ofErrors = errors.map(({ event, shards }) => jsonLine({ ...errorFields(event), shards }));
  const last = jsonLine({
    ...summaryFields(summary, exitCode),
    shards: {
      count: merged.count,
      told: shards.length,
      missing: merged.missing,
      unended: merged.unended,
      again: shards.filter(({ runs }) => runs > 1).map(({ index }) => index),
      slowest: slowest?.shard.index ?? null,
      slowest_ms: slowest === null ? null : Math.round(slowest.summary.durationMs),
      balance,
      listed: merged.listed,
      divided_twice: merged.isDividedTwice,
      unended_files: merged.unendedOutputs,
      silent_files: merged.silentOutputs,
    },
  });
  return [...ofShards, ...ofErrors, last].join("");
}

/** A time; null where it is not known. */
function timeText(time: number): string | null {
  return time === 0 ? null : new Date(time).toISOString();
}

/** What a plan tells beyond the summary of a dry run. */
function planFields(plan: Plan) {
  const { bytesFound, bytesReplaced, sizes, methodsExpected, rooms, estimate } = plan;
  return {
    bytes: bytesFound,
    bytes_replaced: bytesReplaced,
    sizes: sizes.map(({ upTo, files, bytes }) => ({ up_to: upTo, files, bytes })),
    methods: methodsExpected.map(({ method, otherwise, why, files, bytes }) => {
      return { method, otherwise, why, files, bytes };
    }),
    room: rooms.map((room) => ({
      ...pathFields(room.path),
      file_system: room.type || null,
      fits: room.fits,
      needed_bytes: room.neededBytes,
      most_bytes: room.mostBytes,
      needed_entries: room.neededEntries,
      freed_bytes: room.freedBytes,
      free_bytes: room.freeBytes,
      free_entries: room.freeEntries,
    })),
    estimate: estimate === null ? null : {
      seconds: rounded(estimate.seconds),
      low: rounded(estimate.low),
      high: rounded(estimate.high),
      runs: estimate.runs,
    },
  };
}

/** The lines of a run that could not start: one error, and a summary in which nothing happened. */
export function jsonRefusal(settings: Settings, error: FerryError, exitCode: number): string {
  const event: ErrorEvent = {
    type: "error",
    op: settings.command,
    path: toBytes(error.path ?? settings.dest),
    syscall: error.syscall,
    code: error.code,
    message: error.message,
    fatal: true,
  };
  const summary = { ...summaryOfNothing(settings, "stopped"), errorCount: 1, errors: [event] };
  return jsonError(event) + jsonSummary(summary, exitCode);
}

/** What a run came to that did not start. */
export function summaryOfNothing(settings: Settings, outcome: Outcome): Summary {
  const { shard } = settings.options;
  return {
    ...NOTHING_DONE,
    command: settings.command,
    source: settings.sources,
    dest: settings.dest,
    dryRun: settings.options.dryRun,
    ...(shard === null ? {} : { shard: { ...shard, by: null, foreign: 0 } }),
    outcome,
    durationMs: 0,
    endedAt: Date.now(),
    errorCount: 0,
    changedCount: 0,
    errors: [],
  };
}

/** What was done so far. */
function countFields(totals: Totals) {
  return {
    entries_seen: totals.entriesSeen,
    files_copied: totals.filesCopied,
    files_replaced: totals.filesReplaced,
    files_unchanged: totals.filesUnchanged,
    files_failed: totals.filesFailed,
    folders_created: totals.foldersCreated,
    links_created: totals.linksCreated,
    metadata_updated: totals.metadataUpdated,
    deleted: totals.deleted,
    renamed: totals.renamed,
    sources_removed: totals.sourcesRemoved,
    bytes_copied: totals.bytesCopied,
    bytes_shared: totals.bytesShared,
    files_verified: totals.filesVerified,
    bytes_verified: totals.bytesVerified,
    differences: totals.differences,
    methods: totals.methods,
    specials_created: totals.specialsCreated,
  };
}

/** Seconds in milliseconds' steps. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function errorFields(event: ErrorEvent) {
  const from = event.from === undefined ? null : pathFields(event.from);
  return {
    type: "error",
    op: event.op,
    ...pathFields(event.path),
    ...(from === null ? {} : { from: from.path }),
    ...(from?.path_base64 === undefined ? {} : { from_base64: from.path_base64 }),
    syscall: event.syscall,
    code: event.code,
    message: event.message,
    ...(event.hasChanged ? { changed: true } : {}),
  };
}

function pathFields(path: Text): { path: string; path_base64?: string } {
  if (typeof path === "string") return { path };
  const text = decodeStrict(path);
  if (text !== null) return { path: text };
  return { path: decodeLossy(path), path_base64: path.toBase64() };
}
