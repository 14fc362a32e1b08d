// The report is put together from several kept runs: the newest outcome of each workload counts.

import { assertEquals } from "@std/assert";
import type { Machine } from "../../bench/machine.ts";
import type { Outcome } from "../../bench/outcome.ts";
import { byMachine, merge, type Result } from "../../bench/results.ts";

const machine = { processor: "P", cores: 2, kernel: "linux 6 x86_64" } as Machine;

function result(on: Machine, tookMs: number, ...workloads: string[]): Result {
  const outcomes = workloads.map((workload) => ({ workload, fileSystem: "tmpfs", tookMs }));
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
    outcomes: outcomes as Outcome[],
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
