// What `ferry report` prints for people: on standard output what shards came to together, on standard error what is missing
// and what went wrong.

import { bytesOf, type Merged, type ShardError } from "../../shard_outputs/merge.ts";
import type { ShardRun } from "../../shard_outputs/gather.ts";
import type { ToldRun } from "../../shard_outputs/told_run.ts";
import { formatDuration } from "../durations.ts";
import { escapeText } from "../quote.ts";
import { formatBytes, formatCount } from "../sizes.ts";
import { concatAll, type Text } from "../text.ts";
import { errorLine, noticeLine } from "./lines.ts";
import { summaryLine } from "./summary.ts";
import { type Column, table } from "./table.ts";
import type { Style } from "./terminal.ts";

/** Of what goes wrong in many shards as many are named. */
const NAMED = 20;

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

/** What is to be said of shards that ran again, have failed or are missing, and of errors. */
export function reportMessages(merged: Merged, style: Style): Text {
  const say = (message: string) => noticeLine({ type: "notice", message }, style);
  return concatAll([
    ...outputMessages(merged).map(say),
    ...errorTexts(merged, style),
    ...shardMessages(merged).map(say),
    ...divisionMessages(merged).map(say),
  ]);
}

function outputMessages({ silentOutputs, unendedOutputs }: Merged): string[] {
  return [
    ...silentOutputs.map((name) => `${quoted(name)} tells of no run`),
    ...unendedOutputs.map((name) =>
      `${quoted(name)} tells of a run that has not ended, and not of which shard`
    ),
  ];
}

function errorTexts({ errors, count, summary: { errorCount } }: Merged, style: Style): Text[] {
  const named = errors.slice(0, NAMED);
  const left = errorCount - named.length;
  const message = `${formatCount(left)} more ${left === 1 ? "error" : "errors"}`;
  return [
    ...named.map((error) => errorText(error, count, style)),
    ...left > 0 ? [noticeLine({ type: "notice", message }, style)] : [],
  ];
}

function shardMessages({ shards, missing, unended, count }: Merged): string[] {
  const again = shards.filter(({ runs }) => runs > 1);
  const failed = shards.filter(({ told }) => told !== null && told.exitCode !== 0);
  const areMissing = missing.length === 1 ? "is" : "are";
  return [
    ...firstOf(again, "ran again", ({ index, runs, told }) => {
      const times = runs === 2 ? "twice" : `${formatCount(runs)} times`;
      const which = told === null ? "the last run has not ended" : "the run that ended last counts";
      return `shard ${index} ran ${times}: ${which}`;
    }),
    ...firstOf(failed, "ended with another exit code than 0", ({ index, told }) => {
      return `shard ${index} ended with exit code ${told!.exitCode} (${told!.summary.outcome})`;
    }),
    ...unended.length === 0 ? [] : [`${shardsNumbered(unended)} began and did not end`],
    ...missing.length === 0 ? [] : [
      `${formatCount(missing.length)} of ${shardsOf(count)} ${areMissing} not told of: ` +
      numbers(missing),
    ],
  ];
}

/** Whether the shards' shares are the whole. */
function divisionMessages({ isDividedTwice, listed, summary, shards, count }: Merged): string[] {
  if (isDividedTwice) {
    return [
      "some shards told entries apart by inode numbers, others by paths: what lies between was " +
      "done by none or by two; all need the same kind of mount of SOURCE",
    ];
  }
  const areAll = shards.length === count && shards.every(({ told }) => told !== null);
  if (listed === null || !areAll) return [];
  const [fewest, most] = listed;
  if (fewest === most && most === summary.entriesSeen) return [];
  const found = fewest === most
    ? formatCount(most)
    : `between ${formatCount(fewest)} and ${formatCount(most)}`;
  return [
    `the shards' shares are ${
      formatCount(summary.entriesSeen)
    } entries, and they listed ${found}: ` +
    "SOURCE changed between their runs, or some could not list all",
  ];
}

/** A message for each of the first ones, and how many more there are. */
function firstOf(
  shards: readonly ShardRun[],
  what: string,
  message: (shard: ShardRun) => string,
): string[] {
  const left = shards.length - NAMED;
  return [
    ...shards.slice(0, NAMED).map(message),
    ...left > 0 ? [`${formatCount(left)} more ${left === 1 ? "shard" : "shards"} ${what}`] : [],
  ];
}

/** An error's line, with the shards at its end. */
function errorText({ event, shards }: ShardError, count: number, style: Style): Text {
  if (count === 1) return errorLine(event, style);
  const who = shards.length === count ? "all shards" : shardsNumbered(shards);
  return errorLine(event, style, ` [${who}]`);
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

function shardsNumbered(indices: readonly number[]): string {
  return `${indices.length === 1 ? "shard" : "shards"} ${numbers(indices)}`;
}

function shardsOf(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "shard" : "shards"}`;
}

/** `2, 5-7`; of very many the first. */
function numbers(indices: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const index of indices) {
    const last = ranges.at(-1);
    if (last !== undefined && index === last[1] + 1) last[1] = index;
    else ranges.push([index, index]);
  }
  const shown = ranges.slice(0, NAMED).map(([from, to]) =>
    from === to ? `${from}` : `${from}-${to}`
  );
  return shown.join(", ") + (ranges.length > NAMED ? " …" : "");
}

function quoted(name: string): string {
  return name === "-" ? "standard input" : `'${escapeText(name)}'`;
}
