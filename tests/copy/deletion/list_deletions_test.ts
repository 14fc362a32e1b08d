// Listing deletions tells what deleting does, and changes nothing.

import { assertEquals } from "@std/assert";
import { cString, ENTRY_TYPE, openNative, textOf } from "../../../ffi/mod.ts";
import { CopyContext } from "../../../lib/copy/context.ts";
import { deleteEntry } from "../../../lib/copy/deletion/delete_entry.ts";
import type { DeletionFilter } from "../../../lib/copy/deletion/deletion_filter.ts";
import { listDeletions } from "../../../lib/copy/deletion/list_deletions.ts";
import { FolderPair } from "../../../lib/entry/folder_pair.ts";
import type { RunEvent } from "../../../lib/events.ts";
import { DEFAULT_OPTIONS } from "../../../lib/options.ts";
import { Report } from "../../../lib/thread_report.ts";
import { COUNTER } from "../../../lib/shared/counters.ts";
import { createSharedMemory } from "../../../lib/shared/mod.ts";
import * as make from "../../support/entries.ts";
import { rootPair } from "../../support/root_pair.ts";
import { makeScratch } from "../../support/scratch.ts";

const scratch = makeScratch("ferry-list-deletions-");
const fs = await openNative();

/** A pair whose target is a folder with a tree `extra`, and what is reported of it. */
function open(name: string) {
  const [source, target] = [`${scratch}/${name}-source`, `${scratch}/${name}`];
  for (const path of [source, target, `${target}/extra`, `${target}/extra/below`]) {
    make.makeFolder(path);
  }
  for (const path of ["a", "kept", "below/b"]) make.makeFile(`${target}/extra/${path}`, "x");
  const events: RunEvent[] = [];
  const ctx = new CopyContext({
    fs,
    options: DEFAULT_OPTIONS,
    memory: createSharedMemory(1),
    report: new Report(true, (batch) => void events.push(...batch)),
    index: 0,
    runToken: "00000000",
    mayProbe: false,
    comparesAll: false,
    usesFastPath: true,
  });
  const pair = new FolderPair();
  const handles = {
    source: fs.openFolder(cString(source)),
    target: fs.openFolder(cString(target)),
  };
  pair.reset(rootPair(handles), new Uint8Array(), false);
  Object.assign(pair, handles);
  const told = () => {
    ctx.report.flush();
    return events.splice(0).map((event) =>
      event.type === "operation"
        ? `${event.op} ${event.entryType} ${textOf(event.path)}`
        : event.type
    );
  };
  return { ctx, pair, told, path: `${target}/extra` };
}

for (const keeps of [false, true]) {
  const filter: DeletionFilter = {
    protects: (_pair, _path, _folder, name) => keeps && textOf(name).startsWith("kept"),
  };
  const what = keeps ? "a protected entry stays, and the folder above it" : "the whole tree";
  Deno.test(`listDeletions: what deleteEntry removes, ${what}`, () => {
    const { ctx, pair, told, path } = open(`${keeps}`);
    const name = cString("extra");
    assertEquals(listDeletions(ctx, pair, filter, name, ENTRY_TYPE.folder), !keeps);
    const listed = told();
    assertEquals(listed.length, keeps ? 3 : 5);
    assertEquals(ctx.count[COUNTER.deleted], listed.length);
    assertEquals(pair.touched, false);
    assertEquals(Deno.readTextFileSync(`${path}/below/b`), "x");

    assertEquals(deleteEntry(ctx, pair, filter, name, ENTRY_TYPE.folder), !keeps);
    assertEquals(told(), listed);
    assertEquals(pair.touched, true);
    const left = keeps ? [...Deno.readDirSync(path)].map(({ name }) => name) : [];
    assertEquals(left, keeps ? ["kept"] : []);
  });
}
