// What a dry run counts and tells; that it calls nothing that writes is shown by having no such call at all.

import { assert, assertEquals } from "@std/assert";
import { EACCES, ENOENT } from "../../../../ffi/errno.ts";
import { cString } from "../../../../ffi/mod.ts";
import { Preview } from "../../../../lib/engine/perform/preview/preview.ts";
import { FOLDER } from "../../../../lib/engine/worker/performer.ts";
import type { WorkerContext } from "../../../../lib/engine/worker/worker_context.ts";
import { HardLinks } from "../../../../lib/copy/links/hard_links.ts";
import { UnchangedLinkTable } from "../../../../lib/copy/links/unchanged_link_table.ts";
import { Entry } from "../../../../lib/entry/entry.ts";
import { FolderPair } from "../../../../lib/entry/folder_pair.ts";
import type { OperationEvent, RunEvent } from "../../../../lib/events.ts";
import { DEFAULT_OPTIONS } from "../../../../lib/options.ts";
import { CHANGED } from "../../../../lib/plan/changes.ts";
import { Report } from "../../../../lib/thread_report.ts";
import { COUNTER, type CounterName, counterRow } from "../../../../lib/shared/counters.ts";
import { createSharedMemory } from "../../../../lib/shared/mod.ts";
import { rootPair } from "../../../support/root_pair.ts";
import { type StatFields, statWith } from "../../../support/stats.ts";

function begin() {
  const events: RunEvent[] = [];
  const report = new Report(true, (batch) => events.push(...batch));
  const memory = createSharedMemory(1);
  const control = new Int32Array(memory.control);
  const count = counterRow(memory.counters, 0);
  const inodes = new HardLinks(memory, control, count, true);
  const ctx = {
    fs: {},
    options: DEFAULT_OPTIONS,
    report,
    control,
    count,
    inodes,
    links: inodes,
    unchangedLinks: new UnchangedLinkTable(memory, control),
    transfer: { method: null },
    countAsDone: () => count[COUNTER.filesWithoutCopy]++,
  };
  const pair = new FolderPair();
  pair.reset(rootPair(), new Uint8Array(), false);
  pair.mount = 1;
  const entryOf = (name: string, fields: StatFields) => {
    const entry = new Entry();
    entry.reset(pair, cString(name), 8);
    entry.source.copyFrom(statWith(fields));
    return entry;
  };
  const told = () => {
    report.flush();
    return (events as OperationEvent[]).map(({ op, path }) =>
      `${op} ${new TextDecoder().decode(path)}`
    );
  };
  const counted = () =>
    Object.fromEntries(
      Object.entries(COUNTER).filter(([, at]) => count[at] > 0)
        .map(([name, at]) => [name as CounterName, count[at]]),
    );
  return {
    preview: new Preview({ ctx } as unknown as WorkerContext),
    entryOf,
    pair,
    told,
    counted,
  };
}

Deno.test("Preview.copy: a file counts as found with its bytes, as copied or as replaced", () => {
  const { preview, entryOf, told, counted } = begin();
  preview.copy(entryOf("a", { size: 5 }));
  const other = entryOf("b", { size: 7 });
  other.replaces = true;
  preview.copy(other);
  assertEquals(told(), ["copy a", "replace b"]);
  assertEquals(counted(), { filesCopied: 1, filesReplaced: 1, filesFound: 2, bytesFound: 12 });
});

Deno.test("Preview.copy: further names of a file are links to where the first one would stand", () => {
  const { preview, entryOf, told, counted } = begin();
  const linked = { ino: 9, nlink: 2, size: 5 };
  preview.copy(entryOf("a", linked));
  preview.copy(entryOf("b", linked));
  preview.copy(entryOf("c", { ...linked, ino: 10 }));
  assertEquals(told(), ["copy a", "link b", "copy c"]);
  assertEquals(counted().linksCreated, 1);
});

Deno.test("Preview.makeLink: symlinks and special entries are counted apart", () => {
  const { preview, entryOf, told, counted } = begin();
  preview.makeLink(entryOf("l", { type: "symlink" }));
  preview.makeLink(entryOf("p", {}));
  assertEquals([told(), counted()], [["symlink l", "special p"], {
    linksCreated: 1,
    specialsCreated: 1,
  }]);
});

Deno.test("Preview: folders, metadata and what stays", () => {
  const { preview, entryOf, told, counted } = begin();
  assertEquals(preview.makeFolder(entryOf("f", { type: "folder" })), FOLDER.made);
  preview.updateMetadata(entryOf("m", {}));
  preview.keep(entryOf("k", {}));
  assertEquals(told(), ["make-folder f", "update-metadata m"]);
  assertEquals(counted(), {
    foldersCreated: 1,
    metadataUpdated: 1,
    filesUnchanged: 1,
    filesWithoutCopy: 2,
  });
});

Deno.test("Preview.setFolderMetadata: a folder that is there and differs, but for the mode of a new one or a size", () => {
  const { preview, pair, told } = begin();
  preview.setFolderMetadata(pair, CHANGED.size);
  pair.target = -1;
  preview.setFolderMetadata(pair, CHANGED.mode);
  pair.target = 5;
  pair.fresh = true;
  preview.setFolderMetadata(pair, CHANGED.mode);
  assertEquals(told(), []);
  pair.fresh = false;
  preview.setFolderMetadata(pair, CHANGED.mode);
  assertEquals(told(), ["update-metadata "]);
});

Deno.test("Preview.acceptsMissing: a target folder that a run would have made", () => {
  const { preview, pair } = begin();
  assert(preview.acceptsMissing(pair, -ENOENT) && !preview.acceptsMissing(pair, -EACCES));
  pair.fresh = true;
  assert(preview.acceptsMissing(pair, -EACCES));
});
