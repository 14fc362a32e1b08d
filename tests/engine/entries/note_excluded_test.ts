// What the target has under a name that is excluded in the source.

import { assertEquals } from "@std/assert";
import { cString, ENTRY_TYPE, type FileStat } from "../../../ffi/mod.ts";
import { noteExcluded } from "../../../lib/engine/entries/note_excluded.ts";
import type { WorkerContext } from "../../../lib/engine/worker/worker_context.ts";
import { Entry } from "../../../lib/entry/entry.ts";
import { FolderPair } from "../../../lib/entry/folder_pair.ts";
import type { RootPair } from "../../../lib/entry/root_pair.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../lib/options.ts";
import { Selection } from "../../../lib/plan/selection.ts";
import { statWith } from "../../support/stats.ts";

const file = statWith({ size: 5 });
const folder = statWith({ type: "folder" });

/** How many target entries are counted for a source file of 5 bytes. */
function matchedWith(given: Partial<Options>, found: FileStat | null): number {
  const options = { ...DEFAULT_OPTIONS, delete: true, ...given };
  const pair = new FolderPair();
  pair.reset({ targetName: null } as RootPair, new Uint8Array(), false);
  pair.target = 7;
  const entry = new Entry();
  entry.reset(pair, cString("name"), ENTRY_TYPE.file);
  const stat = (_folder: number, _name: Uint8Array, into: FileStat) => {
    if (found === null) return -1;
    into.copyFrom(found);
    return 0;
  };
  const selection = new Selection(options);
  const worker = { ctx: { fs: { stat }, options }, basis: { selection } };
  noteExcluded(worker as unknown as WorkerContext, entry);
  return pair.matched;
}

const byName = [{ include: false, pattern: "name" }];
const folderIncluded = [{ include: true, pattern: "name/" }, ...byName];

const CASES: readonly (readonly [string, Partial<Options>, FileStat | null, number])[] = [
  ["by name: what is there is no extra", { filters: byName }, file, 1],
  ["by name: nothing is there", { filters: byName }, null, 0],
  [
    "by name: what is there is a folder, which is not excluded",
    {
      filters: folderIncluded,
    },
    folder,
    0,
  ],
  ["by name, --delete-excluded: it is extra", { filters: byName, deleteExcluded: true }, file, 0],
  ["by size: what is there is no extra", { maxSize: 4 }, file, 1],
  [
    "by size, --delete-excluded: sizes delete nothing",
    { maxSize: 4, deleteExcluded: true },
    file,
    1,
  ],
  ["without --delete nothing is looked at", { maxSize: 4, delete: false }, file, 0],
];

for (const [name, options, found, matched] of CASES) {
  Deno.test(`noteExcluded: ${name}`, () => assertEquals(matchedWith(options, found), matched));
}
