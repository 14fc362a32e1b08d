// What `ferry history` prints of past runs: a table, or a line of JSON each.

import type { RunRecord } from "../../estimate/run_record.ts";
import { formatDuration } from "../durations.ts";
import { jsonLine } from "../json_line.ts";
import { escapeText } from "../quote.ts";
import { formatBytes, formatCount } from "../sizes.ts";
import { type Column, table } from "./table.ts";

const COLUMNS: readonly Column<RunRecord>[] = [
  { title: "when", rank: 1, cell: ({ at }) => localTime(new Date(at)) },
  { title: "command", rank: 2, cell: ({ command }) => command },
  { title: "file systems", rank: 6, cell: ({ from, to }) => fileSystems(from.type, to.type) },
  { title: "files", rank: 5, isNumber: true, cell: (run) => formatCount(filesOf(run)) },
  { title: "bytes", rank: 7, isNumber: true, cell: (run) => formatBytes(bytesOf(run)) },
  { title: "time", rank: 3, isNumber: true, cell: ({ durationMs }) => formatDuration(durationMs) },
  { title: "rate", rank: 8, isNumber: true, cell: rate },
  { title: "outcome", rank: 4, cell: ({ outcome }) => outcome },
];

/** A line a run, the newest last, as wide as there is room for. */
export function historyTable(runs: readonly RunRecord[], width: number): string {
  return table(COLUMNS, runs, width);
}

/** Whoever mounts with FUSE chooses the name of the type. */
function fileSystems(from: string, to: string): string {
  return escapeText(from === to ? from : `${from} > ${to}`);
}

/** Files that were copied, or read and compared. */
function filesOf({ files, filesVerified, command }: RunRecord): number {
  return command === "verify" ? filesVerified : files;
}

function bytesOf({ bytes, bytesShared, bytesCompared, command }: RunRecord): number {
  return command === "verify" ? bytesCompared : bytes + bytesShared;
}

function rate(run: RunRecord): string {
  return run.durationMs > 0 ? `${formatBytes(bytesOf(run) / run.durationMs * 1000)}/s` : "";
}

/** `11-29 18:01`, and of another year `2025-11-29`. */
function localTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const isThisYear = at.getFullYear() === new Date().getFullYear();
  return isThisYear
    ? `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
    : `${at.getFullYear()}-${day}`;
}

/** A run as a line of JSON. */
export function historyJson(run: RunRecord): string {
  return jsonLine({
    type: "run",
    at: run.at,
    command: run.command,
    outcome: run.outcome,
    duration_ms: run.durationMs,
    source_file_system: run.from,
    dest_file_system: run.to,
    options: run.options,
    entries_seen: run.entries,
    files: run.files,
    files_unchanged: run.filesUnchanged,
    files_failed: run.filesFailed,
    files_verified: run.filesVerified,
    folders_created: run.foldersCreated,
    metadata_updated: run.metadataUpdated,
    removed: run.removed,
    bytes_copied: run.bytes,
    bytes_shared: run.bytesShared,
    bytes_verified: run.bytesCompared,
    methods: run.methods,
  });
}
