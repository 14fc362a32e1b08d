// How long a thread has nothing to do, as another one sees it.

import { assert, assertEquals } from "@std/assert";
import { createThreadTimes, rowsOf, ThreadTime } from "../../lib/shared/thread_time.ts";

/** Calls `use` with a clock that only `pass` moves on. */
function withClock(use: (pass: (ms: number) => void) => void): void {
  const { now } = performance;
  let clock = 1000;
  performance.now = () => clock;
  try {
    use((ms) => clock += ms);
  } finally {
    performance.now = now;
  }
}

Deno.test("ThreadTime: a thread is there once it is introduced, with its number or without", () => {
  const memory = createThreadTimes(3);
  const rows = rowsOf(memory);
  assertEquals(rows.map(({ isThere }) => isThere), [false, false, false]);
  new ThreadTime(memory, 1).introduce(4711);
  new ThreadTime(memory, 2).introduce(0);
  assertEquals(rows.map(({ isThere }) => isThere), [false, true, true]);
  assertEquals(rows[1].id, 4711);
  assert(rows[2].id <= 0);
});

Deno.test("ThreadTime.idleMs: grows while the thread is idle, and only then", () =>
  withClock((pass) => {
    const memory = createThreadTimes(2);
    const own = new ThreadTime(memory, 1), [other, seen] = rowsOf(memory);
    pass(100);
    own.beginIdle();
    pass(30);
    assertEquals(seen.idleMs, 30);
    own.endIdle();
    pass(500);
    assertEquals(seen.idleMs, 30);
    own.beginIdle();
    pass(12);
    assertEquals([seen.idleMs, other.idleMs], [42, 0]);
  }));
