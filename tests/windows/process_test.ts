// Whether a process is there decides whose leftovers are swept.

import { assert, assertEquals } from "@std/assert";
import { fs } from "./support.ts";

/** Process numbers are multiples of four: none is this. */
const NOBODY = 0x7ffffff1;

Deno.test("isRunning tells this process from one that is not there", () => {
  assert(fs.isRunning(Deno.pid));
  assertEquals(fs.isRunning(NOBODY), false);
});
