// What threads wait for, from what the system and they themselves tell.

import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { NativeFileSystem } from "../../../ffi/mod.ts";
import { WaitMeter } from "../../../lib/engine/run/wait_meter.ts";
import { COUNTER, counterRow } from "../../../lib/shared/counters.ts";
import { createSharedMemory } from "../../../lib/shared/mod.ts";
import { ThreadTime } from "../../../lib/shared/thread_time.ts";

const THREADS = 3;

/** Threads with a clock that stands still but for `pass`; `ran` is what the system tells of each. */
function withThreads(
  use: (given: {
    meter: WaitMeter;
    rows: ThreadTime[];
    ran: number[];
    turns: number[];
    count: Float64Array;
    pass: (ms: number) => void;
  }) => void,
): void {
  const { now } = performance;
  let clock = 1000;
  performance.now = () => clock;
  try {
    const memory = createSharedMemory(THREADS);
    const ran = [0, 0, 0], turns = [0, 0, 0];
    const rows = ran.map((_, thread) => new ThreadTime(memory.threadTimes, thread));
    rows.slice(0, 2).forEach((row, thread) => row.introduce(thread + 1));
    const threadTimes = (id: number) => ({ ranMs: ran[id - 1], readyMs: 0, turns: turns[id - 1] });
    const fs = { threadTimes } as NativeFileSystem;
    const count = counterRow(memory.counters, 1);
    use({
      meter: new WaitMeter(fs, memory),
      rows,
      ran,
      turns,
      count,
      pass: (ms) => clock += ms,
    });
  } finally {
    performance.now = now;
  }
}

Deno.test("WaitMeter: what a thread neither ran nor was idle for, it waited for", () =>
  withThreads(({ meter, rows, ran, pass }) => {
    rows[1].beginIdle();
    pass(30);
    rows[1].endIdle();
    pass(70);
    ran[0] += 100;
    ran[1] += 20;
    const { threads, ms, workedMs, waitedMs } = meter.sample(0);
    assertEquals({ threads, ms, workedMs, waitedMs }, {
      threads: 2,
      ms: 100,
      workedMs: 170,
      waitedMs: 50,
    });
  }));

Deno.test("WaitMeter: a thread that has come since then is no part of the sample, nor is the main one that does not work", () =>
  withThreads(({ meter, rows, ran, pass }) => {
    pass(40);
    rows[2].introduce(3);
    pass(60);
    assertEquals(meter.sample(1).threads, 1);
    pass(100);
    ran[2] += 90;
    const { threads, workedMs, waitedMs } = meter.sample(1);
    assertEquals({ threads, workedMs, waitedMs }, { threads: 2, workedMs: 200, waitedMs: 110 });
  }));

Deno.test("WaitMeter: work is how often threads went on after a wait", () =>
  withThreads(({ meter, turns }) => {
    turns[0] = 7;
    turns[1] = 5;
    assertEquals(meter.sample(0).work, 12);
    turns[1] = 9;
    assertEquals(meter.sample(1).work, 4);
  }));

Deno.test("WaitMeter: where threads are not told apart, the process's time is theirs, and entries and bytes are what they do", () =>
  withThreads(({ meter, rows, count, pass }) => {
    rows.forEach((row) => row.introduce(0));
    meter.sample(0);
    pass(1000);
    count[COUNTER.entriesSeen] = 10;
    count[COUNTER.bytesCopied] = 128 * 1024;
    const { workedMs, waitedMs, work } = meter.sample(0);
    assertAlmostEquals(workedMs, 3000);
    assertAlmostEquals(waitedMs, 3000, 1000); // all but what this test took
    assertEquals(work, 12);
  }));
