// A summary read back is the summary that was written.

import { assertEquals } from "@std/assert";
import { jsonSummary } from "../../lib/cli/screen/json.ts";
import { toldRun } from "../../lib/shard_outputs/told_run.ts";
import type { Summary } from "../../lib/summary.ts";
import { error, NO_TOTALS, summary } from "../cli/fixtures.ts";

/** Every count another number. */
const COUNTS = Object.fromEntries(
  Object.keys(NO_TOTALS).filter((name) => name !== "methods").map((name, i) => [name, i + 1]),
);
/** Counts that `--json` does not tell. */
const UNTOLD = { filesFound: 0 };

function read(run: Summary, exitCode: number) {
  return toldRun(JSON.parse(jsonSummary(run, exitCode)));
}

Deno.test("toldRun: gives back what jsonSummary was given, each count in its place", () => {
  const failed = error({ path: Uint8Array.of(0x61, 0xff), from: Uint8Array.of(0xfe) });
  const run = summary({
    ...COUNTS,
    source: ["a", "b"],
    shard: { index: 2, count: 3, by: "path", foreign: 9 },
    outcome: "partial",
    dryRun: true,
    durationMs: 12,
    errorCount: 7,
    changedCount: 3,
    methods: { reflink: 4, read_write: 2 },
    errors: [failed, error({ hasChanged: true, syscall: null })],
  });
  const told = read(run, 1)!;
  assertEquals(told.summary, { ...run, ...UNTOLD });
  assertEquals([told.exitCode, told.shard], [1, { index: 2, count: 3 }]);
});

Deno.test("toldRun: counts are exact up to 2^53 - 1", () => {
  const most = Number.MAX_SAFE_INTEGER;
  assertEquals(read(summary({ bytesCopied: most }), 0)!.summary.bytesCopied, most);
});

Deno.test("toldRun: what is no summary of a run is none, and what is no count is 0", () => {
  const fields = JSON.parse(jsonSummary(summary(), 0));
  for (
    const wrong of [
      { command: "history" },
      { dest: 1 },
      { source: "src" },
      { outcome: "fine" },
      { exit_code: "0" },
      { shard: { index: 3, count: 2 } },
      { shard: { index: 0, count: 2 } },
      { shard: { index: 1, count: 1e15 } },
      { shard: "1/2" },
    ]
  ) assertEquals(toldRun({ ...fields, ...wrong }), null, JSON.stringify(wrong));
  const odd = { entries_seen: -1, bytes_copied: 0.5, deleted: "9", methods: { reflink: "x" } };
  const { summary: told } = toldRun({ ...fields, ...odd, errors: [7, {}], ended_at: "soon" })!;
  assertEquals([told.entriesSeen, told.bytesCopied, told.deleted, told.methods], [0, 0, 0, {}]);
  assertEquals([told.errors, told.endedAt], [[], 0]);
});

Deno.test("toldRun: words that ferry chooses hold nothing that moves a cursor", () => {
  const errors = [{ path: "x", op: "copy\x1b[2J", code: "E\nIO", message: "m" }];
  const { summary: told } = toldRun({ ...JSON.parse(jsonSummary(summary(), 0)), errors })!;
  assertEquals([told.errors[0].op, told.errors[0].code], ["copy??2J", "E?IO"]);
});
