// scripts/bench_local.sh on this machine: its workloads are done and checked, its result is one that the
// benchmark's report understands, and a ferry that does wrong gets no times.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { markdown } from "../../bench/report.ts";
import { makeScratch } from "../support/scratch.ts";
import { FIELDS, names } from "./result_fields.ts";
import { benchLocal, outcomeOf, seriesOf, writeFerry, writeScript } from "./bench_local.ts";

const scratch = makeScratch("ferry-bench-local-");
const WORKLOADS = ["small", "no-op", "large", "source-tree", "deletion"];

Deno.test("bench_local: every kind of workload, read and reported like the benchmark's own", async () => {
  const run = await benchLocal(
    scratch,
    writeFerry(scratch),
    {},
    ...["--shrink", "100", "--runs", "2", "--only", WORKLOADS.join(",")],
  );
  assertEquals(run.result.outcomes.map(({ workload }) => workload), WORKLOADS);
  assertEquals([names(run.result), names(run.result.machine)], [FIELDS.result, FIELDS.machine]);
  for (const outcome of run.result.outcomes) {
    assertEquals(names(outcome), FIELDS.outcome);
    assertEquals(outcome.failure, null);
    for (const series of outcome.series) {
      const { program, samples, failure } = series;
      assertEquals([names(series), names(samples[0])], [FIELDS.series, FIELDS.sample]);
      assertEquals([program, failure, samples.length], [program, null, 2]);
      for (const { wallMs, userMs } of samples) assert(wallMs > 0 && userMs! >= 0);
    }
    assertEquals(outcome.series[0].differences, 0);
  }
  assertEquals(outcomeOf(run, "small").files, 1000);
  assertEquals(seriesOf(run, "small", "rsync -a").differences, 0);
  // It keeps neither the times nor anything else: the check must see that.
  assert(seriesOf(run, "small", "cp").differences! > 1000);
  assertEquals(seriesOf(run, "no-op", "ferry").command, [
    "ferry",
    "mirror",
    "source",
    "target",
  ]);

  const section = markdown(run.result, ["result.json"]);
  assertStringIncludes(section, "in a folder of the machine's own storage");
  assertStringIncludes(
    section,
    "| no-op: 100,000 × 4 KiB in 100 folders, all equal, divided by 100 |",
  );
  assertStringIncludes(section, "rsync -aHAX ");
  assertStringIncludes(section, "| source-tree: ");
});

Deno.test("bench_local: before an incremental run the target is old again", async () => {
  // Counts what is to be done each time, then does it.
  const counting = writeScript(
    `${scratch}/counting`,
    `[ "$1" = --version ] && exec echo counting
    rsync -a --modify-window=-1 --delete --itemize-changes source/ target/ | grep -c 'f$\\|new$\\|f[a-z]*$' >>'${scratch}/counts'`,
  );
  const only = ["--only", "incremental", "--shrink", "25", "--runs", "3"];
  await benchLocal(scratch, counting, {}, ...only);
  // Of 40 files in a folder one is touched, one gone, one added: the warm-up and three runs alike.
  const counts = Deno.readTextFileSync(`${scratch}/counts`).trimEnd().split("\n").map(Number);
  assertEquals(counts.length, 4);
  assertEquals(counts, [300, 300, 300, 300]);
});

for (
  const [what, work] of [
    ["drops the times", "cp -R source target"],
    [
      "changes bytes",
      `cp -a source target && cd target/d0
      printf 'zero' | dd of=faaaaa conv=notrunc && touch -r faaaab faaaaa`,
    ],
  ]
) {
  Deno.test(`bench_local: a ferry that ${what} gets no times`, async () => {
    const wrong = writeScript(
      `${scratch}/wrong`,
      `[ "$1" = --version ] && exec echo wrong\n${work}`,
    );
    const run = await benchLocal(scratch, wrong, {}, "--only", "tiny", "--runs", "1");
    const { failure, samples } = seriesOf(run, "tiny", "ferry");
    assertStringIncludes(failure!, "wrong result: ");
    assertEquals(samples, []);
    assertStringIncludes(markdown(run.result, []), "no result");
  });
}

Deno.test("bench_local: nothing stays behind", () => {
  const left = [...Deno.readDirSync(scratch)].map(({ name }) => name)
    .filter((name) => name.startsWith("ferry-bench."));
  assertEquals(left, []);
});
