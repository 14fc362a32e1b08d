// What the shards of a run come to, for scripts.

import { assertEquals, assertThrows } from "@std/assert";
import { EntryError, report, UsageError } from "../../lib/mod.ts";
import { error } from "../cli/fixtures.ts";
import { began, ended } from "../shard_outputs/outputs.ts";

Deno.test("report: sums, each shard, and errors as they are in the summary of a run", () => {
  const failed = { outcome: "partial", exitCode: 1, errorCount: 1, errors: [error()] } as const;
  const outputs = new Map([
    ["a", `${began(1, 3)}\n${ended({ of: [1, 3], filesCopied: 2, ...failed })}\n`],
    ["b", `${ended({ of: [2, 3], filesCopied: 3 })}\r\n${began(3, 3)}`],
  ]);
  const sum = report(outputs);
  assertEquals([sum.filesCopied, sum.exitCode, sum.count, sum.missing], [5, 4, 3, []]);
  assertEquals(
    sum.shards.map(({ index, output, exitCode, summary }) => [
      index,
      output,
      exitCode,
      summary?.filesCopied ?? null,
    ]),
    [[1, "a", 1, 2], [2, "b", 0, 3], [3, "b", null, null]],
  );
  assertEquals(sum.errors.map((error) => [error instanceof EntryError, error.path]), [[
    true,
    "a/b",
  ]]);
});

Deno.test("report: what are no outputs is refused", () => {
  for (const wrong of [null, "text", ["a"], [["a", 1]], { a: "b" }, [["a", "b", "c"]]]) {
    // deno-lint-ignore no-explicit-any -- as a script without types would call it
    assertThrows(() => report(wrong as any), UsageError, "report() takes pairs");
  }
  assertThrows(() => report([["a", ""]]), UsageError, "'a' has no summary of a run");
});
