// scripts/bench_local.sh as on a Mac: with a stand-in for Apple's tools, and without what Apple's bash
// of 2007 does not know. It has not been run on a Mac.

import { assertEquals } from "@std/assert";
import { makeScratch } from "../support/scratch.ts";
import { benchLocal, outcomeOf, seriesOf, writeFerry } from "./bench_local.ts";
import { darwinStandIn } from "./darwin_stand_in.ts";

const scratch = makeScratch("ferry-bench-darwin-");

Deno.test("bench_local: speaks to Apple's tools in their words (stand-in)", async () => {
  const options = ["--only", "tiny,no-op,hard-links,large-512m", "--shrink", "200", "--runs", "1"];
  const run = await benchLocal(scratch, writeFerry(scratch), darwinStandIn(scratch), ...options);
  const { machine, versions, missing, meter } = run.result;
  assertEquals({ ...machine, commit: "" }, {
    kernel: "darwin 24.1.0 arm64",
    processor: "Apple M2",
    cores: 8,
    memoryBytes: 17179869184,
    deno: "not used",
    load: 0.42,
    commit: "",
  });
  assertEquals(versions, {
    "cp -a": "cp of macOS 15.1",
    "cp": "cp of macOS 15.1",
    "cp -c": "cp of macOS 15.1",
    "ditto": "ditto of macOS 15.1",
    "rsync -a": "openrsync: protocol version 29",
    "rsync -a whole-file in place": "openrsync: protocol version 29",
    "rsync -aS": "openrsync: protocol version 29",
  });
  assertEquals(missing.length, 2, missing.join("\n"));
  assertEquals(meter, "bash time (wall, user, sys to 1 ms), time(1) (peak memory)");
  for (const outcome of run.result.outcomes) {
    assertEquals([outcome.fileSystem, outcome.failure], ["apfs", null]);
    assertEquals(outcome.series[0].differences, 0);
    for (const { samples } of outcome.series) assertEquals(samples[0].peakBytes, 5242880);
  }
  assertEquals(seriesOf(run, "tiny", "cp -c").command, ["cp", "-cpR", "source", "target"]);
  assertEquals(seriesOf(run, "tiny", "ditto").differences, 0);
  // rsync -a without -H makes ten files of one: in link counts alone.
  assertEquals(seriesOf(run, "hard-links", "rsync -a").differences, 200);
  assertEquals(outcomeOf(run, "no-op").files, 500);
});

/** What came after bash 3.2, as it would be written. */
const NEWER: readonly RegExp[] = [
  /\b(?:declare|local|typeset) -[a-zA-Z]*[An]/, // associative arrays, references
  /\b(?:mapfile|readarray|coproc)\b/,
  /\$\{\w+(?:\[[^\]]*\])?(?:,,?|\^\^?|@)/, // ${x,,} ${x^^} ${x@Q}
  /&>>|\|&|;;?&/,
  /\$\{?(?:EPOCH\w+|BASHPID)|wait -n|printf '%\(/,
  /\[-\d+\]|\[\[ -v /, // elements from the end, "is it set"
  /\$\{\w+:[^}]*: *-/, // a negative length
];

for (const path of scripts()) {
  Deno.test(`${path}: nothing that bash 3.2 lacks`, () => {
    const lines = Deno.readTextFileSync(new URL(`../../scripts/${path}`, import.meta.url))
      .split("\n").filter((line) => !/^\s*#/.test(line));
    assertEquals(lines.filter((line) => NEWER.some((construct) => construct.test(line))), []);
  });
}

function scripts(): string[] {
  const parts = Deno.readDirSync(new URL("../../scripts/bench", import.meta.url));
  return ["bench_local.sh", ...[...parts].map(({ name }) => `bench/${name}`)]
    .filter((path) => path.endsWith(".sh")).sort();
}
