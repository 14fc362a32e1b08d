// The table that the scripts for other platforms read must be the workloads of the benchmark itself:
// the same names, sizes and titles, or figures of two machines would look comparable and not be.

import { assertEquals } from "@std/assert";
import { chooseWorkloads } from "../../bench/workloads/mod.ts";
import { localWorkloads } from "./local_workloads.ts";

for (const row of localWorkloads()) {
  Deno.test(`workloads.psv: ${row.name} of a ${row.scale} run is the benchmark's own`, () => {
    const [workload] = chooseWorkloads({
      scale: { isQuick: row.scale === "quick", shrink: 1 },
      only: [row.name],
      isScaling: false,
      isGate: false,
    });
    assertEquals({
      title: row.title,
      work: row.work === "sparse" ? "file" : row.work,
      files: filesOf(row),
      ferryFlags: row.ferry_flags === "" ? [] : row.ferry_flags.split(" "),
      fewestRuns: row.runs === "" ? undefined : Number(row.runs),
    }, {
      title: workload.title,
      work: workload.work,
      files: workload.files,
      ferryFlags: workload.ferryFlags,
      fewestRuns: workload.fewestRuns,
    });
  });
}

function filesOf({ shape, folders, files, mib }: Record<string, string>): number {
  const small = Number(folders) * Number(files);
  if (shape === "mixed") return small + 1;
  return shape !== "deep" && Number(mib) > 0 ? 1 : small;
}
