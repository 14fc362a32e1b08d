// The lines of `--json`: one object a line, with the names that the documentation promises. Text is always
// valid JSON; a path that is not UTF-8 has U+FFFD for other bytes, and its bytes in base64 beside.

import type { FerryError } from "../../errors.ts";
import type {
  DifferenceEvent,
  ErrorEvent,
  OperationEvent,
  Outcome,
  Summary,
  Totals,
} from "../../events.ts";
import type { Settings } from "../settings.ts";
import { decodeLossy, decodeStrict, type Text, toBytes } from "../text.ts";
import { entryPath } from "./lines.ts";

const NOTHING_DONE: Totals = {
  entriesSeen: 0,
  filesCopied: 0,
  filesReplaced: 0,
  filesUnchanged: 0,
  filesFailed: 0,
  foldersCreated: 0,
  linksCreated: 0,
  specialsCreated: 0,
  metadataUpdated: 0,
  deleted: 0,
  renamed: 0,
  sourcesRemoved: 0,
  bytesFound: 0,
  filesFound: 0,
  bytesCopied: 0,
  bytesShared: 0,
  filesVerified: 0,
  bytesVerified: 0,
  differences: 0,
  methods: {},
};

/**
 * An operation's line.
 *
 * @param root what the user typed for the source
 */
export function jsonOperation(event: OperationEvent, root: string): string {
  return line({
    type: "operation",
    op: event.op,
    ...pathFields(entryPath(event, root)),
    size: event.size,
    method: event.method,
  });
}

/** A difference's line. */
export function jsonDifference(event: DifferenceEvent, root: string): string {
  return line({
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
  return line(errorFields(event));
}

/** The last line of a run. */
export function jsonSummary(summary: Summary, exitCode: number): string {
  return line({
    type: "summary",
    command: summary.command,
    source: summary.source,
    dest: summary.dest,
    dry_run: summary.dryRun,
    outcome: summary.outcome,
    exit_code: exitCode,
    duration_ms: Math.round(summary.durationMs),
    entries_seen: summary.entriesSeen,
    files_copied: summary.filesCopied,
    files_replaced: summary.filesReplaced,
    files_unchanged: summary.filesUnchanged,
    files_failed: summary.filesFailed,
    folders_created: summary.foldersCreated,
    links_created: summary.linksCreated,
    metadata_updated: summary.metadataUpdated,
    deleted: summary.deleted,
    renamed: summary.renamed,
    sources_removed: summary.sourcesRemoved,
    bytes_copied: summary.bytesCopied,
    bytes_shared: summary.bytesShared,
    files_verified: summary.filesVerified,
    bytes_verified: summary.bytesVerified,
    differences: summary.differences,
    methods: summary.methods,
    specials_created: summary.specialsCreated,
    error_count: summary.errorCount,
    errors: summary.errors.slice(0, 100).map(errorFields),
  });
}

/** The lines of a run that could not start: one error, and a summary in which nothing happened. */
export function jsonRefusal(settings: Settings, error: FerryError, exitCode: number): string {
  const event: ErrorEvent = {
    type: "error",
    op: settings.command,
    path: toBytes(error.path ?? settings.dest),
    syscall: null,
    code: error.code,
    message: error.message,
    fatal: true,
  };
  const summary = { ...summaryOfNothing(settings, "stopped"), errorCount: 1, errors: [event] };
  return jsonError(event) + jsonSummary(summary, exitCode);
}

/** What a run came to that did not start. */
export function summaryOfNothing(settings: Settings, outcome: Outcome): Summary {
  return {
    ...NOTHING_DONE,
    command: settings.command,
    source: settings.sources,
    dest: settings.dest,
    dryRun: settings.options.dryRun,
    outcome,
    durationMs: 0,
    errorCount: 0,
    changedCount: 0,
    errors: [],
  };
}

function errorFields(event: ErrorEvent) {
  return {
    type: "error",
    op: event.op,
    ...pathFields(event.path),
    syscall: event.syscall,
    code: event.code,
    message: event.message,
  };
}

function pathFields(path: Text): { path: string; path_base64?: string } {
  if (typeof path === "string") return { path };
  const text = decodeStrict(path);
  if (text !== null) return { path: text };
  return { path: decodeLossy(path), path_base64: path.toBase64() };
}

function line(value: object): string {
  return JSON.stringify(value) + "\n";
}
