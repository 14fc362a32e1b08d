// The words that all threads of a run share, and the one that stops it.

import { assert, assertEquals } from "@std/assert";
import { CONTROL, CONTROL_WORDS, isStopping, STOP, stop } from "../../lib/shared/control.ts";
import { pause } from "../../lib/shared/pause.ts";
import { newControl } from "../support/control.ts";

Deno.test("CONTROL: each word has a place of its own, within the block", () => {
  const places = Object.values(CONTROL);
  assertEquals(new Set(places).size, places.length);
  assert(places.every((place) => place < CONTROL_WORDS));
});

Deno.test("stop: the first reason stays, and whoever sleeps is to look again", () => {
  const control = newControl();
  assert(!isStopping(control));
  const before = control[CONTROL.wake];
  stop(control, STOP.fatal);
  stop(control, STOP.cancelled);
  assert(isStopping(control));
  assertEquals(control[CONTROL.stop], STOP.fatal);
  assert(control[CONTROL.wake] !== before);
});

Deno.test("pause: sleeps as long as it is told to, and not at all once the run is to stop", () => {
  const control = newControl();
  const from = performance.now();
  assert(pause(control, 30));
  assert(performance.now() - from >= 30);
  assert(pause(control, 0) && pause(control, -5));
  stop(control, STOP.cancelled);
  assert(!pause(control, 3_600_000) && !pause(control, 0));
});
