// What `ferry report` prints on standard error: what is missing and what went wrong.

import type { ShardRun } from "../../shard_outputs/gather.ts";
import type { Merged, ShardError } from "../../shard_outputs/merge.ts";
import { escapeText } from "../quote.ts";
import { formatCount } from "../sizes.ts";
import { concatAll, type Text } from "../text.ts";
import { errorLine, noticeLine } from "./lines.ts";
import { shardsOf } from "./report.ts";
import type { Style } from "./terminal.ts";

/** Of what goes wrong in many shards as many are named. */
const NAMED = 20;

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
    "SOURCE changed between their runs, or some could not list all; run all shards again",
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

function shardsNumbered(indices: readonly number[]): string {
  return `${indices.length === 1 ? "shard" : "shards"} ${numbers(indices)}`;
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
