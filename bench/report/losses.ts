// Lists where ferry is slower than a rival: by workload for the tables, by rival for the README.

import { isRival, type Outcome, ratios } from "../measure/outcome.ts";

/** Runs vary as much: a ratio nearer to 1 is no loss. */
const NOISE = 0.03;

interface Loss {
  readonly workload: string;
  readonly fileSystem: string;
  readonly rival: string;
  /** The rival's time ÷ ferry's. */
  readonly ratio: number;
}

/** Every loss, a line each. */
export function losses(outcomes: readonly Outcome[]): string {
  const lost = lossesIn(outcomes).map(({ workload, fileSystem, rival, ratio }) =>
    `- ${workload} on ${fileSystem}: ${rival} needs ${ratio.toFixed(2)} of ferry's time`
  );
  return lost.length === 0
    ? "ferry lost to none of them."
    : ["Where ferry loses:", "", ...lost].join("\n");
}

/** A line for each rival: the workloads in which it needs less time, with its share of ferry's time. */
export function lossesByRival(outcomes: readonly Outcome[]): string {
  const byRival = Map.groupBy(lossesIn(outcomes), ({ rival }) => rival);
  const lines = [...byRival].map(([rival, lost]) => {
    const byWorkload = Map.groupBy(lost, ({ workload }) => workload);
    const parts = [...byWorkload].map(([workload, some]) => `${workload} ${range(some)}`);
    return `- ${rival}: ${parts.join(", ")}`;
  });
  return lines.length === 0
    ? "ferry lost to none of them."
    : ["**Where ferry loses** (the rival's share of ferry's time):", "", ...lines].join("\n");
}

function range(lost: readonly Loss[]): string {
  const shares = lost.map(({ ratio }) => ratio);
  const [least, most] = [Math.min(...shares).toFixed(2), Math.max(...shares).toFixed(2)];
  return least === most ? least : `${least}–${most}`;
}

function lossesIn(outcomes: readonly Outcome[]): Loss[] {
  return outcomes.flatMap((outcome) =>
    ratios(outcome)
      .filter(({ series, ratio }) => ratio < 1 - NOISE && isRival(series))
      .map(({ series, ratio }) => ({
        workload: outcome.workload,
        fileSystem: outcome.fileSystem,
        rival: series.program,
        ratio,
      }))
  );
}
