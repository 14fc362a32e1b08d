// Writes the README's table and the chart from kept results, so that neither can say what was not
// measured. What ferry loses gets a list of its own.

import { fromFileUrl } from "@std/path";
import { drawChart } from "./chart.ts";
import { type Curve, curves } from "./curves.ts";
import { judge, type Judgement } from "./judge.ts";
import { describeMachine } from "./machine.ts";
import { ferryIn, type Outcome, type Series } from "./outcome.ts";
import { newest, type Result, RESULTS } from "./results.ts";
import { pairedRatio } from "./statistics.ts";
import { time } from "./table.ts";

const START = "<!-- bench:start -->";
const END = "<!-- bench:end -->";
const README = fromFileUrl(new URL("../README.md", import.meta.url));
const CHART = "chart.svg";
/** The file system of the chart: the one that most Linux machines have. */
const CHARTED = "ext4";
/** A ratio nearer to 1 than this is no loss: the runs themselves vary as much. */
const NOISE = 0.03;

/** Writes both; gives the exit code. */
export function report(): number {
  const machines = newest();
  if (machines.length === 0) {
    console.error("bench: there are no results to report; run deno task bench first");
    return 1;
  }
  Deno.writeTextFileSync(RESULTS + CHART, drawChart(machines[0].result, CHARTED));
  const picture = `![seconds on ${CHARTED}](bench/results/${CHART})`;
  const sections = machines.map(({ names, result }) => markdown(result, names));
  const isInReadme = writeBetweenMarkers([picture, ...sections].join("\n\n"));
  const where = isInReadme ? "README.md and " : `(README.md has no ${START} … ${END}) `;
  const names = machines.flatMap(({ names }) => names).join(", ");
  console.log(`${names} → ${where}bench/results/${CHART}`);
  return 0;
}

/** What the README says of one machine. */
export function markdown(result: Result, files: readonly string[]): string {
  const outcomes = result.outcomes.filter(({ curve }) => curve === undefined);
  const missing = notMeasured(result);
  const judgements = result.storage ? [] : judge(result.outcomes, result.isCompiled);
  return [
    `Measured on ${result.date.slice(0, 10)}: ${describeMachine(result.machine)}. ` +
    `${result.ferry.replace(/ \(.*/, "")}, ${result.scale} run, medians of ${result.runs} ` +
    `or more interleaved runs, ${result.storage ?? "file systems on RAM"}. ` +
    "A rival that only an older run measured is compared with ferry in that run. " +
    `Raw results and commands: ${
      files.map((file) => `[${file}](bench/results/${file})`).join(", ")
    }.`,
    [
      "| workload | file system | ferry, seconds | rival's time ÷ ferry's | targets |",
      "|---|---|---|---|---|",
      ...outcomes.map((outcome) => row(outcome, judgements)),
    ].join("\n"),
    losses(outcomes),
    ...curves(result.outcomes).map(formatCurve),
    `Versions: ${
      Object.entries(result.versions).map(([name, text]) => `${name}: ${text}`).join("; ")
    }.` +
    (missing.length > 0 ? ` Not measured: ${missing.join("; ")}.` : ""),
  ].join("\n\n");
}

function row(outcome: Outcome, judgements: readonly Judgement[]): string {
  const ferry = ferryIn(outcome);
  const own = judgements.filter((one) =>
    one.target.workload === outcome.workload && one.fileSystem === outcome.fileSystem
  );
  const cells = [
    `${outcome.workload}: ${outcome.title}`,
    outcome.fileSystem,
    ferry ? time(ferry) : "no result",
    ratios(outcome).map(({ series, ratio }) => `${series.program} ${ratio.toFixed(2)}`).join(", "),
    verdicts(own),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** What became of a workload's targets, in a cell of the table. */
function verdicts(judgements: readonly Judgement[]): string {
  const count = (wanted: Judgement["verdict"]) =>
    judgements.filter(({ verdict }) => verdict === wanted).length;
  const [missed, open] = [count("missed"), count("not judged")];
  const judged = judgements.length - open;
  return [
    ...(judged === 0 ? [] : [missed === 0 ? "met" : `${missed} of ${judged} missed`]),
    ...(open === 0 ? [] : [`${open} not judged`]),
  ].join(", ");
}

/** Who was missing in some part of the results and was measured in none. */
function notMeasured({ missing, outcomes }: Result): string[] {
  const measured = outcomes.flatMap(({ series }) => series.map(({ program }) => program));
  return missing.filter((text) => !measured.some((name) => text.startsWith(`${name} (`)));
}

function formatCurve({ columns, rows }: Curve): string {
  const lines = [columns, columns.map((_, at) => at === 0 ? "---" : "---:"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Rivals against the series of ferry that keeps as much as they do. */
function ratios({ series }: Outcome): { series: Series; ratio: number }[] {
  return series.flatMap((one) => {
    const ferry = series.find(({ program }) => program === one.comparedWith);
    if (!ferry || ferry.samples.length === 0 || one.samples.length === 0) return [];
    return [{ series: one, ratio: pairedRatio(ferry.samples, one.samples) }];
  });
}

function losses(outcomes: readonly Outcome[]): string {
  const lost = outcomes.flatMap((outcome) =>
    ratios(outcome)
      .filter(({ series, ratio }) => ratio < 1 - NOISE && !series.program.startsWith("roofline"))
      .map(({ series, ratio }) =>
        `- ${outcome.workload} on ${outcome.fileSystem}: ${series.program} needs ` +
        `${ratio.toFixed(2)} of ferry's time`
      )
  );
  return lost.length === 0
    ? "ferry lost to none of them."
    : ["Where ferry loses:", "", ...lost].join("\n");
}

function writeBetweenMarkers(section: string): boolean {
  let readme: string;
  try {
    readme = Deno.readTextFileSync(README);
  } catch {
    return false;
  }
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
  if (start < 0 || end < start) return false;
  Deno.writeTextFileSync(
    README,
    `${readme.slice(0, start + START.length)}\n\n${section}\n\n${readme.slice(end)}`,
  );
  return true;
}
