// What a run came to, in a sentence, and with `--stats` in full. A dry run says what would be, a run that
// was ended early says so first, and failures are never left out.

import type { Summary } from "../../events.ts";
import { formatDuration } from "../durations.ts";
import { formatBytes, formatCount } from "../sizes.ts";

/** `1,234 files copied (4.8 MiB), 3 replaced, 10 deleted, 98,000 unchanged in 1.23 s` */
export function summaryLine(summary: Summary): string {
  if (summary.command === "verify") return verifyLine(summary);
  const parts = changeParts(summary);
  const { filesUnchanged, filesFailed, changedCount } = summary;
  if (filesFailed > 0) parts.push(`${formatCount(filesFailed)} failed`);
  if (changedCount > 0) parts.push(`${formatCount(changedCount)} changed or vanished meanwhile`);
  if (parts.length === 0) parts.push(endedEarly(summary) ? "nothing done" : "nothing to do");
  if (filesUnchanged > 0) parts.push(`${formatCount(filesUnchanged)} unchanged`);
  return `${openingOf(summary)}${parts.join(", ")} in ${formatDuration(summary.durationMs)}\n`;
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
  }), ${found}${changed} in ${formatDuration(durationMs)}\n`;
}

/** `ferry: 3 errors`, or nothing if there were none. A changed source is not an error. */
export function errorCountLine({ errorCount, changedCount }: Summary): string {
  const errors = errorCount - changedCount;
  if (errors === 0) return "";
  return `ferry: ${formatCount(errors)} ${plural("error", errors)}\n`;
}

/** Every counter, one a line, the numbers below each other. */
export function statsBlock(summary: Summary): string {
  const rows: (readonly [string, string])[] = [
    ["entries seen", formatCount(summary.entriesSeen)],
    ["files copied", formatCount(summary.filesCopied)],
    ["files replaced", formatCount(summary.filesReplaced)],
    ["files unchanged", formatCount(summary.filesUnchanged)],
    ["files failed", formatCount(summary.filesFailed)],
    ["folders created", formatCount(summary.foldersCreated)],
    ["links created", formatCount(summary.linksCreated)],
    ["special files created", formatCount(summary.specialsCreated)],
    ["metadata updated", formatCount(summary.metadataUpdated)],
    ["deleted", formatCount(summary.deleted)],
    ["renamed", formatCount(summary.renamed)],
    ["removed from SOURCE", formatCount(summary.sourcesRemoved)],
    ["bytes copied", bytesCell(summary.bytesCopied)],
    ["bytes shared", bytesCell(summary.bytesShared)],
    ["files verified", formatCount(summary.filesVerified)],
    ["bytes verified", bytesCell(summary.bytesVerified)],
    ["differences", formatCount(summary.differences)],
    ...methodRows(summary),
    ["errors", formatCount(summary.errorCount - summary.changedCount)],
    ...changedRow(summary),
    ["time", formatDuration(summary.durationMs)],
  ];
  return rows.map(([name, cell]) => `${`${name}:`.padEnd(28)}${cell}\n`).join("");
}

/** What was changed, the files' bytes beside the first part that names files. */
function changeParts(summary: Summary): string[] {
  const verb = summary.dryRun ? "would be " : "";
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
    const subject = isFirst && noun !== "entry" ? ` ${plural(noun, count)}` : "";
    const would = parts.length === 0 ? verb : "";
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

function endedEarly({ outcome }: Summary): boolean {
  return outcome === "cancelled" || outcome === "stopped";
}

function openingOf({ outcome, dryRun }: Summary): string {
  const opening = dryRun ? "dry run: " : "";
  if (outcome === "cancelled") return `${opening}interrupted: `;
  return outcome === "stopped" ? `${opening}stopped: ` : opening;
}

function changedRow({ changedCount }: Summary): (readonly [string, string])[] {
  return changedCount > 0 ? [["changed meanwhile", formatCount(changedCount)]] : [];
}

function methodRows({ methods }: Summary): (readonly [string, string])[] {
  const used = Object.entries(methods).filter(([, files]) => files > 0);
  return used.map(([name, files]) => [`files by ${name}`, formatCount(files)] as const);
}

function bytesCell(bytes: number): string {
  return bytes < 1024 ? formatCount(bytes) : `${formatCount(bytes)} (${formatBytes(bytes)})`;
}

function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}
