// The lines of `-v`, of `-i`, of `--json`, of errors and of the summary.

import { assertEquals } from "@std/assert";
import type { OperationEvent, Summary } from "../../lib/events.ts";
import { itemize, itemizedLine } from "../../lib/cli/screen/itemize.ts";
import { jsonError, jsonOperation, jsonRefusal, jsonSummary } from "../../lib/cli/screen/json.ts";
import { errorLine, failureLines, noticeLine, operationLine } from "../../lib/cli/screen/lines.ts";
import { makeStyle } from "../../lib/cli/screen/style.ts";
import { errorCountLine, statsBlock, summaryLine } from "../../lib/cli/screen/summary.ts";
import { toBytes } from "../../lib/cli/text.ts";
import { FerryError } from "../../lib/errors.ts";
import { error, NO_CHANGES, operation, settingsOf, summary, textOf } from "./fixtures.ts";

const PIPE = makeStyle(false, "auto", false);
const TERMINAL = makeStyle(true, "auto", false);
/** `a/b` and a byte that no UTF-8 has. */
const NOT_UTF8 = new Uint8Array([0x61, 0x2f, 0xff]);

Deno.test("operationLine: verb, path, method", () => {
  const cases: readonly (readonly [Partial<OperationEvent>, string | null])[] = [
    [{}, "copy 'dir/file' (reflink)\n"],
    [{ op: "replace", method: "read_write" }, "replace 'dir/file' (read_write)\n"],
    [{ op: "make-folder", entryType: "folder", method: null }, "make folder 'dir/file'\n"],
    [{ op: "update-metadata", method: null }, "update metadata 'dir/file'\n"],
    [{ op: "delete", method: null }, "delete 'dir/file'\n"],
    [{ op: "skip", method: null }, null],
    [{ op: "copy", path: toBytes("") }, "copy 'src' (reflink)\n"],
    [
      { op: "update-metadata", path: toBytes(""), entryType: "folder", method: null },
      "update metadata '.'\n",
    ],
  ];
  for (const [changed, line] of cases) {
    assertEquals(textOf(operationLine(operation(changed), "src", false)), line);
  }
});

Deno.test("operationLine: raw bytes off a terminal, escaped on one", () => {
  const event = operation({ path: NOT_UTF8, method: null });
  assertEquals(operationLine(event, "src", true), "copy $'a/\\xff'\n");
  assertEquals(
    operationLine(event, "src", false),
    new Uint8Array([...toBytes("copy 'a/"), 0xff, ...toBytes("'\n")]),
  );
});

Deno.test("itemize: rsync's eleven characters", () => {
  const changed = { ...NO_CHANGES, size: true, mtime: true };
  const all = {
    checksum: true,
    size: true,
    mtime: true,
    mode: true,
    owner: true,
    group: true,
    acl: true,
    xattrs: true,
  };
  const cases: readonly (readonly [Partial<OperationEvent>, string])[] = [
    [{}, ">f+++++++++"],
    [{ op: "replace", changes: changed }, ">f.st......"],
    [{ op: "replace", changes: all }, ">fcstpog.ax"],
    [{ op: "make-folder", entryType: "folder" }, "cd+++++++++"],
    [{ op: "update-metadata", changes: { ...NO_CHANGES, mode: true } }, ".f...p....."],
    [
      { op: "update-metadata", entryType: "folder", changes: { ...NO_CHANGES, mtime: true } },
      ".d..t......",
    ],
    [{ op: "link" }, "hf+++++++++"],
    [{ op: "symlink", entryType: "symlink" }, "cL+++++++++"],
    [{ op: "special", entryType: "fifo" }, "cS+++++++++"],
    [{ op: "special", entryType: "char-device" }, "cD+++++++++"],
    [{ op: "delete" }, "*deleting  "],
  ];
  for (const [event, letters] of cases) assertEquals(itemize(operation(event)), letters);
});

Deno.test("itemizedLine: path bare, folders with a slash", () => {
  assertEquals(itemizedLine(operation(), "src", false), ">f+++++++++ dir/file\n");
  assertEquals(
    itemizedLine(operation({ op: "make-folder", entryType: "folder" }), "src", false),
    "cd+++++++++ dir/file/\n",
  );
  assertEquals(
    itemizedLine(
      operation({ op: "make-folder", entryType: "folder", path: toBytes("") }),
      "src",
      false,
    ),
    "cd+++++++++ ./\n",
  );
  assertEquals(itemizedLine(operation({ op: "delete" }), "s", true), "*deleting   dir/file\n");
  assertEquals(itemizedLine(operation({ op: "skip" }), "s", true), null);
});

Deno.test("jsonOperation: exactly the promised fields", () => {
  assertEquals(
    jsonOperation(operation(), "src"),
    '{"type":"operation","op":"copy","path":"dir/file","size":10,"method":"reflink"}\n',
  );
  assertEquals(JSON.parse(jsonOperation(operation({ path: NOT_UTF8, method: null }), "src")), {
    type: "operation",
    op: "copy",
    path: "a/\ufffd",
    path_base64: "YS//",
    size: 10,
    method: null,
  });
});

Deno.test("jsonError: exactly the promised fields", () => {
  assertEquals(
    jsonError(error()),
    '{"type":"error","op":"copy","path":"a/b","syscall":"openat","code":"EACCES","message":"Permission denied"}\n',
  );
});

Deno.test("jsonSummary: exactly the promised fields, and at most 100 errors", () => {
  const run = summary({
    outcome: "partial",
    durationMs: 12.6,
    filesCopied: 1,
    methods: { reflink: 1 },
    errorCount: 150,
    errors: Array.from({ length: 150 }, () => error()),
  });
  const { errors, ...rest } = JSON.parse(jsonSummary(run, 1));
  assertEquals(errors.length, 100);
  assertEquals(errors[0], JSON.parse(jsonError(error())));
  assertEquals(Object.entries(rest), [
    ["type", "summary"],
    ["command", "mirror"],
    ["source", ["src"]],
    ["dest", "dst"],
    ["dry_run", false],
    ["outcome", "partial"],
    ["exit_code", 1],
    ["duration_ms", 13],
    ["entries_seen", 0],
    ["files_copied", 1],
    ["files_replaced", 0],
    ["files_unchanged", 0],
    ["files_failed", 0],
    ["folders_created", 0],
    ["links_created", 0],
    ["metadata_updated", 0],
    ["deleted", 0],
    ["bytes_copied", 0],
    ["bytes_shared", 0],
    ["files_verified", 0],
    ["bytes_verified", 0],
    ["differences", 0],
    ["methods", { reflink: 1 }],
  ]);
});

Deno.test("jsonRefusal: a run that could not start still ends with a summary", () => {
  const refusal = new FerryError("usage", "ENOENT", "cannot open 'src'");
  const lines = jsonRefusal(settingsOf("mirror", "src", "dst"), refusal, 2).trimEnd().split("\n");
  const [first, last] = lines.map((line) => JSON.parse(line));
  assertEquals([lines.length, first.type, first.code], [2, "error", "ENOENT"]);
  assertEquals([last.type, last.outcome, last.exit_code], ["summary", "stopped", 2]);
});

Deno.test("errorLine: what, where, why", () => {
  assertEquals(errorLine(error(), PIPE), "ferry: cannot copy 'a/b': Permission denied (EACCES)\n");
  assertEquals(
    errorLine(error({ path: toBytes("a\nb") }), TERMINAL),
    "\x1b[31mferry:\x1b[0m cannot copy $'a\\nb': Permission denied (EACCES)\n",
  );
});

Deno.test("noticeLine and failureLines: escaped on a terminal only", () => {
  const notice = { type: "notice", message: "skipped a\x1bb" } as const;
  assertEquals(noticeLine(notice, PIPE), "ferry: skipped a\x1bb\n");
  assertEquals(noticeLine(notice, makeStyle(true, "never", false)), "ferry: skipped a\\x1bb\n");
  assertEquals(failureLines("no", "try", PIPE), "ferry: no\nferry: try\n");
  assertEquals(
    failureLines("no\nway\x07", null, makeStyle(true, "never", false)),
    "ferry: no\nway\\x07\n",
  );
});

Deno.test("makeStyle: --color beats NO_COLOR, NO_COLOR beats the terminal", () => {
  const isRed = (...args: Parameters<typeof makeStyle>) => makeStyle(...args).red("x") !== "x";
  assertEquals(isRed(true, "auto", false), true);
  assertEquals(isRed(true, "auto", true), false);
  assertEquals(isRed(false, "auto", false), false);
  assertEquals(isRed(false, "always", true), true);
  assertEquals(isRed(true, "never", false), false);
});

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
  assertEquals(block.trimEnd().split("\n").length, 17);
});
