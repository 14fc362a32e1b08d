// The allowance of bytes a second that all threads share. That real runs keep it is in tests/engine/bandwidth_test.ts.

import { assert, assertEquals } from "@std/assert";
import { Bandwidth, createBandwidth } from "../../lib/shared/bandwidth.ts";
import { STOP, stop } from "../../lib/shared/control.ts";
import { newControl } from "../support/control.ts";

function open(bytesPerSecond: number) {
  const memory = createBandwidth();
  const control = newControl();
  const view = () => new Bandwidth(memory, control, bytesPerSecond);
  return { one: view(), other: view(), control, times: new Float64Array(memory) };
}

Deno.test("Bandwidth.take: no more than one turn's bytes, and at least one", () => {
  const { one } = open(1e9);
  assertEquals([one.take(5), one.take(1e9)], [5, 25_000_000]);
  assertEquals(open(1).one.take(100), 1);
});

Deno.test("Bandwidth.take: each turn moves the next one on by as long as its bytes may take, for all threads", () => {
  const { one, other, times } = open(1e6);
  one.take(1000);
  const next = times[1];
  other.take(2000);
  const after = times[1] - next;
  assert(Math.abs(after - 2) < 0.01 || after > 2, `${after} ms for 2,000 bytes`);
});

Deno.test("Bandwidth.take: a turn begins no earlier than the one before has ended", () => {
  const { one, times } = open(1e6);
  one.take(1);
  times[1] = performance.timeOrigin + performance.now() + 40; // somebody else's turn
  const from = performance.now();
  one.take(1000);
  assert(performance.now() - from >= 30);
});

Deno.test("Bandwidth.take: what nobody used is not saved up, but for a little", () => {
  const { one, times } = open(1e6);
  times[1] = 0;
  const now = performance.timeOrigin + performance.now();
  one.take(1000);
  assert(times[1] >= now - 100, "at most 100 ms are caught up");
});

Deno.test("Bandwidth.take: nothing once the run is to stop, however long the wait would be", () => {
  const { one, control, times } = open(1000);
  times[1] = performance.timeOrigin + performance.now() + 3_600_000;
  stop(control, STOP.cancelled);
  assertEquals(one.take(10), 0);
});
