// Points of a curve must come out in the order of their axis, with the cost of each beside them.

import { assertEquals } from "@std/assert";
import { curves, formatCurve } from "../../bench/report/curves.ts";
import type { CurvePoint, Outcome } from "../../bench/measure/outcome.ts";

Deno.test("curves: one table an axis, sorted, with the cost of a file and every rival", () => {
  const all = curves([
    point({ axis: "files", at: 10_000 }, 10_000, { ferry: 250, "cp -a": 500 }),
    point({ axis: "files", at: 1000 }, 1000, { ferry: 50 }),
    point({ axis: "size", at: 2 ** 20 }, 1024, { ferry: 500 }),
  ]);
  assertEquals(all, [
    {
      axis: "files",
      columns: ["files of 1 KiB", "ferry, seconds", "µs a file", "peak memory", "cp -a, seconds"],
      rows: [["1,000", "0.050", "50.0", "64 MB", ""], [
        "10,000",
        "0.250",
        "25.0",
        "64 MB",
        "0.500",
      ]],
    },
    {
      axis: "size",
      columns: ["size of a file", "ferry, seconds", "MiB a second", "peak memory"],
      rows: [["1 MiB × 1,024", "0.500", "2,048", "64 MB"]],
    },
  ]);
  const widths = formatCurve(all[0]).split("\n").map((line) => line.length);
  assertEquals(widths, widths.map(() => widths[0]));
});

function point(curve: CurvePoint, files: number, wallMs: Record<string, number>): Outcome {
  return {
    workload: `${curve.axis}-${curve.at}`,
    title: "",
    fileSystem: "tmpfs",
    files,
    curve,
    series: Object.entries(wallMs).map(([program, ms]) => ({
      program,
      command: [program],
      comparedWith: program === "ferry" ? null : "ferry",
      samples: [{ wallMs: ms, userMs: 0, sysMs: 0, peakBytes: 64e6 }],
      differences: null,
      failure: null,
    })),
    callsPerFile: null,
    tookMs: 0,
    needsCompiled: false,
    failure: null,
  };
}
