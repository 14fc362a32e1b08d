// Compares results with the targets. A target that could not be judged says why; for the gate it counts as
// missed where the workload was to run, so that nothing passes by being left out.

import { ferryIn, measured, type Outcome, type Series } from "./outcome.ts";
import { medianOf, pairedRatio } from "./statistics.ts";
import { type Target, TARGETS } from "./targets.ts";

/** One target on one file system. */
export interface Judgement {
  readonly target: Target;
  readonly fileSystem: string;
  /** A ratio, or bytes; null if there was nothing to judge. */
  readonly value: number | null;
  readonly verdict: "ok" | "missed" | "not judged";
  /** Why it was not judged. */
  readonly reason: string | null;
}

/** Judges every target of these outcomes. */
export function judge(outcomes: readonly Outcome[], isCompiled: boolean): Judgement[] {
  return outcomes.flatMap((outcome) =>
    TARGETS.filter((target) => concerns(target, outcome))
      .map((target) => judgeOne(target, outcome, outcomes, isCompiled))
  );
}

/** `small on ext4 against cp -a: 1.62, not ≥ 1.80`. */
export function describe({ target, fileSystem, value, reason }: Judgement): string {
  const figure = value === null ? reason : `${formatValue(target, value)}, not ${goal(target)}`;
  const against = "rival" in target ? ` against ${target.rival}` : "";
  return `${target.workload} on ${fileSystem}${against}: ${figure}`;
}

/** A target's figure, for the tables. */
export function goal(target: Target): string {
  switch (target.kind) {
    case "ratio":
      return `≥ ${target.atLeast.toFixed(2)}`;
    case "cost":
      return `≤ ${target.atMost.toFixed(2)} × its time`;
    case "peak":
      return `≤ ${inMb(target.atMostBytes)}`;
    case "flat":
      return `≤ ${target.atMost.toFixed(2)} × the cost of a file in ${target.from}`;
    case "growth":
      return `≤ ${inMb(target.atMostBytes)} more than ${target.from}`;
  }
}

/** The value in the target's own unit. */
export function formatValue(target: Target, value: number): string {
  return "atMostBytes" in target ? inMb(value) : value.toFixed(2);
}

/** Decimal megabytes, as the targets are. */
export function inMb(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function concerns(target: Target, outcome: Outcome): boolean {
  return target.workload === outcome.workload &&
    (target.fileSystems?.includes(outcome.fileSystem) ?? true);
}

function judgeOne(
  target: Target,
  outcome: Outcome,
  outcomes: readonly Outcome[],
  isCompiled: boolean,
): Judgement {
  const base = { target, fileSystem: outcome.fileSystem };
  if (outcome.needsCompiled && !isCompiled) {
    return { ...base, value: null, verdict: "not judged", reason: "needs the compiled ferry" };
  }
  const value = measure(target, outcome, outcomes);
  if (typeof value === "string") {
    return { ...base, value: null, verdict: "not judged", reason: value };
  }
  return { ...base, value, verdict: isMet(target, value) ? "ok" : "missed", reason: null };
}

/** The value, or why there is none. */
function measure(target: Target, outcome: Outcome, all: readonly Outcome[]): number | string {
  const ferry = ferryIn(outcome);
  if (!ferry) return outcome.failure ?? outcome.series[0]?.failure ?? "ferry was not measured";
  if (target.kind === "ratio" || target.kind === "cost") {
    const rival = measured(outcome, target.rival);
    if (rival?.comparedWith !== ferry.program) return `${target.rival} was not measured`;
    const ratio = pairedRatio(ferry.samples, rival.samples);
    return target.kind === "ratio" ? ratio : 1 / ratio;
  }
  if (target.kind === "peak") return peakOf(ferry) ?? NO_PEAK;
  const smaller = all.find((other) =>
    other.workload === target.from && other.fileSystem === outcome.fileSystem
  );
  const before = smaller && ferryIn(smaller);
  if (!before) return `${target.from} was not measured`;
  if (target.kind === "flat") {
    return msPerFile(ferry, outcome.files) / msPerFile(before, smaller.files);
  }
  const [peak, beforePeak] = [peakOf(ferry), peakOf(before)];
  return peak === null || beforePeak === null ? NO_PEAK : peak - beforePeak;
}

const NO_PEAK = "peak memory could not be measured";

function peakOf({ samples }: Series): number | null {
  return medianOf(samples, "peakBytes");
}

function msPerFile({ samples }: Series, files: number): number {
  return medianOf(samples, "wallMs")! / files;
}

function isMet(target: Target, value: number): boolean {
  switch (target.kind) {
    case "ratio":
      return value >= target.atLeast;
    case "cost":
    case "flat":
      return value <= target.atMost;
    default:
      return value <= target.atMostBytes;
  }
}
