// The file of past runs: appended to by several at once, bounded, and never in the way where it is broken.

import { assert, assertEquals, assertGreater, assertLess, assertThrows } from "@std/assert";
import {
  appendRecord,
  clearHistory,
  loadHistory,
  MOST_BYTES,
  readHistory,
} from "../../lib/history/history_file.ts";
import type { RunRecord } from "../../lib/estimate/run_record.ts";
import { makeScratch } from "../support/scratch.ts";

const scratch = makeScratch("ferry_history_");
let count = 0;

/** A path of a file that is not there, in a folder of its own. */
function newPath(): string {
  const folder = `${scratch}/${count++}`;
  Deno.mkdirSync(folder);
  return `${folder}/history.jsonl`;
}

const RECORD: RunRecord = {
  at: "2026-01-02T03:04:05Z",
  command: "mirror",
  from: { type: "ext4", device: "8:1" },
  to: { type: "tmpfs", device: null },
  options: { fsync: true },
  outcome: "done",
  durationMs: 12.5,
  entries: 5,
  files: 4,
  bytes: 1000,
  bytesCompared: 0,
  foldersCreated: 1,
  metadataUpdated: 0,
  removed: 0,
  bytesShared: 0,
  filesUnchanged: 0,
  filesFailed: 0,
  filesVerified: 0,
  methods: { copy_file_range: 4 },
};

function numbered(durationMs: number): RunRecord {
  return { ...RECORD, durationMs };
}

Deno.test("appendRecord: what was appended is read, the oldest first, by its user alone", () => {
  const path = newPath();
  assertEquals(loadHistory(path), []);
  appendRecord(path, RECORD);
  appendRecord(path, numbered(2));
  assertEquals(loadHistory(path), [RECORD, numbered(2)]);
  assertEquals(Deno.statSync(path).mode! & 0o7777, 0o600);
});

Deno.test("loadHistory: lines that are broken, foreign or of another kind are skipped", () => {
  const path = newPath();
  const line = JSON.stringify(RECORD);
  const broken = ["{", line.slice(0, 50), "null", "[]", "7", "{}", '{"at":"x"}', "\0\xff", ""];
  const wrong = JSON.stringify({ ...RECORD, bytes: -1 });
  Deno.writeTextFileSync(path, [line, ...broken, wrong, line].join("\n"));
  assertEquals(loadHistory(path), [RECORD, RECORD]);
});

Deno.test("loadHistory: what no run can have written is no run", () => {
  const path = newPath();
  const odd = [
    { command: "zap\x1b[31m\n" },
    { outcome: "exploded" },
    { durationMs: 1e308 },
    { bytes: 2 ** 53 },
    { files: -1 },
    { from: { type: "ext4", device: {} } },
    { to: { type: 7, device: null } },
    { at: "yesterday" },
    { at: 7 },
  ];
  const lines = odd.map((changed) => JSON.stringify({ ...RECORD, ...changed }));
  Deno.writeTextFileSync(path, `${lines.join("\n")}\n${JSON.stringify(RECORD)}\n`);
  assertEquals(loadHistory(path), [RECORD]);
});

Deno.test("appendRecord: a file that others may read is their user's alone from then on", () => {
  const path = newPath();
  Deno.writeTextFileSync(path, "");
  Deno.chmodSync(path, 0o644);
  appendRecord(path, RECORD);
  assertEquals(Deno.statSync(path).mode! & 0o7777, 0o600);
  assertEquals(loadHistory(path), [RECORD]);
});

Deno.test("appendRecord: a line that was broken off does not spoil the next one", () => {
  const path = newPath();
  appendRecord(path, RECORD);
  Deno.writeTextFileSync(path, '{"at":"2026', { append: true });
  appendRecord(path, numbered(7));
  assertEquals(loadHistory(path), [RECORD, numbered(7)]);
});

Deno.test("appendRecord: the file stays within its bound, and the newer half is kept", () => {
  const path = newPath();
  const line = `${JSON.stringify(numbered(1))}\n`;
  const lines = Math.floor(MOST_BYTES / line.length);
  Deno.writeTextFileSync(path, line.repeat(lines), { mode: 0o600 });
  for (let i = 0; i < 20; i++) appendRecord(path, numbered(2));
  const { size, mode } = Deno.statSync(path);
  assertLess(size, MOST_BYTES * 0.6);
  assertEquals(mode! & 0o7777, 0o600);
  const runs = loadHistory(path);
  assertGreater(runs.length, lines * 0.49);
  assertEquals(runs.slice(-20), Array(20).fill(numbered(2)));
  assertEquals([...Deno.readDirSync(path.replace(/\/[^/]*$/, ""))].length, 1);
});

Deno.test("appendRecord: a file that is no history is cut down to what is one", () => {
  const path = newPath();
  Deno.writeTextFileSync(path, "x".repeat(2 * MOST_BYTES), { mode: 0o600 });
  appendRecord(path, RECORD);
  assertEquals(loadHistory(path), [RECORD]);
  assertLess(Deno.statSync(path).size, 1000);
});

Deno.test("appendRecord: a new file that a killed run has left is removed, one that is being written is not", () => {
  const path = newPath();
  const line = `${JSON.stringify(RECORD)}\n`;
  const full = line.repeat(MOST_BYTES / line.length);
  Deno.writeTextFileSync(path, full, { mode: 0o600 });
  Deno.writeTextFileSync(`${path}.new`, "");
  appendRecord(path, RECORD);
  assertGreater(Deno.statSync(path).size, MOST_BYTES * 0.9);
  Deno.utimeSync(`${path}.new`, 1, 1);
  appendRecord(path, RECORD);
  assertLess(Deno.statSync(path).size, MOST_BYTES * 0.6);
});

Deno.test("appendRecord: neither a link, a second name, a folder nor a FIFO is written to", () => {
  for (const kind of ["symlink", "dangling", "link", "folder", "fifo"]) {
    const path = newPath(), other = `${path}.other`;
    if (kind !== "dangling") Deno.writeTextFileSync(other, "mine\n");
    if (kind === "symlink" || kind === "dangling") Deno.symlinkSync(other, path);
    if (kind === "link") Deno.linkSync(other, path);
    if (kind === "folder") Deno.mkdirSync(path);
    if (kind === "fifo") new Deno.Command("mkfifo", { args: [path] }).outputSync();
    appendRecord(path, RECORD);
    if (kind === "dangling") assertThrows(() => Deno.statSync(other), Deno.errors.NotFound);
    else assertEquals(Deno.readTextFileSync(other), "mine\n", kind);
    assertEquals(readHistory(path), [], kind);
  }
});

Deno.test("clearHistory: the file and what is beside it goes; nothing there is nothing to do", () => {
  const path = newPath();
  clearHistory(path);
  appendRecord(path, RECORD);
  Deno.writeTextFileSync(`${path}.new`, "");
  clearHistory(path);
  assertEquals([...Deno.readDirSync(path.replace(/\/[^/]*$/, ""))], []);
});

Deno.test("appendRecord: runs that end at once when the file is full lose hardly any of theirs", async () => {
  const path = newPath();
  const line = `${JSON.stringify(RECORD)}\n`;
  Deno.writeTextFileSync(path, line.repeat(Math.floor(MOST_BYTES / line.length)));
  await appendAtOnce(path, numbered(7), 20, 4);
  const own = loadHistory(path).filter(({ durationMs }) => durationMs === 7);
  // What is added between the last look at the old file and the new one taking its name goes.
  assertGreater(own.length, 70);
});

Deno.test("appendRecord: of many runs that end at once none breaks another's line", async () => {
  const path = newPath();
  await appendAtOnce(path, RECORD, 100, 4);
  // A writer that sees half of another's line begins with a newline.
  const lines = Deno.readTextFileSync(path).split("\n").filter((line) => line !== "");
  assertEquals(new Set(lines), new Set([JSON.stringify(RECORD)]));
  assertEquals(lines.length, 400);
});

/** Several programs that start together append a record so many times each. */
async function appendAtOnce(path: string, record: RunRecord, times: number, programs: number) {
  const file = new URL("../../lib/history/history_file.ts", import.meta.url).href;
  const code = `import { appendRecord } from "${file}";
    const record = ${JSON.stringify(record)};
    for (let i = 0; i < ${times}; i++) appendRecord(${JSON.stringify(path)}, record);`;
  const args = ["eval", "--no-check", code];
  const all = await Promise.all(
    Array.from(
      { length: programs },
      () => new Deno.Command(Deno.execPath(), { args, stderr: "piped" }).output(),
    ),
  );
  for (const { success, stderr } of all) assert(success, new TextDecoder().decode(stderr));
}
