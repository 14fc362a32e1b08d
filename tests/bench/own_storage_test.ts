// The benchmark on a folder of the machine's own storage, as on systems without file systems on RAM: its
// workloads are done and checked, its report understands the result, and a ferry that does wrong gets no times.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import type { Outcome, Series } from "../../bench/measure/outcome.ts";
import { appleFileSystem, forOwnStorage } from "../../bench/storage/own_storage.ts";
import { markdown } from "../../bench/report/report.ts";
import { read, type Result } from "../../bench/report/results.ts";
import { chooseWorkloads } from "../../bench/workloads/mod.ts";
import { ferryCommand } from "../support/ferry.ts";
import { makeScratch } from "../support/scratch.ts";

const MAIN = fromFileUrl(new URL("../../bench/main.ts", import.meta.url));
const WORKLOADS = ["small", "no-op", "large", "source-tree", "deletion"];
const scratch = makeScratch("ferry-bench-own-");
const storage = `${scratch}/storage`;
Deno.mkdirSync(storage, { mode: 0o777 });
Deno.chmodSync(storage, 0o777);

Deno.test("bench --folder: every kind of workload, checked, in a result that the report understands", async () => {
  const words = ferryCommand().map((word) => `'${word}'`).join(" ");
  const ferry = writeScript("ferry", `exec ${words} "$@"`);
  const result = await bench(
    ferry,
    "--shrink",
    "100",
    "--runs",
    "2",
    "--only",
    WORKLOADS.join(","),
  );
  assertEquals(result.outcomes.map(({ workload }) => workload).sort(), WORKLOADS.toSorted());
  for (const { series, failure } of result.outcomes) {
    assertEquals([failure, series[0].program, series[0].differences], [null, "ferry", 0]);
    for (const { program, samples, failure } of series) {
      assertEquals([program, failure, samples.length], [program, null, 2]);
      for (const { wallMs, userMs } of samples) assert(wallMs > 0 && userMs! >= 0);
    }
  }
  assertEquals(outcomeOf(result, "small").files, 1000);
  assertEquals(seriesOf(result, "small", "rsync -a").differences, 0);
  // It keeps neither the times nor anything else: the check must see that.
  assert(seriesOf(result, "small", "cp").differences! > 1000);
  const { command } = seriesOf(result, "no-op", "ferry");
  assertEquals(command, ["ferry", "mirror", "to/source", "to/target"]);

  const section = markdown(result, ["result.json"]);
  assertStringIncludes(section, "in a folder of the machine's own storage");
  assertStringIncludes(section, "| no-op: 1,000 × 4 KiB in 100 folders, all equal |");
  assertStringIncludes(section, "rsync -aHAX ");
});

for (
  const [what, work] of [
    ["drops the times", 'cp -R "$3" "$4"'],
    [
      "changes bytes",
      `cp -a "$3" "$4" && cd "$4/d0"
      printf 'zero' | dd of=f0 conv=notrunc && touch -r f1 f0`,
    ],
  ]
) {
  Deno.test(`bench --folder: a ferry that ${what} gets no times`, async () => {
    const wrong = writeScript("wrong", `[ "$1" = --version ] && exec echo wrong\n${work}`);
    const result = await bench(wrong, "--shrink", "10", "--only", "tiny", "--runs", "1");
    const { failure, samples } = seriesOf(result, "tiny", "ferry");
    assertStringIncludes(failure!, "wrong result: ");
    assertEquals(samples, []);
    assertStringIncludes(markdown(result, []), "no result");
  });
}

Deno.test("bench --folder: nothing stays behind", () => {
  assertEquals([...Deno.readDirSync(storage)], []);
});

Deno.test("bench --gate: not on a folder, whose figures no target is meant for", async () => {
  const { code, stderr } = await start("--folder", storage, "--gate");
  assertEquals(code, 2);
  assertStringIncludes(stderr, "need file systems on RAM");
});

Deno.test("forOwnStorage: what needs two file systems or is meant for tmpfs is left out by name", () => {
  const all = chooseWorkloads({
    scale: { isQuick: false, shrink: 1 },
    only: [],
    isScaling: false,
    isGate: false,
  });
  const { workloads, leftOut } = forOwnStorage(all, false);
  assertEquals(leftOut, [
    ...["memory-100k", "memory-1m"].map(isMeantForTmpfs),
    ...["small-300k", "no-op-300k", "no-op-bare-300k", "incremental-300k"].map(isMeantForTmpfs),
    "crossing (needs a second file system)",
    ...["cold", "cold-no-op"].map(hasItsOwn),
    ...["slow", "slow-target", "slow-source", "slow-one-folder", "slow-no-op", "slow-no-op-bare"]
      .map(hasItsOwn),
  ]);
  assertEquals(workloads.length, all.length - leftOut.length);
  assertEquals(workloads.map(({ fileSystems }) => fileSystems).filter((one) => one), []);
});

function isMeantForTmpfs(workload: string): string {
  return `${workload} (is meant for tmpfs; name it with --only)`;
}

function hasItsOwn(workload: string): string {
  return `${workload} (has storage of its own, on Linux and without --folder)`;
}

Deno.test("appleFileSystem: the type of a device in what mount(8) prints", () => {
  const mounts = `/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
/dev/disk4s1 on /Volumes/stick (msdos, local, nodev, nosuid)
`;
  assertEquals(appleFileSystem(mounts, "/dev/disk3s5"), "apfs");
  assertEquals(appleFileSystem(mounts, "/dev/disk4s1"), "msdos");
  assertEquals(appleFileSystem(mounts, "/dev/disk9"), "unknown");
});

/** @throws {Error} with the benchmark's words, if it fails */
async function bench(ferry: string, ...args: string[]): Promise<Result> {
  const output = `${scratch}/result.json`;
  const { code, stderr } = await start(
    ...["--ferry", ferry, "--folder", storage, "--output", output],
    ...args,
  );
  if (code !== 0) throw new Error(`exit ${code}\n${stderr}`);
  return read(output);
}

async function start(...args: string[]): Promise<{ code: number; stderr: string }> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", MAIN, ...args],
    stdout: "null",
    stderr: "piped",
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

/** Writes a shell script that can be started; gives its path. */
function writeScript(name: string, text: string): string {
  const path = `${scratch}/${name}`;
  Deno.writeTextFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

function outcomeOf({ outcomes }: Result, workload: string): Outcome {
  return outcomes.find((one) => one.workload === workload)!;
}

function seriesOf(result: Result, workload: string, program: string): Series {
  return outcomeOf(result, workload).series.find((one) => one.program === program)!;
}
