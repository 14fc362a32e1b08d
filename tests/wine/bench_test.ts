// The benchmark in Windows' words: trees are built, mirrored, checked and measured, and what lacks there is
// named. Wine's own robocopy copies nothing, so that ferry is alone.

import { assert, assertEquals } from "@std/assert";
import { read } from "../../bench/report/results.ts";
import { windowsPath } from "../../scripts/windows/wine.ts";
import { makeScratch } from "../support/scratch.ts";
import { runInWine, scriptInWine } from "./ferry_in_wine.ts";

const MAIN = new URL("../../bench/main.ts", import.meta.url).pathname;
const scratch = makeScratch("ferry-wine-bench-");
const WORKLOADS = ["incremental", "large"];

Deno.test("bench: workloads on Windows, checked and measured", async () => {
  const output = `${scratch}/result.json`;
  const outcome = await runInWine(scriptInWine(
    MAIN,
    ...["--folder", windowsPath(scratch), "--output", windowsPath(output)],
    ...["--only", [...WORKLOADS, "hard-links"].join(","), "--shrink", "500", "--runs", "1"],
  ));
  assertEquals(outcome.code, 0, outcome.stderr);
  const { outcomes, missing, machine, meter } = read(output);
  assertEquals(outcomes.map(({ workload }) => workload), WORKLOADS);
  for (const { workload, failure, series: [ferry] } of outcomes) {
    assertEquals([workload, failure, ferry.failure, ferry.differences], [workload, null, null, 0]);
    assert(ferry.samples[0].wallMs > 0 && ferry.samples[0].userMs! > 0, JSON.stringify(ferry));
    assertEquals(ferry.command.slice(-3), ["mirror", "to/source", "to/target"]);
  }
  assert(missing.includes("hard-links (robocopy keeps no hard links)"), missing.join("\n"));
  assert(meter.includes("GetProcessTimes"));
  assert(/^windows /.test(machine.kernel) && machine.processor !== "unknown", machine.processor);
  assertEquals([...Deno.readDirSync(scratch)].map(({ name }) => name), ["result.json"]);
});
