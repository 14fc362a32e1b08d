// Writes the tables of bench/results/README.md, the six rows of the project's README and the chart from kept
// results, so that all their figures were measured. What ferry loses is a list of its own.

import { drawChart } from "./chart.ts";
import { type Curve, curves } from "./curves.ts";
import { judge, type Judgement } from "./judge.ts";
import { losses, lossesByRival } from "./losses.ts";
import { describeMachine } from "./machine.ts";
import { ferryIn, type Outcome, ratios } from "../measure/outcome.ts";
import { RESULTS, ROOT } from "../clone.ts";
import { type MergedResult, newestResults, type Result } from "./results.ts";
import { filledCells, summaryRows } from "./summary_rows.ts";
import { time } from "./table.ts";

const START = "<!-- bench:start -->";
const END = "<!-- bench:end -->";
const README = `${ROOT}README.md`;
const TABLES = `${RESULTS}README.md`;
const CHART = "chart.svg";
/** The file system of the chart: the one that most Linux machines have. */
const CHARTED = "ext4";

/** A text that is made from results. */
interface Generated {
  readonly file: string;
  readonly text: string;
  /** Whether it is all of its file; else it stands between two markers. */
  readonly isWhole: boolean;
}

/** Everything that is made from the results of some machines. */
export function generated(machines: readonly MergedResult[]): Generated[] {
  const results = machines.map(({ result }) => result);
  const tables = machines.map(({ names, result }) => markdown(result, names)).join("\n\n");
  const picture = `![seconds on ${CHARTED}](bench/results/${CHART})`;
  return [
    { file: README, text: `${picture}\n\n${summary(results)}`, isWhole: false },
    { file: TABLES, text: tables, isWhole: false },
    { file: RESULTS + CHART, text: drawChart(results[0], CHARTED), isWhole: true },
  ];
}

/** Writes all three; gives the exit code. */
export function report(): number {
  const machines = newestResults();
  if (machines.length === 0) {
    console.error("bench: there are no results to report; run deno task bench first");
    return 1;
  }
  const written = generated(machines).flatMap(({ file, text, isWhole }) => {
    if (!isWhole) return writeBetweenMarkers(file, text);
    Deno.writeTextFileSync(file, text);
    return [file];
  });
  const names = machines.flatMap(({ names }) => names).join(", ");
  console.log(`${names} → ${written.join(", ")}`);
  return 0;
}

/** The section of the project's README: the rows of the machine with most of them, the losses on all. */
export function summary(results: readonly Result[]): string {
  const byWidth = results.toSorted((a, b) => filledCells(b.outcomes) - filledCells(a.outcomes));
  const { date, machine, outcomes } = byWidth[0];
  return [
    `${
      describeMachine(machine)
    }; file systems on RAM with warm caches, unless a row says otherwise; medians, ${
      date.slice(0, 10)
    }. ` +
    "A figure is the program's time ÷ ferry's: above 1, ferry is faster. " +
    "[All tables, raw results and commands](bench/results/README.md).",
    summaryRows(outcomes),
    lossesByRival(results.flatMap(({ outcomes }) => outcomes)),
  ].join("\n\n");
}

/** The tables of one machine. */
export function markdown(result: Result, files: readonly string[]): string {
  const outcomes = result.outcomes.filter(({ curve }) => curve === undefined);
  const missing = notMeasured(result);
  const judgements = result.storage ? [] : judge(result.outcomes, result.isCompiled);
  return [
    `Measured on ${result.date.slice(0, 10)}: ${describeMachine(result.machine)}. ` +
    `${result.ferry.replace(/ \(.*/, "")}, ${result.scale} run, medians of ${result.runs} ` +
    `or more interleaved runs, ${result.storage ?? "file systems on RAM"}. ` +
    "A rival that only an older run measured is compared with ferry in that run. " +
    `Raw results and commands: ${files.map((file) => `[${file}](${file})`).join(", ")}.`,
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

/** How many of a workload's targets were met, as a cell of the table. */
function verdicts(judgements: readonly Judgement[]): string {
  const count = (wanted: Judgement["verdict"]) =>
    judgements.filter(({ verdict }) => verdict === wanted).length;
  const [missed, open, outOfReach] = [
    count("missed"),
    count("not judged"),
    count("out of reach"),
  ];
  const judged = judgements.length - open - outOfReach;
  return [
    ...(judged === 0 ? [] : [missed === 0 ? "met" : `${missed} of ${judged} missed`]),
    ...(outOfReach === 0 ? [] : [`${outOfReach} out of reach`]),
    ...(open === 0 ? [] : [`${open} not judged`]),
  ].join(", ");
}

/** The rivals that were missing in some results and measured in none. */
function notMeasured({ missing, outcomes }: Result): string[] {
  const measured = outcomes.flatMap(({ series }) => series.map(({ program }) => program));
  return missing.filter((text) => !measured.some((name) => text.startsWith(`${name} (`)));
}

function formatCurve({ columns, rows }: Curve): string {
  const lines = [columns, columns.map((_, at) => at === 0 ? "---" : "---:"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Replaces the text between the markers of a file; gives the files written: one, or none without markers. */
function writeBetweenMarkers(file: string, section: string): string[] {
  const parts = aroundMarkers(file);
  if (parts === null) return [];
  Deno.writeTextFileSync(file, `${parts.before}\n\n${section}\n\n${parts.after}`);
  return [file];
}

/** A file's text around and between its markers, or null if it has none. */
export function aroundMarkers(file: string) {
  const text = Deno.readTextFileSync(file);
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) return null;
  const from = start + START.length;
  return {
    before: text.slice(0, from),
    between: text.slice(from, end).trim(),
    after: text.slice(end),
  };
}
