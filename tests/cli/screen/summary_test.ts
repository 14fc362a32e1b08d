// The last line of a run, and `--stats`.

import { assertEquals, assertMatch } from "@std/assert";
import type { Summary } from "../../../lib/summary.ts";
import { errorCountLine, statsBlock, summaryLine } from "../../../lib/cli/screen/summary.ts";
import { summary } from "../fixtures.ts";

const SUMMARY_CASES: readonly (readonly [string, Partial<Summary>, string])[] = [
  ["nothing", {}, "nothing to do in 1.23 s\n"],
  ["all equal", { filesUnchanged: 98000 }, "nothing to do, 98,000 unchanged in 1.23 s\n"],
  [
    "everything",
    {
      filesCopied: 1234,
      filesReplaced: 3,
      deleted: 10,
      filesUnchanged: 98000,
      bytesCopied: 5033164,
    },
    "1,234 files copied (4.8 MiB), 3 replaced, 10 deleted, 98,000 unchanged in 1.23 s\n",
  ],
  [
    "one of each",
    { filesReplaced: 1, foldersCreated: 1, linksCreated: 1, metadataUpdated: 1, bytesCopied: 1 },
    "1 file replaced (1 B), 1 folder created, 1 link created, 1 updated in metadata in 1.23 s\n",
  ],
  [
    "partly shared",
    { filesCopied: 2, bytesCopied: 1024, bytesShared: 1024 },
    "2 files copied (2.0 KiB, 1.0 KiB of it shared) in 1.23 s\n",
  ],
  [
    "all shared",
    { filesCopied: 2, bytesShared: 1024 },
    "2 files copied (1.0 KiB, all shared) in 1.23 s\n",
  ],
  [
    "a failure",
    { filesCopied: 2, filesFailed: 1, outcome: "partial" },
    "2 files copied (0 B), 1 failed in 1.23 s\n",
  ],
  ["a source that changed meanwhile", {
    filesCopied: 2,
    errorCount: 1,
    changedCount: 1,
    outcome: "changed",
  }, "2 files copied (0 B), 1 changed or vanished meanwhile in 1.23 s\n"],
  ["only failures", { filesFailed: 2, outcome: "partial" }, "2 files failed in 1.23 s\n"],
  [
    "a dry run",
    { dryRun: true, filesCopied: 2, bytesFound: 1024, deleted: 1 },
    "dry run: 2 files would be copied (1.0 KiB), 1 would be deleted in 1.23 s\n",
  ],
  [
    "a dry run that only deletes",
    { dryRun: true, deleted: 1 },
    "dry run: 1 entry would be deleted in 1.23 s\n",
  ],
  [
    "interrupted",
    { outcome: "cancelled", filesCopied: 1 },
    "interrupted: 1 file copied (0 B) in 1.23 s\n",
  ],
  [
    "a long run: how fast, and how",
    {
      filesCopied: 1000,
      filesReplaced: 1,
      bytesCopied: 5 * 2 ** 20,
      bytesShared: 2 ** 20,
      methods: { reflink: 1, read_write: 1000 },
      durationMs: 20_000,
    },
    "1,000 files copied (6.0 MiB, 1.0 MiB of it shared), 1 replaced in 20.0 s\n" +
    "307.2 KiB/s, 50 files/s; 1 file by reflink, 1,000 by read_write\n",
  ],
  [
    "a long run that copied one file",
    { filesCopied: 1, bytesCopied: 2 ** 30, methods: { sendfile: 1 }, durationMs: 64_000 },
    "1 file copied (1.0 GiB) in 1m04s\n16.0 MiB/s; 1 file by sendfile\n",
  ],
  [
    "a long run that copied nothing",
    { filesUnchanged: 50, entriesSeen: 60, durationMs: 20_000 },
    "nothing to do, 50 unchanged in 20.0 s\n3.0 entries/s\n",
  ],
  [
    "a long dry run",
    { dryRun: true, filesCopied: 1, durationMs: 20_000 },
    "dry run: 1 file would be copied (0 B) in 20.0 s\n",
  ],
  [
    "a long comparison",
    { command: "verify", filesVerified: 40, bytesVerified: 2 ** 20, durationMs: 10_000 },
    "40 files verified (1.0 MiB), no differences in 10.0 s\n102.4 KiB/s, 4.0 files/s\n",
  ],
  [
    "a shard",
    { dryRun: true, shard: { index: 3, count: 8, by: "inode", foreign: 7 } },
    "shard 3 of 8: dry run: nothing to do in 1.23 s\n",
  ],
  ["stopped", { outcome: "stopped" }, "stopped: nothing done in 1.23 s\n"],
];

for (const [name, changed, line] of SUMMARY_CASES) {
  Deno.test(`summaryLine: ${name}`, () => assertEquals(summaryLine(summary(changed)), line));
}

Deno.test("errorCountLine: none, one, many", () => {
  assertEquals(errorCountLine(summary()), "");
  assertEquals(errorCountLine(summary({ errorCount: 1 })), "ferry: 1 error\n");
  assertEquals(errorCountLine(summary({ errorCount: 3000 })), "ferry: 3,000 errors\n");
  assertEquals(errorCountLine(summary({ errorCount: 3, changedCount: 2 })), "ferry: 1 error\n");
});

Deno.test("statsBlock: every counter, and the methods that were used", () => {
  const block = statsBlock(summary({
    filesCopied: 1200,
    bytesCopied: 2048,
    methods: { reflink: 5, read_write: 0 },
  }));
  assertMatch(block, /^files copied: +1,200$/m);
  assertMatch(block, /^bytes copied: +2,048 \(2\.0 KiB\)$/m);
  assertMatch(block, /^files by reflink: +5$/m);
  assertEquals(block.includes("read_write"), false);
  assertEquals(block.trimEnd().split("\n").length, 19);
});

Deno.test("statsBlock: a dry run says what would be, verify what was compared", () => {
  const dry = statsBlock(summary({ dryRun: true, filesCopied: 3, bytesFound: 10, deleted: 4 }));
  assertMatch(dry, /^would be:\n {2}files copied: +3$/m);
  assertMatch(dry, /^ {2}entries deleted: +4\n/m);
  assertMatch(dry, /^ {2}bytes copied: +10\nerrors:/m);
  assertEquals(/shared|verified/.test(dry), false);
  const compared = statsBlock(summary({ command: "verify", filesVerified: 3 }));
  const names = compared.split("\n").map((line) => line.split(":")[0]);
  const counted = ["files verified", "bytes verified", "differences"];
  assertEquals(names, ["entries seen", ...counted, "errors", "time", ""]);
});
