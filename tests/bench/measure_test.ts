// Where no compiled stopwatch is: bash tells the times, time(1) the peak memory, each in its own dialect.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { bashMeter } from "../../bench/measure/measure.ts";
import { findProgram } from "../../bench/command.ts";
import { makeScratch } from "../support/scratch.ts";

const scratch = makeScratch("ferry-bench-measure-");
const bash = findProgram("bash")!;
/** Apple's has no -f; what it measures comes on stderr, memory in bytes. */
const APPLES_TIME = `[ "$1" = -l ] && shift || { echo "usage: time [-al] [-h | -p]" >&2; exit 1; }
"$@"; status=$?
echo "        0.01 real         0.00 user         0.00 sys" >&2
echo "             5242880  maximum resident set size" >&2
echo "                   0  average shared memory size" >&2
exit $status`;

Deno.test("bashMeter: times to the millisecond, peak memory by GNU's time(1)", async () => {
  const meter = await bashMeter(bash, findProgram("time"), `${scratch}/gnu`);
  assertStringIncludes(meter.name, "time(1)");
  const busy = `for ((at = 0; at < 20000; at++)); do :; done`;
  const { wallMs, userMs, sysMs, peakBytes } = await meter.measure({
    command: [bash, "-c", busy],
  });
  assert(wallMs > 0 && userMs! > 0 && sysMs! >= 0, `${wallMs} ${userMs} ${sysMs}`);
  assert(peakBytes! > 1e6 && peakBytes! < 1e9, `${peakBytes}`);
});

Deno.test("bashMeter: peak memory by Apple's time(1)", async () => {
  const time = `${scratch}/time`;
  Deno.writeTextFileSync(time, `#!/bin/sh\n${APPLES_TIME}\n`, { mode: 0o755 });
  const meter = await bashMeter(bash, time, `${scratch}/apple`);
  assertEquals((await meter.measure({ command: ["true"] })).peakBytes, 5_242_880);
});

Deno.test("bashMeter: no peak memory where no time(1) tells it", async () => {
  for (const time of [null, findProgram("false")]) {
    const meter = await bashMeter(bash, time, `${scratch}/none`);
    assertEquals(meter.name, "bash time (wall, user, sys to 1 ms)");
    assertEquals((await meter.measure({ command: ["true"] })).peakBytes, null);
  }
});

Deno.test("bashMeter: a command that fails is an error with its words, from its own exit code on", async () => {
  const meter = await bashMeter(bash, null, `${scratch}/failing`);
  const command = [bash, "-c", "echo 'no room' >&2; exit 3"];
  await assertRejects(() => meter.measure({ command }), Error, "exit 3: no room");
  assert((await meter.measure({ command, failsFrom: 8 })).wallMs > 0);
});
