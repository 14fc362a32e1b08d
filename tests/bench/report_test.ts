// What the README's table says must be what was measured: a target without its rival is no miss, and who
// took part in one run of several is not missing.

import { assert, assertStringIncludes } from "@std/assert";
import { markdown } from "../../bench/report.ts";
import type { Result } from "../../bench/results.ts";

const SAMPLE = { userMs: 0, sysMs: 0, peakBytes: 1 };

/** A run of one workload on tmpfs, with the milliseconds of each program. */
function reported(workload: string, wallMs: Readonly<Record<string, number>>): string {
  const series = Object.entries(wallMs).map(([program, ms]) => ({
    program,
    command: [program],
    comparedWith: program === "ferry" ? null : "ferry",
    samples: Array.from({ length: 5 }, () => ({ ...SAMPLE, wallMs: ms })),
    differences: 0,
    failure: null,
  }));
  const result = {
    format: 1,
    date: "2025-01-01T00:00:00Z",
    scale: "full",
    runs: 5,
    ferry: "ferry 1",
    isCompiled: true,
    machine: { processor: "P", cores: 2, memoryBytes: 1, kernel: "linux 6 x86_64" },
    meter: "",
    versions: {},
    missing: ["xcp (xcp is not there)", "cpz (cpz is not there)"],
    outcomes: [{ workload, title: "", fileSystem: "tmpfs", files: 1, series, failure: null }],
  };
  return markdown(result as unknown as Result, ["a.json"]);
}

Deno.test("report: a target is met, missed, or not judged for want of its rival", () => {
  assertStringIncludes(reported("mixed", { ferry: 100, "cp -a": 190 }), "| met |");
  assertStringIncludes(reported("mixed", { ferry: 100, "cp -a": 110 }), "| 1 of 1 missed |");
  assertStringIncludes(reported("mixed", { ferry: 100 }), "| 1 not judged |");
});

Deno.test("report: only who was measured nowhere is called not measured", () => {
  const text = reported("mixed", { ferry: 100, "cp -a": 190, xcp: 150 });
  assertStringIncludes(text, "Not measured: cpz (cpz is not there)");
  assert(!text.includes("xcp is not there"), text);
});
