// The figure that a target is about, from the runs of a workload: a share of a rival's time, milliseconds past a
// start, or bytes. One that cannot be told is the reason why.

import {
  EMPTY_PROGRAM,
  ferryIn,
  measured,
  type Outcome,
  ownName,
  type Series,
  shardsName,
} from "../measure/outcome.ts";
import { OLDER } from "./results.ts";
import { median, medianOf, pairedRatio } from "../measure/statistics.ts";
import type { FlatTarget, GrowthTarget, PastStartTarget, Target } from "./targets.ts";

/**
 * The figure, or why there is none.
 *
 * @param all the outcomes of the same run, for a target that compares two workloads
 */
export function figureOf(
  target: Target,
  outcome: Outcome,
  all: readonly Outcome[],
): number | string {
  const ferry = ferryIn(outcome);
  if (!ferry) return outcome.failure ?? outcome.series[0]?.failure ?? "ferry was not measured";
  switch (target.kind) {
    case "ratio":
      return ratioOf(outcome, target.rival);
    case "cost":
      return inverse(ratioOf(outcome, target.rival));
    case "fastest":
      return least(target.rivals.map((rival) => ratioOf(outcome, rival)));
    case "own":
      return inverse(least(ownSeries(outcome).map(({ program }) => ratioOf(outcome, program))));
    case "shards":
      return ratioOf(outcome, shardsName(target.shards));
    case "start":
      return startOf(outcome, (startMs) => median(pastStart(ferry, startMs)));
    case "past-start":
      return pastStartOf(target, outcome);
    case "peak":
      return peakOf(target.jobs ? measured(outcome, ownName(target.jobs)) : ferry);
    case "thread": {
      const [fewer, more] = [target.fewer, target.more].map((jobs) =>
        peakOf(measured(outcome, ownName(jobs)))
      );
      return difference(more, fewer, target.more - target.fewer);
    }
    default:
      return compared(target, outcome, all);
  }
}

/** What is known from a smaller workload and this one. */
function compared(
  target: GrowthTarget | FlatTarget,
  outcome: Outcome,
  all: readonly Outcome[],
): number | string {
  const ferry = ferryIn(outcome)!;
  const smaller = all.find((other) =>
    other.workload === target.from && other.fileSystem === outcome.fileSystem
  );
  const before = smaller && ferryIn(smaller);
  if (!before) return `${target.from} was not measured`;
  if (target.kind === "flat") {
    return msPerFile(ferry, outcome.files) / msPerFile(before, smaller.files);
  }
  return difference(peakOf(ferry), peakOf(before), 1);
}

/** The figure of a `past-start` target, or that of a program in ferry's place. */
export function pastStartOf(
  { rivals }: PastStartTarget,
  outcome: Outcome,
  instead?: string,
): number | string {
  return startOf(
    outcome,
    (startMs) => least(rivals.map((rival) => ratioOf(outcome, rival, startMs, instead))),
  );
}

/**
 * A rival's time ÷ that of the ferry it is compared with.
 *
 * @param startMs what to take off ferry's, in each round
 * @param instead a program in ferry's place
 */
function ratioOf(
  outcome: Outcome,
  program: string,
  startMs?: readonly number[],
  instead?: string,
): number | string {
  const rival = measured(outcome, program);
  const ferry = rival && measured(outcome, instead ?? rival.comparedWith ?? "");
  if (!ferry || ferry.program.startsWith(OLDER)) return `${program} was not measured`;
  if (startMs === undefined) return pairedRatio(ferry.samples, rival.samples);
  return median(pastStart(ferry, startMs).map((ms, round) => rival.samples[round].wallMs / ms));
}

/** A program's time ÷ that of another one, round by round, or why it is not known. */
export function costOf(outcome: Outcome, program: string, of: string): number | string {
  const [one, other] = [measured(outcome, program), measured(outcome, of)];
  if (!one || !other) return `${one ? of : program} was not measured`;
  return pairedRatio(other.samples, one.samples);
}

function ownSeries({ series }: Outcome): Series[] {
  const prefix = ownName(0).slice(0, -1);
  return series.filter(({ program }) => program.startsWith(prefix));
}

/** ferry's milliseconds in each round without those of a program that only starts. */
function pastStart({ samples }: Series, startMs: readonly number[]): number[] {
  return samples.map(({ wallMs }, round) => wallMs - startMs[round]);
}

function startOf(
  outcome: Outcome,
  use: (startMs: readonly number[]) => number | string,
): number | string {
  const empty = measured(outcome, EMPTY_PROGRAM);
  if (!empty) return `${EMPTY_PROGRAM} was not measured; see scripts/compile_empty.ts`;
  return use(empty.samples.map(({ wallMs }) => wallMs));
}

/** The least of those that were measured. */
function least(values: readonly (number | string)[]): number | string {
  const known = values.filter((value) => typeof value === "number");
  return known.length > 0 ? Math.min(...known) : values[0] ?? "nothing to compare with";
}

function inverse(value: number | string): number | string {
  return typeof value === "number" ? 1 / value : value;
}

function difference(more: number | string, less: number | string, times: number): number | string {
  if (typeof more === "string") return more;
  return typeof less === "string" ? less : (more - less) / times;
}

/** Bytes, or why they are not known. */
function peakOf(series: Series | null): number | string {
  if (series === null) return "that number of threads was not measured";
  return medianOf(series.samples, "peakBytes") ?? "peak memory could not be measured";
}

function msPerFile({ samples }: Series, files: number): number {
  return medianOf(samples, "wallMs")! / files;
}
