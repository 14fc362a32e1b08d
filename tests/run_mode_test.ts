// What becomes of a run's operations, by its options.

import { assertEquals } from "@std/assert";
import { runModeOf } from "../lib/run_mode.ts";

Deno.test("runModeOf: --dry-run previews, a comparison verifies, dry or not, and all else applies", () => {
  assertEquals(runModeOf({ dryRun: false, compareOnly: false }), "apply");
  assertEquals(runModeOf({ dryRun: true, compareOnly: false }), "preview");
  assertEquals(runModeOf({ dryRun: true, compareOnly: true }), "verify");
  assertEquals(runModeOf({ dryRun: false, compareOnly: true }), "verify");
});
