// What a run came to, in a sentence, and with `--stats` in full. A dry run says what would be, a run that
// was ended early says so first, and failures are never left out.

import { shardText } from "../../shard.ts";
import type { Summary } from "../../summary.ts";
import { formatDuration } from "../durations.ts";
import { formatBytes, formatCount } from "../sizes.ts";

/** A run of that many milliseconds is long: it says how fast it was, and by which methods. */
const LONG_MS = 10_000;

/** `1,234 files copied (4.8 MiB), 3 replaced, 10 deleted, 98,000 unchanged in 1.23 s` */
export function summaryLine(summary: Summary): string {
  if (summary.command === "verify") return verifyLine(summary);
  const parts = changeParts(summary);
  const { filesUnchanged, filesFailed, changedCount } = summary;
  if (filesFailed > 0) parts.push(failedText(filesFailed, parts.length === 0));
  if (changedCount > 0) parts.push(`${formatCount(changedCount)} changed or vanished meanwhile`);
  if (parts.length === 0) parts.push(endedEarly(summary) ? "nothing done" : "nothing to do");
  if (filesUnchanged > 0) parts.push(`${formatCount(filesUnchanged)} unchanged`);
  return `${openingOf(summary)}${parts.join(", ")} in ${formatDuration(summary.durationMs)}\n` +
    speedLine(summary);
}

/** `39.3 MiB/s, 98 files/s; 12,000 files by reflink, 345 by read_write` of a run that took long, else nothing. */
function speedLine(summary: Summary): string {
  const { command, dryRun, durationMs } = summary;
  if (dryRun || durationMs < LONG_MS) return "";
  const [files, bytes] = command === "verify"
    ? [summary.filesVerified, summary.bytesVerified]
    : [summary.filesCopied + summary.filesReplaced, summary.bytesCopied + summary.bytesShared];
  const each = (count: number) => count / durationMs * 1000;
  const rate = (count: number, what: string) => {
    const perSecond = each(count);
    return `${perSecond < 10 ? perSecond.toFixed(1) : formatCount(perSecond)} ${what}/s`;
  };
  const speeds = files > 0
    ? [`${formatBytes(each(bytes))}/s`, ...files > 1 ? [rate(files, "files")] : []]
    : [rate(summary.entriesSeen, "entries")];
  const methods = usedMethods(summary).map(([name, count], i) =>
    `${formatCount(count)}${i === 0 ? ` ${plural("file", count)}` : ""} by ${name}`
  );
  return `${[speeds.join(", "), ...methods.length > 0 ? [methods.join(", ")] : []].join("; ")}\n`;
}

/** `1,234 files verified (4.8 MiB), 3 differences in 1.23 s` */
function verifyLine(summary: Summary): string {
  const { filesVerified, bytesVerified, differences, durationMs, changedCount } = summary;
  const files = `${formatCount(filesVerified)} ${plural("file", filesVerified)}`;
  const found = differences === 0
    ? "no differences"
    : `${formatCount(differences)} ${plural("difference", differences)}`;
  const changed = changedCount > 0 ? `, ${formatCount(changedCount)} changed meanwhile` : "";
  return `${openingOf(summary)}${files} verified (${
    formatBytes(bytesVerified)
  }), ${found}${changed} in ${formatDuration(durationMs)}\n` + speedLine(summary);
}

/** `ferry: 3 errors`, or nothing if there were none. A changed source is not an error. */
export function errorCountLine({ errorCount, changedCount }: Summary): string {
  const errors = errorCount - changedCount;
  if (errors === 0) return "";
  return `ferry: ${formatCount(errors)} ${plural("error", errors)}\n`;
}

/** What a row is called, and what stands in it. */
type Row = readonly [name: string, cell: string];

/** Every counter that the command has, one a line, the numbers below each other. */
export function statsBlock(summary: Summary): string {
  const counts = summary.command === "verify" ? verifyRows(summary) : changeRows(summary);
  const rows: readonly Row[] = [
    ["entries seen", formatCount(summary.entriesSeen)],
    ...summary.dryRun ? [["would be", ""] as const, ...counts.map(indented)] : counts,
    ...methodRows(summary),
    ["errors", formatCount(summary.errorCount - summary.changedCount)],
    ...changedRow(summary),
    ["time", formatDuration(summary.durationMs)],
  ];
  const width = Math.max(28, ...rows.map(([name]) => name.length + 3));
  return rows.map(([name, cell]) => `${`${name}:`.padEnd(width)}${cell}`.trimEnd() + "\n").join("");
}

function indented([name, cell]: Row): Row {
  return [`  ${name}`, cell];
}

function verifyRows({ filesVerified, bytesVerified, differences }: Summary): readonly Row[] {
  return [
    ["files verified", formatCount(filesVerified)],
    ["bytes verified", bytesCell(bytesVerified)],
    ["differences", formatCount(differences)],
  ];
}

function changeRows(summary: Summary): readonly Row[] {
  const { dryRun } = summary;
  return [
    ["files copied", formatCount(summary.filesCopied)],
    ["files replaced", formatCount(summary.filesReplaced)],
    ["files unchanged", formatCount(summary.filesUnchanged)],
    ["files failed", formatCount(summary.filesFailed)],
    ["folders created", formatCount(summary.foldersCreated)],
    ["links created", formatCount(summary.linksCreated)],
    ["special files created", formatCount(summary.specialsCreated)],
    ["metadata updated", formatCount(summary.metadataUpdated)],
    ["entries deleted", formatCount(summary.deleted)],
    ["entries renamed", formatCount(summary.renamed)],
    ["removed from SOURCE", formatCount(summary.sourcesRemoved)],
    ["bytes copied", bytesCell(dryRun ? summary.bytesFound : summary.bytesCopied)],
    ...dryRun ? [] : doneRows(summary),
  ];
}

/** What only a run knows. */
function doneRows({ bytesShared, filesVerified, bytesVerified }: Summary): readonly Row[] {
  return [
    ["bytes shared", bytesCell(bytesShared)],
    ["files verified", formatCount(filesVerified)],
    ["bytes verified", bytesCell(bytesVerified)],
  ];
}

/** What was changed, the files' bytes beside the first part that names files. */
function changeParts(summary: Summary): string[] {
  const would = summary.dryRun ? "would be " : "";
  const bytes = summary.dryRun ? summary.bytesFound : summary.bytesCopied + summary.bytesShared;
  const counts: readonly (readonly [number, string, string, string])[] = [
    [summary.filesCopied, "file", "copied", bytesText(bytes, summary)],
    [summary.filesReplaced, "file", "replaced", bytesText(bytes, summary)],
    [summary.foldersCreated, "folder", "created", ""],
    [summary.linksCreated, "link", "created", ""],
    [summary.specialsCreated, "special file", "created", ""],
    [summary.metadataUpdated, "entry", "updated in metadata", ""],
    [summary.deleted, "entry", "deleted", ""],
    [summary.renamed, "entry", "renamed", ""],
    [summary.sourcesRemoved, "entry", "removed from SOURCE", ""],
  ];
  const parts: string[] = [];
  const seen = new Set<string>();
  for (const [count, noun, done, detail] of counts) {
    if (count === 0) continue;
    const isFirst = !seen.has(noun);
    seen.add(noun);
    const isNamed = isFirst && (noun !== "entry" || parts.length === 0);
    const subject = isNamed ? ` ${plural(noun, count)}` : "";
    parts.push(`${formatCount(count)}${subject} ${would}${done}${isFirst ? detail : ""}`);
  }
  return parts;
}

function bytesText(bytes: number, { bytesShared, dryRun }: Summary): string {
  const shared = !dryRun && bytesShared > 0 && bytesShared < bytes
    ? `, ${formatBytes(bytesShared)} of it shared`
    : "";
  const all = !dryRun && bytes > 0 && bytesShared === bytes ? ", all shared" : "";
  return ` (${formatBytes(bytes)}${shared}${all})`;
}

/** Whether a run was ended before it came to all entries. */
export function endedEarly({ outcome }: Summary): boolean {
  return outcome === "cancelled" || outcome === "stopped";
}

function openingOf({ outcome, dryRun, shard }: Summary): string {
  const part = shard === undefined ? "" : `${shardText(shard)}: `;
  const opening = dryRun ? `${part}dry run: ` : part;
  if (outcome === "cancelled") return `${opening}interrupted: `;
  return outcome === "stopped" ? `${opening}stopped: ` : opening;
}

function changedRow({ changedCount }: Summary): readonly Row[] {
  return changedCount > 0 ? [["changed meanwhile", formatCount(changedCount)]] : [];
}

function methodRows(summary: Summary): readonly Row[] {
  return usedMethods(summary).map(([name, files]) => [`files by ${name}`, formatCount(files)]);
}

function usedMethods({ methods }: Summary): (readonly [string, number])[] {
  return Object.entries(methods).filter(([, files]) => files > 0);
}

function bytesCell(bytes: number): string {
  return bytes < 1024 ? formatCount(bytes) : `${formatCount(bytes)} (${formatBytes(bytes)})`;
}

function failedText(count: number, isFirst: boolean): string {
  return `${formatCount(count)}${isFirst ? ` ${plural("file", count)}` : ""} failed`;
}

function plural(noun: string, count: number): string {
  if (count === 1) return noun;
  return noun === "entry" ? "entries" : `${noun}s`;
}
