// What is counted and told of an operation, whoever performs it.

import { assertEquals } from "@std/assert";
import { cString, FileStat, WORD } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../../lib/copy/context.ts";
import {
  countUnchanged,
  reportCopy,
  reportFolderMade,
  reportFolderUpdated,
  reportLinked,
  reportUpdated,
  typeName,
} from "../../../lib/engine/perform/report.ts";
import { Entry } from "../../../lib/entry/entry.ts";
import { FolderPair } from "../../../lib/entry/folder_pair.ts";
import type { OperationEvent, RunEvent } from "../../../lib/events.ts";
import { DEFAULT_OPTIONS } from "../../../lib/options.ts";
import { CHANGED } from "../../../lib/plan/changes.ts";
import { Report } from "../../../lib/thread_report.ts";
import {
  COUNTER,
  type CounterName,
  counterRow,
  createCounters,
} from "../../../lib/shared/counters.ts";
import { rootPair } from "../../support/root_pair.ts";
import { statWith } from "../../support/stats.ts";

function begin(wantsOperations = true) {
  const events: RunEvent[] = [];
  const report = new Report(wantsOperations, (batch) => events.push(...batch));
  const count = counterRow(createCounters(1), 0);
  const replaced: FileStat[] = [];
  const ctx = {
    report,
    count,
    options: DEFAULT_OPTIONS,
    transfer: { method: "sendfile" },
    inodes: { rememberReplaced: (stat: FileStat) => replaced.push(stat) },
    countAsDone: () => count[COUNTER.filesWithoutCopy]++,
  } as unknown as CopyContext;
  const pair = new FolderPair();
  pair.reset(
    rootPair({ reportPrefix: new TextEncoder().encode("src/") }),
    cString("in").slice(0, 2),
    false,
  );
  const entry = new Entry();
  entry.reset(pair, cString("a"), 8);
  entry.source.copyFrom(statWith({ size: 9 }));
  const told = () => {
    report.flush();
    return (events as OperationEvent[]).map(({ op, entryType, path, size, method }) => [
      ...[op, entryType, new TextDecoder().decode(path)],
      ...[size, method],
    ]);
  };
  const counted = () =>
    Object.entries(COUNTER).filter(([, at]) => count[at] > 0).map(([name]) => name as CounterName);
  return { ctx, entry, pair, told, counted, replaced, events };
}

Deno.test("reportCopy: copied or replaced, with size and method, by the path that reports show", () => {
  const { ctx, entry, told } = begin();
  reportCopy(ctx, entry);
  entry.replaces = true;
  reportCopy(ctx, entry);
  assertEquals(told(), [
    ["copy", "file", "src/in/a", 9, "sendfile"],
    ["replace", "file", "src/in/a", 9, "sendfile"],
  ]);
});

Deno.test("reportLinked and reportUpdated: counted and reported without a method; a link remembers what it replaces", () => {
  const { ctx, entry, told, counted, replaced, events } = begin();
  reportLinked(ctx, entry);
  assertEquals([counted(), replaced.length], [["linksCreated", "filesWithoutCopy"], 0]);
  entry.replaces = true;
  entry.changes = CHANGED.mode;
  reportLinked(ctx, entry);
  assertEquals(replaced, [entry.target]);
  reportUpdated(ctx, entry);
  assertEquals(told().map(([op, , , size, method]) => [op, size, method]), [
    ["link", 0, null],
    ["link", 0, null],
    ["update-metadata", 0, null],
  ]);
  assertEquals((events as OperationEvent[]).map(({ changes }) => changes?.mode ?? null), [
    null,
    true,
    true,
  ]);
  assertEquals(counted(), ["linksCreated", "metadataUpdated", "filesWithoutCopy"]);
});

Deno.test("countUnchanged: files alone are counted, and nothing is reported", () => {
  const { ctx, entry, told, counted } = begin();
  entry.source.copyFrom(statWith({ type: "symlink" }));
  countUnchanged(ctx, entry);
  assertEquals(counted(), []);
  entry.source.copyFrom(statWith());
  countUnchanged(ctx, entry);
  assertEquals([counted(), told()], [["filesUnchanged", "filesWithoutCopy"], []]);
});

Deno.test("reportFolderMade and reportFolderUpdated: a folder in its parent, and the folder itself", () => {
  const { ctx, entry, pair, told, counted } = begin();
  reportFolderMade(ctx, entry);
  reportFolderUpdated(ctx, pair, CHANGED.mtime);
  assertEquals(told(), [
    ["make-folder", "folder", "src/in/a", 0, null],
    ["update-metadata", "folder", "src/in", 0, null],
  ]);
  assertEquals(counted(), ["foldersCreated", "metadataUpdated"]);
});

Deno.test("reports: where no operations are wanted they are counted all the same", () => {
  const { ctx, entry, pair, told, counted } = begin(false);
  reportCopy(ctx, entry);
  reportFolderMade(ctx, entry);
  reportFolderUpdated(ctx, pair, CHANGED.mtime);
  assertEquals([told(), counted()], [[], ["foldersCreated", "metadataUpdated"]]);
});

Deno.test("typeName: every type of inode(7)", () => {
  const types = [0o04, 0o12, 0o01, 0o14, 0o02, 0o06, 0o10].map((type) => {
    const stat = new FileStat();
    stat.words[WORD.mode] = type << 12 | 0o644;
    return typeName(stat);
  });
  assertEquals(types, [
    ...["folder", "symlink", "fifo", "socket"],
    ...["char-device", "block-device", "file"],
  ]);
});
