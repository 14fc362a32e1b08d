// Results as plain data, which is kept as JSON and read by the tables, the gate and the chart.

import type { Sample } from "./meter.ts";
import { pairedRatio } from "./statistics.ts";

/** All runs of one program in one workload. */
export interface Series {
  /** As in the tables; ferry's is `ferry`, or `ferry as cpz` where it keeps as little as that. */
  readonly program: string;
  readonly command: readonly string[];
  /** In the order of the rounds; empty if the program failed. */
  readonly samples: readonly Sample[];
  /** The name of the series of ferry that it is compared with; null for ferry itself. */
  readonly comparedWith: string | null;
  /** How many entries of the target differed from the source; null if they were not compared. */
  readonly differences: number | null;
  /** Why the program failed, or null. */
  readonly failure: string | null;
}

/** What differs between the workloads of a curve: how many files, how large, how many threads. */
export type Axis = "files" | "size" | "jobs";

/** A point of a curve; `at` is a count, or bytes. */
export interface CurvePoint {
  readonly axis: Axis;
  readonly at: number;
}

/** One workload on one file system. */
export interface Outcome {
  readonly workload: string;
  readonly title: string;
  readonly fileSystem: string;
  readonly files: number;
  /** Left out where the workload is no point of a curve. */
  readonly curve?: CurvePoint;
  /** ferry first. */
  readonly series: readonly Series[];
  /** ferry's system calls about files, start-up included, divided by the files; null if not counted. */
  readonly callsPerFile: number | null;
  /** The time for all of it: building, checking, all runs of all programs. */
  readonly tookMs: number;
  /** Whether a ratio is judged only of a compiled ferry. */
  readonly needsCompiled: boolean;
  /** Why there is no result, or null. */
  readonly failure: string | null;
}

/** The name of ferry's own series with the workload's flags. */
export const FERRY = "ferry";

/** The name of ferry's series with a number of threads. */
export function ownName(jobs: number): string {
  return `${FERRY} -j ${jobs}`;
}

/** The name of ferry's series with all shards one after the other. */
export function shardsName(shards: number): string {
  return `${FERRY}, ${shards} shards`;
}

/** The name of the series of a compiled program that does nothing. */
export const EMPTY_PROGRAM = "an empty program";

/** By the name of a roofline, the series of the least JavaScript that does the same. */
export const LEAST_JAVASCRIPT: Readonly<Record<string, string>> = {
  "roofline": "least JavaScript",
  "roofline bare": "least JavaScript bare",
};

/** Whether a series is that of another program which does the same work, in any way. */
export function isRival({ program }: Series): boolean {
  return !program.startsWith(FERRY) && !program.startsWith("roofline") &&
    !program.startsWith("least JavaScript") && program !== EMPTY_PROGRAM;
}

/** ferry's series, if it has samples. */
export function ferryIn(outcome: Outcome): Series | null {
  return measured(outcome, FERRY);
}

/** A program's series, if it has samples. */
export function measured(outcome: Outcome, program: string): Series | null {
  const series = outcome.series.find((one) => one.program === program);
  return series && series.samples.length > 0 ? series : null;
}

/** Rivals against the series of ferry that keeps as much as they do: a rival's time ÷ ferry's. */
export function ratios({ series }: Outcome): { series: Series; ratio: number }[] {
  return series.flatMap((one) => {
    const ferry = series.find(({ program }) => program === one.comparedWith);
    if (!ferry || ferry.samples.length === 0 || one.samples.length === 0) return [];
    return [{ series: one, ratio: pairedRatio(ferry.samples, one.samples) }];
  });
}
