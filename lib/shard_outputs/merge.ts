// What the shards of a run come to together: sums, the worst end, and how evenly the work was divided. Counts are numbers, as
// in a summary: exact up to 2^53 - 1, which is 9 PB.

import { binaryTextOf } from "../../ffi/c_string.ts";
import type { ErrorEvent, MethodName, Totals } from "../events.ts";
import { NOTHING_DONE, type Outcome, OUTCOMES, type Summary } from "../summary.ts";
import type { Gathered, ShardRun } from "./gather.ts";
import type { ToldRun } from "./told_run.ts";

/** An error, and the shards that met it: each looks at every folder, and a failing one fails for all. */
export interface ShardError {
  readonly event: ErrorEvent;
  readonly shards: readonly number[];
}

/** The largest share of a shard, divided by the mean; null where there is nothing to divide. */
export interface Balance {
  /** Of the entries that were looked at. */
  readonly entries: number | null;
  /** Of the bytes that were copied, shared or verified. */
  readonly bytes: number | null;
}

/** What shards come to. */
export interface Merged {
  /** Sums; `durationMs` is from the beginning of the first shard to the end of the last. */
  readonly summary: Summary;
  readonly exitCode: number;
  /** How many shards there are to be. */
  readonly count: number;
  /** Those that are told of, in the order of their numbers. */
  readonly shards: readonly ShardRun[];
  /** Numbers of those that are not. */
  readonly missing: readonly number[];
  /** Numbers of those whose last run has not ended. */
  readonly unended: readonly number[];
  /** The one that took longest; null where none has ended. */
  readonly slowest: ToldRun | null;
  readonly fastest: ToldRun | null;
  readonly balance: Balance;
  /** Whether some told entries apart by inode numbers and others by paths: not all is done between them. */
  readonly isDividedTwice: boolean;
  /** Entries of the source that shards have listed, the fewest and the most; null where that is not told. */
  readonly listed: readonly [fewest: number, most: number] | null;
  /** Each once, as far as the summaries name them. */
  readonly errors: readonly ShardError[];
  /** Outputs of a run of which neither the shard nor the end is told. */
  readonly unendedOutputs: readonly string[];
  /** Outputs that tell of no run. */
  readonly silentOutputs: readonly string[];
}

/** A shard that has not ended, that was refused, or that is not told of has failed: its work is not done. */
const NOT_DONE = 4;
const REFUSED = 2;

/** Adds up. */
export function merge(gathered: Gathered): Merged {
  const { task, shards } = gathered;
  const { count } = task.shard;
  const ended = shards.flatMap(({ told }) => told ?? []);
  const present = new Set(shards.map(({ index }) => index));
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((i) => !present.has(i));
  const unended = shards.filter(({ told }) => told === null).map(({ index }) => index);
  const kinds = new Set(ended.flatMap(({ summary: { shard } }) => shard?.by ?? []));
  const isDividedTwice = kinds.size > 1;
  const isWhole = missing.length + unended.length + gathered.unended.length === 0 &&
    !isDividedTwice;
  const worst = worstOf(ended, isWhole);
  const errors = errorsOf(ended);
  const byTime = ended.toSorted((a, b) => b.summary.durationMs - a.summary.durationMs);
  const { command, source, dest, dryRun } = task;
  return {
    summary: {
      ...sumOf(ended.map(({ summary }) => summary)),
      command,
      source,
      dest,
      dryRun,
      outcome: worst.outcome,
      ...timesOf(ended),
      ...errorCounts(ended, errors),
      errors: errors.map(({ event }) => event),
    },
    exitCode: worst.exitCode,
    count,
    shards,
    missing,
    unended,
    slowest: byTime.at(0) ?? null,
    fastest: byTime.at(-1) ?? null,
    balance: {
      entries: unevenness(ended.map(({ summary }) => summary.entriesSeen)),
      bytes: unevenness(ended.map(({ summary }) => bytesOf(summary))),
    },
    isDividedTwice,
    listed: listedBy(ended),
    errors,
    unendedOutputs: gathered.unended,
    silentOutputs: gathered.silent,
  };
}

/** Bytes that a run has moved, or read to compare them; of a dry run those that it would move. */
export function bytesOf({ command, dryRun, ...totals }: Summary): number {
  if (command === "verify") return totals.bytesVerified;
  return dryRun ? totals.bytesFound : totals.bytesCopied + totals.bytesShared;
}

function worstOf(
  ended: readonly ToldRun[],
  isWhole: boolean,
): { readonly outcome: Outcome; readonly exitCode: number } {
  const ends = ended.map(({ summary: { outcome }, exitCode }) => {
    return { outcome, exitCode: exitCode === REFUSED ? NOT_DONE : exitCode };
  });
  if (!isWhole) ends.push({ outcome: "stopped", exitCode: NOT_DONE });
  const rank = ({ outcome }: { readonly outcome: Outcome }) => OUTCOMES.indexOf(outcome);
  // A run that is done may end with 1 all the same: it could not write what it had to tell.
  return ends.reduce((worst, end) => {
    const difference = rank(end) - rank(worst) || end.exitCode - worst.exitCode;
    return difference > 0 ? end : worst;
  }, { outcome: "done", exitCode: 0 });
}

/** The sums of all counts. */
function sumOf(all: readonly Totals[]): Totals {
  const sums: Record<string, number> = {};
  const methods: Partial<Record<MethodName, number>> = {};
  const names = Object.keys(NOTHING_DONE).filter((name) => name !== "methods");
  for (const totals of all) {
    for (const name of names as Exclude<keyof Totals, "methods">[]) {
      sums[name] = (sums[name] ?? 0) + totals[name];
    }
    for (const [name, files] of Object.entries(totals.methods) as [MethodName, number][]) {
      methods[name] = (methods[name] ?? 0) + files;
    }
  }
  return { ...NOTHING_DONE, ...sums, methods };
}

/** From the first beginning to the last end; the longest time where ends are not told. */
function timesOf(ended: readonly ToldRun[]): Pick<Summary, "durationMs" | "endedAt"> {
  const runs = ended.map(({ summary }) => summary);
  const endedAt = runs.reduce((latest, run) => Math.max(latest, run.endedAt), 0);
  const longest = runs.reduce((most, { durationMs }) => Math.max(most, durationMs), 0);
  if (runs.some((run) => run.endedAt === 0)) return { durationMs: longest, endedAt };
  const beganAt = runs.reduce(
    (earliest, run) => Math.min(earliest, run.endedAt - run.durationMs),
    endedAt,
  );
  return { durationMs: endedAt - beganAt, endedAt };
}

/** Errors that several shards have met are one. */
function errorsOf(ended: readonly ToldRun[]): readonly ShardError[] {
  const found = new Map<string, { event: ErrorEvent; shards: number[] }>();
  for (const { shard: { index }, summary: { errors } } of ended) {
    for (const event of errors) {
      const { op, path, from, code, message } = event;
      const paths = [path, ...from === undefined ? [] : [from]].map(binaryTextOf);
      const key = [op, code, message, ...paths].join("\0");
      const known = found.get(key);
      if (known === undefined) found.set(key, { event, shards: [index] });
      else if (known.shards.at(-1) !== index) known.shards.push(index);
    }
  }
  return [...found.values()];
}

/** How many errors there are, those of several shards counted once as far as they are named. */
function errorCounts(
  ended: readonly ToldRun[],
  errors: readonly ShardError[],
): Pick<Summary, "errorCount" | "changedCount"> {
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const repeated = (some: readonly ShardError[]) =>
    sum(some.map(({ shards }) => shards.length - 1));
  return {
    errorCount: sum(ended.map(({ summary }) => summary.errorCount)) - repeated(errors),
    changedCount: sum(ended.map(({ summary }) => summary.changedCount)) -
      repeated(errors.filter(({ event }) => event.hasChanged)),
  };
}

/** Each shard lists all entries: where they differ, or their shares do not add up to it, the source has changed meanwhile. */
function listedBy(ended: readonly ToldRun[]): Merged["listed"] {
  const counts = ended.map(({ summary: { shard, entriesSeen } }) =>
    shard === undefined ? null : entriesSeen + shard.foreign
  ).filter((count) => count !== null);
  if (counts.length === 0 || counts.length < ended.length) return null;
  return [
    counts.reduce((fewest, count) => Math.min(fewest, count)),
    counts.reduce((most, count) => Math.max(most, count)),
  ];
}

function unevenness(amounts: readonly number[]): number | null {
  const all = amounts.reduce((sum, amount) => sum + amount, 0);
  if (all === 0) return null;
  return amounts.reduce((most, amount) => Math.max(most, amount)) * amounts.length / all;
}
