// Tables of how time and memory grow, one for each axis along which workloads of `--scaling` differ.

import { inMb } from "./judge.ts";
import { type Axis, ferryIn, type Outcome } from "../measure/outcome.ts";
import { medianOf } from "../measure/statistics.ts";
import { seconds } from "./table.ts";
import { number, size } from "../workloads/workload.ts";

/** One axis with a row for each point on it. */
export interface Curve {
  readonly axis: Axis;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const TITLES: Readonly<Record<Axis, string>> = {
  files: "files of 1 KiB",
  size: "size of a file",
  jobs: "`-j`, 100,000 × 4 KiB",
};
const MIB = 2 ** 20;
const MS_PER_S = 1000;
const US_PER_MS = 1000;

/** A curve for each axis that outcomes have points on. */
export function curves(outcomes: readonly Outcome[]): Curve[] {
  const axes = Map.groupBy(outcomes.filter(({ curve }) => curve), ({ curve }) => curve!.axis);
  return [...axes].map(([axis, points]) => {
    const sorted = points.toSorted((a, b) => a.curve!.at - b.curve!.at);
    const rivals = [...new Set(sorted.flatMap(rivalNames))];
    const costs = axis === "size" ? ["MiB a second"] : ["µs a file"];
    return {
      axis,
      columns: [
        TITLES[axis],
        "ferry, seconds",
        ...costs,
        "peak memory",
        ...rivals.map((name) => `${name}, seconds`),
      ],
      rows: sorted.map((point) => row(point, rivals)),
    };
  });
}

/** A table for the terminal. */
export function formatCurve({ columns, rows }: Curve): string {
  const widths = columns.map((_, at) =>
    Math.max(...[columns, ...rows].map((row) => row[at].length))
  );
  return [columns, ...rows]
    .map((row) => row.map((cell, at) => cell.padStart(widths[at])).join("  ")).join("\n");
}

function rivalNames({ series }: Outcome): string[] {
  return series.filter(({ comparedWith }) => comparedWith !== null).map(({ program }) => program);
}

function row(point: Outcome, rivals: readonly string[]): string[] {
  const { axis, at } = point.curve!;
  const label = axis === "size" ? `${size(at)} × ${number(point.files)}` : number(at);
  const ferry = ferryIn(point);
  if (!ferry) return [label, "no result", "", "", ...rivals.map(() => "")];
  const wallMs = medianOf(ferry.samples, "wallMs")!;
  const peak = medianOf(ferry.samples, "peakBytes");
  return [
    label,
    seconds(wallMs),
    axis === "size"
      ? number(Math.round(at * point.files / MIB / (wallMs / MS_PER_S)))
      : (wallMs * US_PER_MS / point.files).toFixed(1),
    peak === null ? "" : inMb(peak),
    ...rivals.map((name) => rivalSeconds(point, name)),
  ];
}

function rivalSeconds({ series }: Outcome, name: string): string {
  const samples = series.find(({ program }) => program === name)?.samples ?? [];
  return samples.length === 0 ? "" : seconds(medianOf(samples, "wallMs")!);
}
