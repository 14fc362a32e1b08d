// The numbers that scripts rely on.

import { assertEquals } from "@std/assert";
import {
  EXIT,
  EXIT_MEANINGS,
  exitCodeOfError,
  exitCodeOfOutcome,
  exitCodeOfSignal,
} from "../../lib/cli/exit_codes.ts";
import { StoppedError, UsageError } from "../../lib/errors.ts";
import { textOf } from "../support/documents.ts";

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

Deno.test("EXIT: each code is in the help and in the README", () => {
  const numbersIn = (codes: readonly string[]) =>
    codes.flatMap((text) => text.split(",").map(Number)).sort((a, b) => a - b);
  const all = Object.values(EXIT).sort((a, b) => a - b);
  assertEquals(numbersIn(EXIT_MEANINGS.map(([codes]) => codes)), all);
  const table = textOf("README.md").split("## Exit codes")[1].split("\n## ")[0];
  assertEquals(all.filter((code) => !new RegExp(`\\b${code}\\b`).test(table)), []);
});
