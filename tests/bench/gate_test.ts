// What the gate runs: everything that a target names, and nothing else, so that it can be run often.

import { assertEquals } from "@std/assert";
import { chooseContestants, type Lineup } from "../../bench/rivals/contestants.ts";
import { FILE_SYSTEMS } from "../../bench/storage/file_systems.ts";
import type { Rival } from "../../bench/rivals/find_rivals.ts";
import { gate } from "../../bench/report/gate.ts";
import type { Judgement } from "../../bench/report/judge.ts";
import { FEWEST_RUNS } from "../../bench/options.ts";
import { TARGETS } from "../../bench/report/targets.ts";
import { chooseWorkloads } from "../../bench/workloads/mod.ts";

const WORKLOADS = chooseWorkloads({
  scale: { isQuick: false, shrink: 1 },
  only: [],
  isScaling: false,
  isGate: true,
});
const workload = (wanted: string) => WORKLOADS.find(({ name }) => name === wanted)!;

Deno.test("gate: every workload that a target names, once, and what it is compared with", () => {
  const named = TARGETS.flatMap((target) =>
    "from" in target ? [target.from, target.workload] : [target.workload]
  );
  assertEquals(WORKLOADS.map(({ name }) => name).sort(), [...new Set(named)].sort());
});

Deno.test("gate: of the curves, too, each workload once", () => {
  const chosen = chooseWorkloads({
    scale: { isQuick: false, shrink: 1 },
    only: [],
    isScaling: true,
    isGate: true,
  });
  assertEquals(chosen.map(({ name }) => name), ["files-100000", "files-1000000"]);
});

Deno.test("gate: only the file systems that a target is for", () => {
  assertEquals([...new Set(workload("large").fileSystems)], ["ext4"]);
  assertEquals(workload("small").fileSystems, undefined);
});

Deno.test("gate: all shards take part, one after the other", () => {
  const lineup: Lineup = {
    ferry: { command: ["echo"], version: "0", isCompiled: true },
    rivals: [],
    rivalSet: "targets",
    emptyProgram: null,
  };
  const paths = { source: "/s", target: "/t", spare: "/spare" };
  const [, all] = chooseContestants(workload("shards"), paths, FILE_SYSTEMS[0], lineup);
  const [program, ...args] = all.command;
  const { stdout } = new Deno.Command(program, { args }).outputSync();
  const shards = Array.from({ length: 8 }, (_, i) => `copy -T /s /t --shard ${i + 1}/8\n`);
  assertEquals([all.name, new TextDecoder().decode(stdout)], ["ferry, 8 shards", shards.join("")]);
});

Deno.test("gate: ferry and the rivals of the targets take part", () => {
  const rivals = ["cp -a", "rsync -a", "roofline", "rclone"].map((name): Rival => ({
    name,
    ferryFlags: null,
    needsReflink: false,
    isOfSystem: false,
    command: (_work, source, target) => [name, source, target],
  }));
  const lineup: Lineup = {
    ferry: { command: ["ferry"], version: "0", isCompiled: true },
    rivals,
    rivalSet: "targets",
    emptyProgram: null,
  };
  const paths = { source: "/s", target: "/t", spare: "/spare" };
  const namesIn = (of: string) =>
    chooseContestants(workload(of), paths, FILE_SYSTEMS[0], lineup).map(({ name }) => name);
  assertEquals(namesIn("small"), ["ferry", "cp -a", "rsync -a", "roofline"]);
  assertEquals(namesIn("sparse"), ["ferry", "cp -a", "roofline"], "the least beside past-start");
});

Deno.test("gate: fails for what was missed or not judged, not for what is out of reach", () => {
  const target = TARGETS.find(({ kind }) => kind === "cost")!;
  const code = (verdict: Judgement["verdict"]) =>
    gate([], [{ target, fileSystem: "tmpfs", value: 2, verdict, reason: null }], FEWEST_RUNS, []);
  assertEquals(
    (["ok", "out of reach", "missed", "not judged"] as const).map(code),
    [0, 0, 1, 1],
  );
});
