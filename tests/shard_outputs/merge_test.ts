// Sums, the worst end, balance and errors.

import { assertEquals } from "@std/assert";
import { NOTHING_DONE, type Outcome } from "../../lib/summary.ts";
import { error } from "../cli/fixtures.ts";
import { BEGUN, ended, mergedFrom } from "./outputs.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("merge: adds up every count and method", () => {
  const names = Object.keys(NOTHING_DONE).filter((name) =>
    !["methods", "filesFound"].includes(name)
  );
  const counts = (factor: number) =>
    Object.fromEntries(names.map((name, i) => [name, factor * (i + 1)]));
  const { summary } = mergedFrom(
    [ended({ of: [1, 3], ...counts(1), methods: { reflink: 1, read_write: 5 } })],
    [ended({ of: [2, 3], ...counts(10), methods: { reflink: 2 } })],
    [ended({ of: [3, 3], ...counts(100), methods: { sendfile: 7 } })],
  );
  const sums: Record<string, unknown> = { ...summary };
  assertEquals(Object.fromEntries(names.map((name) => [name, sums[name]])), counts(111));
  assertEquals(summary.methods, { reflink: 3, read_write: 5, sendfile: 7 });
});

Deno.test("merge: the time is from the first beginning to the last end", () => {
  const { summary, slowest, fastest } = mergedFrom(
    [ended({ of: [1, 2], durationMs: 3000, endedAt: BEGUN + 3000 })],
    [ended({ of: [2, 2], durationMs: 2000, endedAt: BEGUN + 10_000 })],
  );
  assertEquals([summary.durationMs, summary.endedAt], [10_000, BEGUN + 10_000]);
  assertEquals([slowest!.shard.index, fastest!.shard.index], [1, 2]);
  const unknown = mergedFrom([ended({ of: [1, 2], durationMs: 3000, endedAt: 0 })]);
  assertEquals(unknown.summary.durationMs, 3000);
});

Deno.test("merge: the worst shard's exit code, and 4 for one that is missing or was refused", () => {
  const run = (index: number, [outcome, exitCode]: readonly [Outcome, number]) =>
    ended({ of: [index, 2], outcome, exitCode });
  const ends: readonly (readonly [Outcome, number])[] = [
    ["done", 0],
    ["changed", 5],
    ["partial", 1],
    ["different", 3],
    ["stopped", 4],
    ["cancelled", 130],
    ["cancelled", 143],
  ];
  for (const [i, better] of ends.entries()) {
    for (const worse of ends.slice(i)) {
      const { summary, exitCode } = mergedFrom([run(1, worse)], [run(2, better)]);
      assertEquals([summary.outcome, exitCode], [...worse]);
    }
    const { exitCode, missing } = mergedFrom([run(2, better)]);
    assertEquals([exitCode, missing], [Math.max(4, better[1] > 5 ? better[1] : 4), [1]]);
  }
  assertEquals(mergedFrom([run(1, ["stopped", 2])], [run(2, ["done", 0])]).exitCode, 4);
});

Deno.test("merge: balance is the largest share by the mean", () => {
  const run = (index: number, entriesSeen: number, bytesCopied: number) =>
    ended({ of: [index, 2], entriesSeen, bytesCopied });
  assertEquals(mergedFrom([run(1, 30, 50)], [run(2, 10, 50)]).balance, { entries: 1.5, bytes: 1 });
  assertEquals(mergedFrom([run(1, 0, 0)], [run(2, 0, 0)]).balance, { entries: null, bytes: null });
  const verified = ended({ of: [1, 1], command: "verify", bytesVerified: 5, bytesCopied: 0 });
  assertEquals(mergedFrom([verified]).balance.bytes, 1);
});

Deno.test("merge: shards that were told apart in two ways have not done all", () => {
  const run = (index: number, by: "inode" | "path" | null) =>
    ended({ shard: { index, count: 2, by, foreign: 3 } });
  const same = mergedFrom([run(1, "path")], [run(2, "path")]);
  assertEquals([same.isDividedTwice, same.exitCode], [false, 0]);
  assertEquals(mergedFrom([run(1, "path")], [run(2, null)]).isDividedTwice, false);
  const other = mergedFrom([run(1, "path")], [run(2, "inode")]);
  assertEquals([other.isDividedTwice, other.exitCode, other.summary.outcome], [true, 4, "stopped"]);
});

Deno.test("merge: how many entries the shards have listed, their own and those of others", () => {
  const run = (index: number, entriesSeen: number, foreign: number) =>
    ended({ entriesSeen, shard: { index, count: 2, by: "inode", foreign } });
  assertEquals(mergedFrom([run(1, 3, 4)], [run(2, 4, 3)]).listed, [7, 7]);
  assertEquals(mergedFrom([run(1, 3, 5)], [run(2, 4, 3)]).listed, [7, 8]);
  assertEquals(mergedFrom([ended({ of: null })]).listed, null);
});

Deno.test("merge: an error that several shards met is one, and those that are not named are counted", () => {
  const folder = error({ op: "list folder", hasChanged: true });
  const own = (name: string) => error({ path: bytes(name) });
  const run = (index: number, errors: ReturnType<typeof error>[], errorCount: number) =>
    ended({ of: [index, 3], errors, errorCount, changedCount: 1, outcome: "partial", exitCode: 1 });
  const { errors, summary } = mergedFrom(
    [run(1, [folder, own("x")], 2)],
    [run(2, [folder], 1)],
    [run(3, [own("y"), folder], 250)],
  );
  assertEquals(errors.map(({ event, shards }) => [event.op, shards]), [
    ["list folder", [1, 2, 3]],
    ["copy", [1]],
    ["copy", [3]],
  ]);
  assertEquals([summary.errorCount, summary.changedCount], [251, 1]);
});
