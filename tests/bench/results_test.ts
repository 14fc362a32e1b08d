// The report is put together from several kept runs: the newest outcome of each workload counts.

import { assertEquals } from "@std/assert";
import type { Machine } from "../../bench/report/machine.ts";
import type { Outcome, Series } from "../../bench/measure/outcome.ts";
import { byMachine, merge, type Result, withoutPaths } from "../../bench/report/results.ts";

const machine = { processor: "P", cores: 2, kernel: "linux 6 x86_64" } as Machine;

function result(on: Machine, tookMs: number, ...workloads: string[]): Result {
  const series: Series[] = [];
  const outcomes = workloads.map((workload) => ({ workload, fileSystem: "tmpfs", tookMs, series }));
  return {
    format: 1,
    date: "2025-01-01T00:00:00Z",
    scale: "full",
    runs: 5,
    ferry: "ferry",
    isCompiled: true,
    machine: on,
    meter: "",
    versions: { [`v${tookMs}`]: "1" },
    missing: [],
    outcomes: outcomes as unknown as Outcome[],
  };
}

Deno.test("merge takes the newest outcome of each workload and names the files it came from", () => {
  const merged = merge(["a", "b", "c"], [
    result(machine, 1, "small"),
    result(machine, 2, "small", "large"),
    result(machine, 3, "large"),
  ])!;
  const took = merged.result.outcomes.map(({ workload, tookMs }) => [workload, tookMs]);
  assertEquals(took, [["small", 2], ["large", 3]]);
  assertEquals(merged.names, ["b", "c"]);
  assertEquals(Object.keys(merged.result.versions), ["v1", "v2", "v3"]);
});

Deno.test("merge keeps the rivals of older runs, each beside the ferry that it ran beside", () => {
  const sample = { wallMs: 1 } as Series["samples"][number];
  const series = (program: string, comparedWith: string | null) =>
    ({ program, comparedWith, samples: [sample] }) as unknown as Series;
  const run = (tookMs: number, ...of: Series[]): Result => {
    const all = result(machine, tookMs, "small");
    return { ...all, outcomes: all.outcomes.map((outcome) => ({ ...outcome, series: of })) };
  };
  const merged = merge(["a", "b", "c", "d"], [
    run(1, series("ferry", null), series("cp", "ferry"), series("xcp", "ferry")),
    run(2, series("ferry", null), series("ferry as cpz", null), series("cpz", "ferry as cpz")),
    run(3, series("ferry", null), series("tar", "ferry")),
    run(4, series("ferry", null), series("cp", "ferry")),
  ])!;
  assertEquals(
    merged.result.outcomes[0].series.map(({ program, comparedWith }) => [program, comparedWith]),
    [
      ["ferry", null],
      ["cp", "ferry"],
      ["older ferry", null],
      ["older older ferry as cpz", null],
      ["older older older ferry", null],
      ["tar", "older ferry"],
      ["cpz", "older older ferry as cpz"],
      ["xcp", "older older older ferry"],
    ],
  );
  assertEquals(merged.names, ["a", "b", "c", "d"]);
});

Deno.test("merge leaves out what another machine measured", () => {
  const other = { ...machine, cores: 64 };
  const merged = merge(["a", "b"], [result(other, 1, "small"), result(machine, 2, "large")])!;
  assertEquals(merged.result.outcomes.map(({ workload }) => workload), ["large"]);
  assertEquals(merge([], []), null);
});

Deno.test("byMachine keeps machines, systems and kinds of storage apart, those on RAM first", () => {
  const onDisk = { ...result(machine, 3, "small"), storage: "on a disk" };
  const darwin = {
    ...result({ ...machine, kernel: "darwin 24 aarch64" }, 4, "small"),
    date: "2025-01-02T00:00:00Z",
  };
  const kept = byMachine(["a", "b", "c", "d"], [
    result(machine, 1, "small"),
    result(machine, 2, "large"),
    onDisk,
    darwin,
  ]);
  assertEquals(kept.map(({ names }) => names), [["d"], ["a", "b"], ["c"]]);
  assertEquals(byMachine([], []), []);
});

Deno.test("withoutPaths: a command names no folder of the machine, wherever its trees were made", () => {
  const command = [
    "/opt/x/ferry",
    "copy",
    "/shm/private/to/source",
    "/disk/ferry-bench-to-1/target",
  ];
  const outcome = { failure: null, series: [{ command, failure: null }] } as unknown as Outcome;
  const { series } = withoutPaths(outcome, ["/shm/private", "/disk"], "/opt/x/ferry");
  assertEquals(series[0].command, ["ferry", "copy", "to/source", "ferry-bench-to-1/target"]);
});
