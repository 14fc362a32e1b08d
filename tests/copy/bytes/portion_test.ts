// How much a call is given to move, by how long the calls before took.

import { assert, assertEquals } from "@std/assert";
import { Portion } from "../../../lib/copy/bytes/portion.ts";
import { CALL_BYTES, LEAST_CALL_BYTES, LONGEST_CALL_MS } from "../../../lib/thresholds.ts";

/** Makes calls at a speed. */
function call(portion: Portion, bytesPerMs: number, times: number): void {
  for (let i = 0; i < times; i++) {
    portion.end(performance.now() - portion.bytes / bytesPerMs, portion.bytes);
  }
}

Deno.test("Portion: a call takes its time at most where storage is slow, and all there is elsewhere", () => {
  const portion = new Portion();
  call(portion, 1e6, 10);
  assertEquals(portion.bytes, CALL_BYTES);
  call(portion, 4000, 10);
  assert(portion.bytes / 4000 <= LONGEST_CALL_MS, `${portion.bytes} bytes`);
  assert(portion.bytes / 4000 >= LONGEST_CALL_MS / 8, `${portion.bytes} bytes`);
  call(portion, 1, 10);
  assertEquals(portion.bytes, LEAST_CALL_BYTES);
  call(portion, 1e6, 10);
  assertEquals(portion.bytes, CALL_BYTES);
});

Deno.test("Portion: a call that moved little, or nothing, tells nothing", () => {
  const portion = new Portion();
  portion.end(performance.now() - 10_000, 100);
  portion.end(performance.now() - 10_000, -28);
  assertEquals(portion.bytes, CALL_BYTES);
});
