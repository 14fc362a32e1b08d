// The table of past runs, as wide as there is room for.

import { assert, assertEquals } from "@std/assert";
import { historyTable } from "../../../lib/cli/screen/history.ts";
import type { RunRecord } from "../../../lib/estimate/run_record.ts";

function run(changed: Partial<RunRecord> = {}): RunRecord {
  return {
    at: `${new Date().getFullYear()}-06-15T12:00:00Z`,
    command: "mirror",
    from: { type: "ext4", device: "8:1" },
    to: { type: "ext4", device: "8:17" },
    options: {},
    outcome: "done",
    durationMs: 2000,
    entries: 0,
    files: 1234,
    bytes: 3 * 2 ** 20,
    bytesCompared: 0,
    foldersCreated: 0,
    metadataUpdated: 0,
    removed: 0,
    bytesShared: 2 ** 20,
    filesUnchanged: 0,
    filesFailed: 0,
    filesVerified: 0,
    methods: {},
    ...changed,
  };
}

const RUNS = [
  run(),
  run({
    at: "2001-06-15T12:00:00Z",
    command: "verify",
    to: { type: "fuse.sshfs", device: null },
    outcome: "cancelled",
    filesVerified: 7,
    bytesCompared: 500,
    durationMs: 3_725_000,
  }),
];

Deno.test("historyTable: what was copied, or read and compared, and at which rate", () => {
  const [titles, copied, compared] = historyTable(RUNS, 200).split("\n");
  assertEquals(
    titles.split(/ {2,}/),
    ["when", "command", "file systems", "files", "bytes", "time", "rate", "outcome"],
  );
  assert(/^06-1[45] \d\d:00 {2,}mirror /.test(copied), copied);
  assertEquals(
    copied.split(/ {2,}/).slice(2),
    ["ext4", "1,234", "4.0 MiB", "2.00 s", "2.0 MiB/s", "done"],
  );
  assert(/^2001-06-1[45] {2,}verify /.test(compared), compared);
  assertEquals(
    compared.split(/ {2,}/).slice(2),
    ["ext4 > fuse.sshfs", "7", "500 B", "1h02m", "0 B/s", "cancelled"],
  );
});

Deno.test("historyTable: a narrow screen leaves columns out, the outcome last of all but the first ones", () => {
  for (const width of [20, 30, 40, 60, 80, 100]) {
    const lines = historyTable(RUNS, width).trimEnd().split("\n");
    assert(lines.every((line) => line.length <= width), lines.join("\n"));
    assertEquals(lines.length, 3);
  }
  const titles = (width: number) => historyTable(RUNS, width).split("\n", 1)[0].split(/ {2,}/);
  assertEquals(titles(40), ["when", "command", "time", "outcome"]);
  assertEquals(titles(1), ["when"]);
});

Deno.test("historyTable: what a file system calls itself stays one line of text", () => {
  const odd = run({ to: { type: "fuse.a\x1b[31m\nb", device: null } });
  const text = historyTable([odd], 200);
  assertEquals(text.split("\n").length, 3);
  assert(!text.includes("\x1b"));
});
