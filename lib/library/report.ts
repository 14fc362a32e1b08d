// What the shards of a run come to together.

import { invalid, shown } from "../library_options.ts";
import { Gatherer } from "../shard_outputs/gather.ts";
import { type Balance, merge } from "../shard_outputs/merge.ts";
import { type Summary, summaryOf } from "./summary.ts";

/** The last run of a shard. */
export interface ShardSummary {
  /** From 1. */
  readonly index: number;
  /** What it came to; null for one that has begun and not ended. */
  readonly summary: Summary | null;
  /** The code with which it ended; null for one that has not. */
  readonly exitCode: number | null;
  /** How many runs of the shard are told of, this one among them. */
  readonly runs: number;
  /** The name of the output that tells of it. */
  readonly output: string;
}

/** What the shards of a run come to: sums, and `durationMs` from the first beginning to the last end. */
export interface ShardsReport extends Summary {
  /** That of the shard that ended worst; 4 if one has not ended, was refused, or is not told of. */
  readonly exitCode: number;
  /** How many shards there are to be. */
  readonly count: number;
  /** Those that are told of, in the order of their numbers. */
  readonly shards: readonly ShardSummary[];
  /** Numbers of those that are not. */
  readonly missing: readonly number[];
  /** How evenly the work was divided. */
  readonly balance: Balance;
}

/**
 * Adds up what the shards of a run have printed with `--json`, or written into `--log-file`: of a shard that ran again the
 * run that ended last, and each error once. Needs no permission.
 *
 * @param outputs the name of each, for messages, and its text: entries of a Map, or of an object
 * @returns what they come to together
 * @throws {UsageError} where they tell of no run, or of runs that do not belong together
 *
 * @example
 * ```ts
 * import { report } from "@ferry/ferry";
 * const run = (index: number) => JSON.stringify({
 *   type: "summary", command: "mirror", source: ["/a"], dest: "/b", shard: { index, count: 2 },
 *   outcome: "done", exit_code: 0, files_copied: 7,
 * });
 * const { filesCopied, missing } = report(Object.entries({ "1.json": run(1), "2.json": run(2) }));
 * console.log(filesCopied, missing); // 14 []
 * ```
 */
export function report(
  outputs: Iterable<readonly [name: string, text: string]>,
): ShardsReport {
  const gatherer = new Gatherer();
  for (const [name, text] of pairsOf(outputs)) {
    const output = gatherer.output(name);
    for (const line of text.split("\n")) output.line(line);
    output.end();
  }
  const { summary, exitCode, count, shards, missing, balance } = merge(gatherer.result());
  return {
    ...summaryOf(summary),
    exitCode,
    count,
    shards: shards.map(({ index, told, runs, output }) => ({
      index,
      summary: told === null ? null : summaryOf(told.summary),
      exitCode: told?.exitCode ?? null,
      runs,
      output,
    })),
    missing,
    balance,
  };
}

/** @throws {UsageError} for what is none */
function pairsOf(outputs: unknown): (readonly [name: string, text: string])[] {
  const isIterable = typeof outputs === "object" && outputs !== null && Symbol.iterator in outputs;
  const pairs = isIterable ? [...outputs as Iterable<unknown>] : [outputs];
  for (const pair of pairs) {
    const isPair = Array.isArray(pair) && pair.length === 2 &&
      pair.every((text) => typeof text === "string");
    if (!isPair) throw invalid(`report() takes pairs of a name and a text, not ${shown(pair)}`);
  }
  return pairs as (readonly [string, string])[];
}
