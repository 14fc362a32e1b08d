// What `ferry report` prints on standard output for people: what shards came to together.

import { bytesOf, type Merged } from "../../shard_outputs/merge.ts";
import type { ShardRun } from "../../shard_outputs/gather.ts";
import type { ToldRun } from "../../shard_outputs/told_run.ts";
import { formatDuration } from "../durations.ts";
import { escapeText } from "../quote.ts";
import { formatBytes, formatCount } from "../sizes.ts";
import { summaryLine } from "./summary.ts";
import { type Column, table } from "./table.ts";

const COLUMNS: readonly Column<ShardRun>[] = [
  { title: "shard", rank: 1, isNumber: true, cell: ({ index }) => String(index) },
  { title: "entries", rank: 4, isNumber: true, cell: (run) => cellOf(run, "entriesSeen") },
  { title: "files", rank: 5, isNumber: true, cell: (run) => filesCell(run) },
  {
    title: "bytes",
    rank: 6,
    isNumber: true,
    cell: ({ told }) => told === null ? "" : formatBytes(bytesOf(told.summary)),
  },
  {
    title: "time",
    rank: 2,
    isNumber: true,
    cell: ({ told }) => told === null ? "" : formatDuration(told.summary.durationMs),
  },
  { title: "errors", rank: 7, isNumber: true, cell: (run) => cellOf(run, "errorCount") },
  { title: "outcome", rank: 3, cell: ({ told }) => told?.summary.outcome ?? "not ended" },
];

/** What the shards came to together. */
export function reportText(merged: Merged, verbose: boolean, width: number): string {
  const { summary, count, shards, slowest, fastest } = merged;
  const { command, source, dest, dryRun } = summary;
  const paths = [...source, dest].map((path) => `'${escapeText(path)}'`).join(" ");
  const ended = shards.filter(({ told }) => told !== null).length;
  const some = ended < count ? `, ${ended === 0 ? "none" : formatCount(ended)} of which ended` : "";
  const lines = [
    `${command}${dryRun ? " --dry-run" : ""} ${paths} in ${shardsOf(count)}${some}`,
    summaryLine(summary).trimEnd(),
    ...slowest !== null && fastest !== null && ended > 1
      ? [`slowest: ${timeText(slowest)}; fastest: ${timeText(fastest)}`, ...balanceLines(merged)]
      : [],
  ];
  const text = lines.map((line) => `${line}\n`).join("");
  return verbose ? text + table(COLUMNS, shards, width) : text;
}

function timeText({ shard, summary }: ToldRun): string {
  return `shard ${shard.index}, ${formatDuration(summary.durationMs)}`;
}

function balanceLines({ balance: { entries, bytes } }: Merged): string[] {
  const parts = [
    ...entries === null ? [] : [`${entries.toFixed(2)} of entries`],
    ...bytes === null ? [] : [`${bytes.toFixed(2)} of bytes`],
  ];
  return parts.length === 0 ? [] : [`largest shard ÷ mean: ${parts.join(", ")}`];
}

function filesCell({ told }: ShardRun): string {
  if (told === null) return "";
  const { command, filesVerified, filesCopied, filesReplaced, filesUnchanged } = told.summary;
  return formatCount(
    command === "verify" ? filesVerified : filesCopied + filesReplaced + filesUnchanged,
  );
}

function cellOf({ told }: ShardRun, name: "entriesSeen" | "errorCount"): string {
  return told === null ? "" : formatCount(told.summary[name]);
}

/** `8 shards` */
export function shardsOf(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "shard" : "shards"}`;
}
