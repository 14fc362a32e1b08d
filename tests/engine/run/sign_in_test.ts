// Who takes part in a phase.

import { assert, assertEquals } from "@std/assert";
import { closePhase, openPhase, signedIn, signIn } from "../../../lib/engine/run/sign_in.ts";
import { CONTROL_WORDS } from "../../../lib/shared/control.ts";

function controlWords(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4));
}

Deno.test("signIn: into the open phase of that number, and into no other", () => {
  const control = controlWords();
  assert(!signIn(control, 1), "before the first phase");
  openPhase(control, 1);
  assert(!signIn(control, 2), "one that is yet to come");
  assert(signIn(control, 1) && signIn(control, 1));
  assertEquals(signedIn(control), 2);
  openPhase(control, 2);
  assertEquals(signedIn(control), 0);
  assert(!signIn(control, 1), "one that is over");
  assert(signIn(control, 2));
});

Deno.test("closePhase: says how many are in, and lets nobody in any more", () => {
  const control = controlWords();
  openPhase(control, 3);
  for (let i = 0; i < 8; i++) signIn(control, 3);
  assertEquals(closePhase(control), 8);
  assert(!signIn(control, 3));
  assertEquals(closePhase(control), 8);
  openPhase(control, 4);
  assertEquals(closePhase(control), 0);
});

Deno.test("signIn: as many as there may ever be, in a late phase", () => {
  const control = controlWords();
  openPhase(control, 100_000);
  for (let i = 0; i < 256; i++) assert(signIn(control, 100_000));
  assertEquals(closePhase(control), 256);
});
