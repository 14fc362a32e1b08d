// The gate must not pass what it did not measure, nor what was measured and is too slow.

import { assertEquals, assertMatch } from "@std/assert";
import { describe, judge } from "../../bench/report/judge.ts";
import type { Outcome, Series } from "../../bench/measure/outcome.ts";
import { parseSummary } from "../../bench/measure/calls.ts";
import { median, pairedRatio } from "../../bench/measure/statistics.ts";

Deno.test("median: the middle one, or the mean of both", () => {
  assertEquals(median([5, 1, 3]), 3);
  assertEquals(median([4, 1, 3, 2]), 2.5);
});

Deno.test("pairedRatio: within each round, so that a slow round counts for neither", () => {
  const ferry = series("ferry", [100, 1000, 100]);
  const rival = series("cp -a", [200, 2000, 210]);
  assertEquals(pairedRatio(ferry.samples, rival.samples), 2);
});

Deno.test("judge: met, missed, and not judged for want of a rival", () => {
  const verdicts = (cpMs: number, rooflineMs: number) =>
    judge([
      outcome("mixed", [
        series("ferry", [100]),
        series("cp -a", [cpMs]),
        series("roofline", [rooflineMs]),
      ]),
    ], true).map(({ verdict }) => verdict);
  assertEquals(verdicts(150, 67), ["ok", "ok"]);
  assertEquals(verdicts(149, 66), ["missed", "missed"]);
  const [alone] = judge([outcome("mixed", [series("ferry", [100])])], true);
  assertEquals([alone.verdict, alone.reason], ["not judged", "roofline was not measured"]);
});

Deno.test("judge: out of reach is what the least JavaScript misses, as long as ferry keeps the share of that", () => {
  const verdict = (ferryMs: number, leastMs: number) =>
    judge([
      outcome("no-op-bare", [
        series("ferry", [ferryMs]),
        series("rsync -a", [2 * ferryMs]),
        series("roofline bare", [100]),
        series("least JavaScript bare", [leastMs]),
      ]),
    ], true).find(({ target }) => target.kind === "cost")!;
  assertEquals(verdict(150, 172).verdict, "ok");
  assertEquals(verdict(151, 150).verdict, "missed");
  assertEquals(verdict(258, 172).verdict, "out of reach");
  assertEquals(verdict(259, 172).verdict, "missed");
  assertMatch(describe(verdict(215, 172)), /2\.15, not .*least JavaScript 1\.72, .* 1\.25$/);
});

Deno.test("judge: a rival that keeps less is compared with the ferry that keeps as little", () => {
  const xcp = { ...series("xcp", [110]), comparedWith: "ferry as xcp" };
  const like = { ...series("ferry as xcp", [100]), comparedWith: null };
  const verdict = (ferryMs: number, others: Series[]) =>
    judge([outcome("small", [series("ferry", [ferryMs]), ...others])], true)
      .find(({ target }) => "rival" in target && target.rival === "xcp")!.verdict;
  assertEquals(verdict(200, [like, xcp]), "ok");
  assertEquals(verdict(100, [xcp]), "not judged");
});

for (
  const [what, workload, fileSystem, of, met, missed] of [
    ["the fastest of several rivals", "cold", "disk", "fastest", ["cp -a", 125], ["cpz", 124]],
    ["its own best number of threads", "slow", "slow-1ms", "own", ["ferry -j 8", 80], [
      "ferry -j 4",
      79,
    ]],
    ["an empty program's start", "tiny", "tmpfs", "start", ["an empty program", 90], [
      "an empty program",
      89,
    ]],
    ["all shards together", "shards", "ext4", "shards", ["ferry, 8 shards", 130], [
      "ferry, 8 shards",
      131,
    ]],
  ] as const
) {
  Deno.test(`judge: against ${what}`, () => {
    const verdict = ([program, ms]: readonly [string, number]) => {
      const all = [series("ferry", [100]), series("rsync -a", [300]), series(program, [ms])];
      return judge([{ ...outcome(workload, all), fileSystem }], true)
        .find(({ target }) => target.kind === of)!.verdict;
    };
    assertEquals([verdict(met), verdict(missed)], ["ok", "missed"]);
  });
}

Deno.test("judge: a rival may need what ferry's runtime takes to start, and no more", () => {
  const verdict = (cpMs: number) =>
    judge([
      outcome("sparse", [
        series("ferry", [60]),
        series("an empty program", [35]),
        series("cp -a", [cpMs]),
      ]),
    ], true)[0].verdict;
  assertEquals([verdict(25), verdict(24)], ["ok", "missed"]);
});

Deno.test("judge: past a start it is out of reach, too, if ferry is no slower than the least JavaScript", () => {
  const verdict = (ferryMs: number, leastMs: number) =>
    judge([
      outcome("hard-links", [
        series("ferry", [ferryMs]),
        series("an empty program", [30]),
        series("cp -a", [50]),
        series("least JavaScript", [leastMs]),
      ]),
    ], true)[0];
  assertEquals(verdict(80, 130).verdict, "ok");
  assertEquals(verdict(130, 130).verdict, "out of reach");
  assertEquals(verdict(130, 80).verdict, "missed");
  assertEquals(verdict(155, 130).verdict, "missed");
  assertMatch(
    describe(verdict(155, 130)),
    /0\.40, not .*least JavaScript 0\.50, .* reaches 0\.80$/,
  );
});

Deno.test("judge: memory with a number of threads, and of each thread more", () => {
  const verdicts = (fewer: number, more: number) =>
    judge([{
      ...outcome("slow", [
        series("ferry", [1]),
        series("ferry -j 8", [1], fewer * 1e6),
        series("ferry -j 16", [1], more * 1e6),
      ]),
      fileSystem: "slow-1ms",
    }], true).filter(({ target }) => target.kind === "peak" || target.kind === "thread")
      .map(({ verdict }) => verdict);
  assertEquals(verdicts(154, 250), ["ok", "ok"]);
  assertEquals(verdicts(154, 251), ["missed", "missed"]);
});

Deno.test("judge: tiny runs need the compiled ferry", () => {
  const tiny = outcome("tiny", [series("ferry", [40]), series("an empty program", [35])]);
  assertEquals(judge([tiny], true)[0].verdict, "ok");
  assertEquals(judge([tiny], false)[0].verdict, "not judged");
});

Deno.test("judge: growth of memory is the difference of two workloads", () => {
  const at = (bytes: number) =>
    judge([
      outcome("memory-100k", [series("ferry", [1], 50e6)]),
      outcome("memory-1m", [series("ferry", [1], bytes)]),
    ], true).at(-1)!.verdict;
  assertEquals([at(80e6), at(81e6)], ["ok", "missed"]);
});

Deno.test("judge: a file must not cost more in a larger tree", () => {
  const at = (wallMs: number) =>
    judge([
      outcome("files-100000", [series("ferry", [1000])], 100),
      outcome("files-1000000", [series("ferry", [wallMs])], 1000),
    ], true).map(({ verdict }) => verdict);
  assertEquals([at(11_000), at(11_100)], [["ok"], ["missed"]]);
});

Deno.test("parseSummary: with and without a column of errors, the total left out", () => {
  const calls = parseSummary(`
% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- -------------------
 75.32   19.642024       20719       948       101 futex
  7.86    2.049541          10      2010           statx
------ ----------- ----------- --------- --------- -------------------
100.00   21.691565           7      2958       101 total
`);
  assertEquals(calls, { futex: 948, statx: 2010 });
});

function series(program: string, wallMs: number[], peakBytes = 0): Series {
  return {
    program,
    command: [program],
    comparedWith: program === "ferry" ? null : "ferry",
    samples: wallMs.map((ms) => ({ wallMs: ms, userMs: 0, sysMs: 0, peakBytes })),
    differences: null,
    failure: null,
  };
}

function outcome(workload: string, all: Series[], files = 1): Outcome {
  return {
    workload,
    title: workload,
    fileSystem: "tmpfs",
    files,
    series: all,
    callsPerFile: null,
    tookMs: 0,
    needsCompiled: workload === "tiny",
    failure: null,
  };
}
