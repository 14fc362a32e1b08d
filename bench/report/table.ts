// The table of one file system as it is printed: a line for each rival of each workload, and under the
// workload the time, memory and calls of ferry.

import { FERRY, ferryIn, type Outcome, type Series } from "../measure/outcome.ts";
import { formatValue, goal, inMb, type Judgement } from "./judge.ts";
import { medianOf, pairedRatio, spread } from "../measure/statistics.ts";

/** Columns: workload, ferry, rival, its median, ratio, target. */
const WIDTHS: readonly number[] = [15, 22, 31, 9, 7];
const MS_PER_S = 1000;
/** From so many files on calls are given per file. */
const FEWEST_FILES = 1000;

/** The heading of a file system's table. */
export function heading(fileSystem: string): string {
  const names = ["workload", "ferry s (min–max)", "rival", "s", "ratio", "target"];
  return `\n${fileSystem}\n${line(names)}`;
}

/** Everything about one workload. */
export function formatOutcome(outcome: Outcome, judgements: readonly Judgement[]): string {
  const title = `  ${outcome.title}`;
  const ferry = ferryIn(outcome);
  if (!ferry) {
    const why = outcome.failure ?? outcome.series[0]?.failure;
    return `${line([outcome.workload, "NO RESULT"])}${why}\n${title}`;
  }
  const rows = outcome.series.slice(1).map((series) => row(outcome, series, judgements));
  const own = ownCost(ferry, outcome);
  const first = rows[0] ?? line(["", ""]);
  const head = line([outcome.workload, time(ferry)]);
  return [
    head + first.slice(head.length),
    ...rows.slice(1),
    `${title}; ferry: ${own}; took ${Math.round(outcome.tookMs / MS_PER_S)} s`,
    ...ownVerdicts(judgements),
  ].join("\n");
}

/** 0.99 (0.97–1.05), in seconds. */
export function time({ samples }: Series): string {
  const { median, min, max } = spread(samples.map(({ wallMs }) => wallMs));
  return `${seconds(median)} (${seconds(min)}–${seconds(max)})`;
}

/** Seconds with three significant digits or milliseconds, whichever is coarser. */
export function seconds(ms: number): string {
  return (ms / MS_PER_S).toFixed(ms < MS_PER_S ? 3 : 2);
}

function row(outcome: Outcome, series: Series, judgements: readonly Judgement[]): string {
  const name = series.program;
  if (series.failure) return line(["", "", name, "failed", "", series.failure]);
  const median = seconds(medianOf(series.samples, "wallMs")!);
  const ferry = outcome.series.find(({ program }) => program === series.comparedWith);
  if (!ferry || ferry.samples.length === 0) {
    return line(["", "", series.program === FERRY ? "" : name, median]);
  }
  const ratio = pairedRatio(ferry.samples, series.samples).toFixed(2);
  return line(["", "", name, median, ratio, remarks(series, judgements)]);
}

function remarks(
  { program, differences, comparedWith }: Series,
  all: readonly Judgement[],
): string {
  const judged = all.filter(({ target }) => "rival" in target && target.rival === program);
  return [
    ...judged.map(verdict),
    ...(differences ? [`keeps less: ${differences} entries differ`] : []),
    ...(comparedWith && comparedWith !== FERRY ? [`against ${comparedWith}`] : []),
  ].join("; ");
}

function verdict({ target, value, verdict, reason }: Judgement): string {
  if (verdict === "not judged") return `${goal(target)} not judged: ${reason}`;
  const shown = target.kind === "cost" ? ` (${formatValue(target, value!)})` : "";
  const why = reason === null ? "" : `: ${reason}`;
  return `${goal(target)}${shown} ${verdict === "missed" ? "MISSED" : verdict}${why}`;
}

/** Of targets that stand beside no rival. */
function ownVerdicts(judgements: readonly Judgement[]): string[] {
  return judgements.filter(({ target }) => !("rival" in target)).map((judgement) => {
    const { target, value } = judgement;
    const shown = value === null ? "" : `${formatValue(target, value)}, `;
    return `  ${"atMostBytes" in target ? "memory" : "time"}: ${shown}${verdict(judgement)}`;
  });
}

function ownCost({ samples }: Series, { callsPerFile, files }: Outcome): string {
  const user = medianOf(samples, "userMs");
  const sys = medianOf(samples, "sysMs");
  const peak = medianOf(samples, "peakBytes");
  return [
    ...(user === null || sys === null ? [] : [`user ${seconds(user)} s`, `sys ${seconds(sys)} s`]),
    ...(peak === null ? [] : [`peak ${inMb(peak)}`]),
    ...(callsPerFile === null ? [] : [calls(callsPerFile, files)]),
    `${samples.length} runs`,
  ].join(", ");
}

/** With few files nearly all calls are start-up, and a quotient would mislead. */
function calls(perFile: number, files: number): string {
  if (files >= FEWEST_FILES) return `${perFile.toFixed(1)} calls a file`;
  return `${Math.round(perFile * files)} calls`;
}

function line(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0)).join(" ");
}
