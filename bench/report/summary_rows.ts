// The rows of the project's README, one workload a row.

import { ferryIn, type Outcome, ratios } from "../measure/outcome.ts";
import { medianOf } from "../measure/statistics.ts";
import { seconds } from "./table.ts";

/** Workload and file system of each row. */
const ROWS: readonly (readonly [workload: string, fileSystem: string])[] = [
  ["small", "ext4"],
  ["large", "ext4"],
  ["no-op", "ext4"],
  ["tiny", "ext4"],
  ["cold", "disk"],
  ["slow", "slow-1ms"],
];
/** What a reader knows a file system by; left out: its own name. */
const PLACES: Readonly<Record<string, string>> = {
  "disk": "a disk, cold",
  "slow-1ms": "1 ms a call",
};
/** Columns: each shows the fastest of these programs that took part. */
const RIVALS: readonly (readonly string[])[] = [
  ["cp -a", "cp"],
  ["rsync -a"],
  ["rsync -aHAX"],
  ["rclone", "rclone by default"],
  ["xcp", "xcp -w 16"],
  ["cpz"],
];

/** How many ratios the rows of these outcomes show. */
export function filledCells(outcomes: readonly Outcome[]): number {
  return chosen(outcomes).flatMap(cells).filter((cell) => cell !== "").length;
}

/** A table of the rows that were measured. */
export function summaryRows(outcomes: readonly Outcome[]): string {
  const rows = chosen(outcomes).map(row);
  return [
    `| work | on | ferry | ${RIVALS.map(([name]) => name).join(" | ")} |`,
    `|---|---|---:|${"---:|".repeat(RIVALS.length)}`,
    ...rows,
  ].join("\n");
}

function chosen(outcomes: readonly Outcome[]): Outcome[] {
  return ROWS.flatMap(([workload, fileSystem]) =>
    outcomes.filter((one) => one.workload === workload && one.fileSystem === fileSystem).slice(0, 1)
  );
}

function row(outcome: Outcome): string {
  const ferry = ferryIn(outcome);
  const median = ferry ? medianOf(ferry.samples, "wallMs") : null;
  const own = median === null ? "no result" : `${seconds(median)} s`;
  const place = PLACES[outcome.fileSystem] ?? outcome.fileSystem;
  return `| ${outcome.workload}: ${outcome.title} | ${place} | ${own} | ${
    cells(outcome).join(" | ")
  } |`;
}

function cells(outcome: Outcome): string[] {
  const measured = ratios(outcome);
  return RIVALS.map((names) => {
    const found = measured.filter(({ series }) => names.includes(series.program));
    return found.length === 0 ? "" : Math.min(...found.map(({ ratio }) => ratio)).toFixed(2);
  });
}
