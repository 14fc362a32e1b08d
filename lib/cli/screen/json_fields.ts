// What the objects of `--json` hold. Text is always valid JSON; a path that is not UTF-8 has U+FFFD for other bytes, and
// its bytes in base64 beside.

import type { Plan } from "../../costs/plan.ts";
import type { ErrorEvent, Totals } from "../../events.ts";
import type { Summary } from "../../summary.ts";
import { decodeLossy, decodeStrict, type Text } from "../text.ts";
import { isPlan } from "./plan.ts";

/** What a run came to. */
export function summaryFields(summary: Summary, exitCode: number) {
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

/** A time, in milliseconds since 1970; null where it is not known. */
export function timeText(time: number): string | null {
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

/** What was done so far. */
export function countFields(totals: Totals) {
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

/** Seconds, to the millisecond. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** What is told of an error. */
export function errorFields(event: ErrorEvent) {
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

/** A path, with its bytes in base64 where they are not UTF-8. */
export function pathFields(path: Text): { path: string; path_base64?: string } {
  if (typeof path === "string") return { path };
  const text = decodeStrict(path);
  if (text !== null) return { path: text };
  return { path: decodeLossy(path), path_base64: path.toBase64() };
}
