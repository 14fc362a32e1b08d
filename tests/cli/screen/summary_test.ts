// The last line of a run, and `--stats`.

import { assertEquals } from "@std/assert";
import type { Summary } from "../../../lib/events.ts";
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
  ["only failures", { filesFailed: 2, outcome: "partial" }, "2 failed in 1.23 s\n"],
  [
    "a dry run",
    { dryRun: true, filesCopied: 2, bytesFound: 1024, deleted: 1 },
    "dry run: 2 files would be copied (1.0 KiB), 1 deleted in 1.23 s\n",
  ],
  [
    "a dry run that only deletes",
    { dryRun: true, deleted: 1 },
    "dry run: 1 would be deleted in 1.23 s\n",
  ],
  [
    "interrupted",
    { outcome: "cancelled", filesCopied: 1 },
    "interrupted: 1 file copied (0 B) in 1.23 s\n",
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
  assertEquals(block.includes("files copied:               1,200\n"), true);
  assertEquals(block.includes("bytes copied:               2,048 (2.0 KiB)\n"), true);
  assertEquals(block.includes("files by reflink:           5\n"), true);
  assertEquals(block.includes("read_write"), false);
  assertEquals(block.trimEnd().split("\n").length, 20);
});
