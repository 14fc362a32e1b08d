// What `ferry report` prints: the whole on standard output, what is wrong on standard error, and of much the first.

import { assertEquals } from "@std/assert";
import { jsonReport } from "../../../lib/cli/screen/report_json.ts";
import { reportText } from "../../../lib/cli/screen/report.ts";
import { reportMessages } from "../../../lib/cli/screen/report_messages.ts";
import { makeStyle } from "../../../lib/cli/screen/terminal.ts";
import { began, BEGUN, ended, mergedFrom } from "../../shard_outputs/outputs.ts";
import { error } from "../fixtures.ts";

const STYLE = makeStyle(false, "never", true);
const failing = { outcome: "partial", exitCode: 1, errorCount: 3, errors: [error()] } as const;
const messages = (...outputs: string[][]) => {
  return (reportMessages(mergedFrom(...outputs), STYLE) as string).trimEnd().split("\n");
};

const THREE = [
  [
    ended({ of: [1, 4], entriesSeen: 10, filesCopied: 7, bytesCopied: 2048, durationMs: 4000 }),
    ended({
      of: [1, 4],
      entriesSeen: 10,
      filesUnchanged: 7,
      endedAt: BEGUN + 9000,
      durationMs: 2000,
    }),
  ],
  [ended({ of: [2, 4], entriesSeen: 20, filesCopied: 9, bytesCopied: 1024, ...failing })],
  [began(3, 4)],
];

Deno.test("reportText: sums, the slowest shard, balance, and with -v a line for each", () => {
  assertEquals(reportText(mergedFrom(...THREE), true, 200).split("\n"), [
    "mirror 'src' 'dst' in 4 shards, 2 of which ended",
    "stopped: 9 files copied (1.0 KiB), 7 unchanged in 10.0 s",
    "102 B/s, 0.9 files/s",
    "slowest: shard 1, 2.00 s; fastest: shard 2, 1.00 s",
    "largest shard ÷ mean: 1.33 of entries, 2.00 of bytes",
    "shard  entries  files    bytes    time  errors  outcome",
    "    1       10      7      0 B  2.00 s       0  done",
    "    2       20      9  1.0 KiB  1.00 s       3  partial",
    "    3                                           not ended",
    "",
  ]);
  assertEquals(reportText(mergedFrom([ended({ of: null })]), false, 80).split("\n"), [
    "mirror 'src' 'dst' in 1 shard",
    "nothing to do in 1.00 s",
    "",
  ]);
});

Deno.test("reportMessages: each error with its shards, runs that were repeated, failed, missing and not ended", () => {
  assertEquals(messages(...THREE, ["text"]), [
    "ferry: 'output 4' tells of no run",
    "ferry: cannot copy 'a/b': Permission denied (EACCES) [shard 2]",
    "ferry: 2 more errors",
    "ferry: shard 1 ran twice: the run that ended last counts",
    "ferry: shard 2 ended with exit code 1 (partial)",
    "ferry: shard 3 began and did not end",
    "ferry: 1 of 4 shards is not told of: 4",
  ]);
});

Deno.test("reportMessages: of very many the first are named, and the others counted", () => {
  const all = Array.from({ length: 50 }, (_, i) => ended({ of: [2 * i + 1, 100], ...failing }));
  const lines = messages(all);
  assertEquals(lines.length, 1 + 1 + 20 + 1 + 1);
  const odd = Array.from({ length: 50 }, (_, i) => 2 * i + 1);
  assertEquals(lines[0].endsWith(`[shards ${odd.slice(0, 20).join(", ")} …]`), true, lines[0]);
  assertEquals(lines.slice(-2), [
    "ferry: 30 more shards ended with another exit code than 0",
    `ferry: 50 of 100 shards are not told of: ${odd.slice(0, 20).map((i) => i + 1).join(", ")} …`,
  ]);
});

Deno.test("reportMessages: an error of all shards says so", () => {
  const both = [1, 2].map((index) => ended({ of: [index, 2], ...failing, errorCount: 1 }));
  assertEquals(
    messages(both)[0],
    "ferry: cannot copy 'a/b': Permission denied (EACCES) [all shards]",
  );
});

Deno.test("reportMessages: shares that are not the whole", () => {
  const run = (index: number, by: "inode" | "path", foreign: number) =>
    ended({ entriesSeen: 5, shard: { index, count: 2, by, foreign } });
  assertEquals(messages([run(1, "path", 5)], [run(2, "path", 5)]), [""]);
  assertEquals(messages([run(1, "path", 5)], [run(2, "path", 6)]), [
    "ferry: the shards' shares are 10 entries, and they listed between 10 and 11: " +
    "SOURCE changed between their runs, or some could not list all; run all shards again",
  ]);
  assertEquals(messages([run(1, "path", 5)], [run(2, "inode", 5)]), [
    "ferry: some shards told entries apart by inode numbers, others by paths: what lies between was " +
    "done by none or by two; all need the same kind of mount of SOURCE",
  ]);
});

Deno.test("jsonReport: a line for each shard and each error, and a summary as a run's", () => {
  const lines = jsonReport(mergedFrom(...THREE)).trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  assertEquals(lines.map(({ type, index, shards }) => [type, index ?? shards?.count ?? shards]), [
    ["shard", 1],
    ["shard", 2],
    ["shard", 3],
    ["error", [2]],
    ["summary", 4],
  ]);
  const [first, second, third] = lines;
  assertEquals([first.runs, first.files_unchanged, first.exit_code], [2, 7, 0]);
  assertEquals([second.bytes_copied, second.error_count, second.outcome], [1024, 3, "partial"]);
  assertEquals([third.outcome, third.exit_code, third.entries_seen], [null, null, undefined]);
  const { shards, ...sum } = lines.at(-1);
  assertEquals(shards, {
    count: 4,
    told: 3,
    missing: [4],
    unended: [3],
    again: [1],
    slowest: 1,
    slowest_ms: 2000,
    balance: { entries: 20 / 15, bytes: 2 },
    listed: [10, 20],
    divided_twice: false,
    unended_files: [],
    silent_files: [],
  });
  const run = JSON.parse(ended({ of: null }));
  assertEquals(Object.keys(sum), Object.keys(run));
  assertEquals([sum.exit_code, sum.files_copied, sum.error_count, sum.errors.length], [4, 9, 3, 1]);
});
