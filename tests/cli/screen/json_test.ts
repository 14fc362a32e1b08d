// The objects of `--json`.

import { assertEquals } from "@std/assert";
import {
  jsonError,
  jsonOperation,
  jsonProgress,
  jsonRefusal,
  jsonSummary,
} from "../../../lib/cli/screen/json.ts";
import { UsageError } from "../../../lib/errors.ts";
import { error, NO_TOTALS, operation, settingsOf, summary } from "../fixtures.ts";

/** `a/b` and a byte that no UTF-8 has. */
const NOT_UTF8 = new Uint8Array([0x61, 0x2f, 0xff]);

Deno.test("jsonOperation: exactly the promised fields", () => {
  assertEquals(
    jsonOperation(operation(), "src"),
    '{"type":"operation","schema":1,"op":"copy","path":"dir/file","size":10,"method":"reflink"}\n',
  );
  assertEquals(JSON.parse(jsonOperation(operation({ path: NOT_UTF8, method: null }), "src")), {
    type: "operation",
    schema: 1,
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
    '{"type":"error","schema":1,"op":"copy","path":"a/b","syscall":"openat","code":"EACCES","message":"Permission denied"}\n',
  );
});

Deno.test("jsonError: of what could not be copied there, the source too", () => {
  const { path, from, from_base64 } = JSON.parse(jsonError(error({ from: NOT_UTF8 })));
  assertEquals([path, from, from_base64], ["a/b", "a/\ufffd", "YS//"]);
});

Deno.test("jsonError: of a source that has changed meanwhile that it has", () => {
  assertEquals(JSON.parse(jsonError(error({ hasChanged: true }))).changed, true);
});

Deno.test("jsonProgress: what is done, what is left, and the summary's counts", () => {
  const event = {
    type: "progress",
    ...NO_TOTALS,
    deleted: 3,
    filesDone: 2,
    bytesDone: 20,
    sourceFiles: 4,
    sourceBytes: 60,
    sourceEntries: null,
    expectedFiles: 4,
    expectedBytes: 60,
    expectedLinks: 0,
    expectedDeletions: 0,
    expectedSourceRemovals: 0,
    filesToBuild: 0,
    oldRemoved: 0,
    expectedOldRemovals: 0,
    threads: 2,
    countingMs: 0,
    expectedThreads: 2,
    durationMs: 1000.4,
    fraction: 1 / 3,
    leftMs: 2000.6,
    bytesPerSecond: 20.4,
  } as const;
  const { type, duration_ms, files_done, bytes_done, ...rest } = JSON.parse(jsonProgress(event));
  assertEquals([type, duration_ms, files_done, bytes_done], ["progress", 1000, 2, 20]);
  const { source_files, source_bytes, fraction, left_ms, bytes_per_second, ...counts } = rest;
  assertEquals([source_files, source_bytes, fraction, left_ms], [4, 60, 0.3333, 2001]);
  assertEquals([bytes_per_second, counts.deleted], [20, 3]);
  const whole = JSON.parse(jsonSummary(summary({ deleted: 3 }), 0));
  assertEquals(counts, Object.fromEntries(Object.keys(counts).map((name) => [name, whole[name]])));
  const early = { ...event, sourceFiles: null, sourceBytes: null, fraction: null, leftMs: null };
  const { fraction: unknown, left_ms: left } = JSON.parse(jsonProgress(early));
  assertEquals([unknown, left], [null, null]);
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
  assertEquals({ ...errors[0], schema: 1 }, JSON.parse(jsonError(error())));
  assertEquals(Object.entries(rest), [
    ["type", "summary"],
    ["schema", 1],
    ["command", "mirror"],
    ["source", ["src"]],
    ["dest", "dst"],
    ["dry_run", false],
    ["outcome", "partial"],
    ["exit_code", 1],
    ["duration_ms", 13],
    ["ended_at", "2026-11-29T20:00:00.000Z"],
    ["entries_seen", 0],
    ["files_copied", 1],
    ["files_replaced", 0],
    ["files_unchanged", 0],
    ["files_failed", 0],
    ["folders_created", 0],
    ["links_created", 0],
    ["metadata_updated", 0],
    ["deleted", 0],
    ["renamed", 0],
    ["sources_removed", 0],
    ["bytes_copied", 0],
    ["bytes_shared", 0],
    ["files_verified", 0],
    ["bytes_verified", 0],
    ["differences", 0],
    ["methods", { reflink: 1 }],
    ["specials_created", 0],
    ["bytes_found", 0],
    ["changed_count", 0],
    ["error_count", 150],
  ]);
});

Deno.test("jsonRefusal: of a shard it says which", () => {
  const settings = settingsOf("mirror", "--shard", "2/3", "src", "dst");
  const [, last] = jsonRefusal(settings, new UsageError("X", "y"), 2).trimEnd().split("\n");
  assertEquals(JSON.parse(last).shard, { index: 2, count: 3, by: null, foreign: 0 });
});

Deno.test("jsonRefusal: a run that could not start still ends with a summary", () => {
  const refusal = new UsageError("ENOENT", "cannot open 'src'", { path: "src" });
  const lines = jsonRefusal(settingsOf("mirror", "src", "dst"), refusal, 2).trimEnd().split("\n");
  const [first, last] = lines.map((line) => JSON.parse(line));
  assertEquals([lines.length, first.type, first.code], [2, "error", "ENOENT"]);
  assertEquals([first.path, last.errors[0].path, last.error_count], ["src", "src", 1]);
  assertEquals([last.type, last.outcome, last.exit_code], ["summary", "stopped", 2]);
});
