// What the README's table says must be what was measured: a target without its rival is no miss, and who
// took part in one run of several is not missing.

import { assert, assertStringIncludes } from "@std/assert";
import { markdown, summary } from "../../bench/report/report.ts";
import type { Result } from "../../bench/report/results.ts";

const SAMPLE = { userMs: 0, sysMs: 0, peakBytes: 1 };

/** A run of one workload on tmpfs, with the milliseconds of each program. */
function measured(
  workload: string,
  wallMs: Readonly<Record<string, number>>,
  fileSystem = "tmpfs",
): Result {
  const series = Object.entries(wallMs).map(([program, ms]) => ({
    program,
    command: [program],
    comparedWith: program === "ferry" ? null : "ferry",
    samples: Array.from({ length: 5 }, () => ({ ...SAMPLE, wallMs: ms })),
    differences: 0,
    failure: null,
  }));
  return {
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
    outcomes: [{ workload, title: "", fileSystem, files: 1, series, failure: null }],
  } as unknown as Result;
}

function reported(workload: string, wallMs: Readonly<Record<string, number>>): string {
  return markdown(measured(workload, wallMs), ["a.json"]);
}

Deno.test("report: a target is met, missed, or not judged for want of its rival", () => {
  const roofline = 90;
  assertStringIncludes(reported("mixed", { ferry: 100, "cp -a": 190, roofline }), "| met |");
  assertStringIncludes(
    reported("mixed", { ferry: 100, "cp -a": 110, roofline }),
    "| 1 of 2 missed |",
  );
  assertStringIncludes(reported("mixed", { ferry: 100, "cp -a": 190 }), "| met, 1 not judged |");
});

Deno.test("report: only who was measured nowhere is called not measured", () => {
  const text = reported("mixed", { ferry: 100, "cp -a": 190, xcp: 150 });
  assertStringIncludes(text, "Not measured: cpz (cpz is not there)");
  assert(!text.includes("xcp is not there"), text);
});

Deno.test("report: the README's rows are of the machine with most of them, its losses of every machine", () => {
  const text = summary([
    measured("mixed", { ferry: 100, xcp: 50 }),
    measured("small", { ferry: 100, "cp -a": 190, cpz: 80 }, "ext4"),
  ]);
  assertStringIncludes(text, "| small:  | ext4 | 0.100 s | 1.90 |  |  |  |  | 0.80 |");
  assertStringIncludes(text, "- xcp: mixed 0.50\n- cpz: small 0.80");
});
