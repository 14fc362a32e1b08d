// Compares results with the targets. A target that could not be judged says why; for the gate it counts as
// missed where the workload was to run, so that nothing passes by being left out. A target that the least JavaScript
// of the same run misses is out of any JavaScript's reach: ferry then has to reach the same against its time.

import { costOf, figureOf, pastStartOf } from "./figures.ts";
import { EMPTY_PROGRAM, LEAST_JAVASCRIPT, type Outcome } from "../measure/outcome.ts";
import { rivalsOf, type Target, TARGETS } from "./targets.ts";

/** One target on one file system. */
export interface Judgement {
  readonly target: Target;
  readonly fileSystem: string;
  /** A ratio, or bytes; null if there was nothing to judge. */
  readonly value: number | null;
  readonly verdict: "ok" | "out of reach" | "missed" | "not judged";
  /** Why it was not judged, or what shows that it is out of reach. */
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
  const why = reason === null ? "" : `; ${reason}`;
  const figure = value === null
    ? reason
    : `${formatValue(target, value)}, not ${goal(target)}${why}`;
  const rivals = rivalsOf(target);
  const against = rivals.length > 0 ? ` against ${rivals.join(", ")}` : "";
  return `${target.workload} on ${fileSystem}${against}: ${figure}`;
}

/** A target's figure, for the tables. */
export function goal(target: Target): string {
  switch (target.kind) {
    case "ratio":
      return `≥ ${target.atLeast.toFixed(2)}`;
    case "fastest":
      return `≥ ${target.atLeast.toFixed(2)} by the fastest`;
    case "own":
      return `≤ ${target.atMost.toFixed(2)} × its own best -j`;
    case "shards":
      return `≤ ${target.atMost.toFixed(2)} × one run's time for ${target.shards} shards`;
    case "start":
      return `≤ ${target.atMostMs} ms more than ${EMPTY_PROGRAM}`;
    case "past-start":
      return `≥ ${
        target.atLeast.toFixed(2)
      } by the fastest, the start of ${EMPTY_PROGRAM} taken off`;
    case "cost":
      return `≤ ${target.atMost.toFixed(2)} × its time`;
    case "peak":
      return `≤ ${inMb(target.atMostBytes)}${target.jobs ? ` with ${target.jobs} threads` : ""}`;
    case "thread":
      return `≤ ${inMb(target.atMostBytes)} a thread, from ${target.fewer} to ${target.more}`;
    case "flat":
      return `≤ ${target.atMost.toFixed(2)} × the cost of a file in ${target.from}`;
    case "growth":
      return `≤ ${inMb(target.atMostBytes)} more than ${target.from}`;
  }
}

/** The value in the target's own unit. */
export function formatValue(target: Target, value: number): string {
  if ("atMostMs" in target) return `${value.toFixed(1)} ms`;
  return "atMostBytes" in target ? inMb(value) : value.toFixed(2);
}

/** Decimal megabytes, as the targets are; of few with a fraction. */
export function inMb(bytes: number): string {
  const mb = bytes / 1e6;
  return `${mb < FEW_MB ? Number(mb.toFixed(1)) : Math.round(mb)} MB`;
}

const FEW_MB = 20;

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
  const value = figureOf(target, outcome, outcomes);
  if (typeof value === "string") {
    return { ...base, value: null, verdict: "not judged", reason: value };
  }
  if (isMet(target, value)) return { ...base, value, verdict: "ok", reason: null };
  const least = leastJavaScriptOf(target, outcome);
  if (least === null || isMet(target, least)) {
    return { ...base, value, verdict: "missed", reason: null };
  }
  const share = value / least;
  const takes = target.kind === "cost" ? "takes" : "reaches";
  const reason = `the least JavaScript ${formatValue(target, least)}, of which ferry ${takes} ` +
    formatValue(target, share);
  return { ...base, value, verdict: isMet(target, share) ? "out of reach" : "missed", reason };
}

/** The same figure of the least JavaScript, where there is one for what ferry is compared with. */
function leastJavaScriptOf(target: Target, outcome: Outcome): number | null {
  const figure = target.kind === "cost"
    ? costOf(outcome, LEAST_JAVASCRIPT[target.rival] ?? "", target.rival)
    : target.kind === "past-start"
    ? pastStartOf(target, outcome, LEAST_JAVASCRIPT.roofline)
    : null;
  return typeof figure === "number" ? figure : null;
}

function isMet(target: Target, value: number): boolean {
  switch (target.kind) {
    case "ratio":
    case "fastest":
    case "past-start":
      return value >= target.atLeast;
    case "cost":
    case "own":
    case "shards":
    case "flat":
      return value <= target.atMost;
    case "start":
      return value <= target.atMostMs;
    default:
      return value <= target.atMostBytes;
  }
}
