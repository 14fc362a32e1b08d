// The numbers that scripts rely on.

import { assertEquals } from "@std/assert";
import { exitCodeOfError, exitCodeOfOutcome, exitCodeOfSignal } from "../../lib/cli/exit_codes.ts";
import { StoppedError, UsageError } from "../../lib/errors.ts";

Deno.test("exitCodeOfOutcome: outcome and signal", () => {
  assertEquals(exitCodeOfOutcome("done", null), 0);
  assertEquals(exitCodeOfOutcome("partial", null), 1);
  assertEquals(exitCodeOfOutcome("changed", null), 5);
  assertEquals(exitCodeOfOutcome("stopped", null), 4);
  assertEquals(exitCodeOfOutcome("cancelled", "SIGINT"), 130);
  assertEquals(exitCodeOfOutcome("cancelled", "SIGTERM"), 143);
  assertEquals(exitCodeOfOutcome("cancelled", "SIGHUP"), 129);
  assertEquals(exitCodeOfOutcome("cancelled", null), 130);
  assertEquals(exitCodeOfOutcome("done", "SIGINT"), 0);
});

Deno.test("exitCodeOfError: usage, stopped, and bugs", () => {
  assertEquals(exitCodeOfError(new UsageError("X", "x")), 2);
  assertEquals(exitCodeOfError(new StoppedError("X", "x")), 4);
  assertEquals(exitCodeOfError(new TypeError("x")), 4);
});

Deno.test("exitCodeOfSignal: as a shell counts", () => {
  assertEquals([exitCodeOfSignal("SIGINT"), exitCodeOfSignal("SIGTERM")], [130, 143]);
});
