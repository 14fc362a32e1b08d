// When a new folder is filled under a temporary name.

import { assertEquals } from "@std/assert";
import { ENTRY_TYPE, Listing } from "../../../ffi/mod.ts";
import { paysToStage } from "../../../lib/engine/folders/staging.ts";
import type { WorkerContext } from "../../../lib/engine/worker/worker_context.ts";
import type { FolderPair } from "../../../lib/entry/folder_pair.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../lib/options.ts";
import { LONGEST_STAGED_PATH, SMALLEST_STAGED_FOLDER } from "../../../lib/thresholds.ts";
import { statWith } from "../../support/stats.ts";

/** What a case changes of a new folder below the root that holds just enough files, as root copies it. */
interface Case {
  readonly options?: Partial<Options>;
  readonly pair?: Partial<FolderPair>;
  readonly can?: { readonly stableHandles: boolean };
  readonly identity?: { readonly canChown: boolean; readonly canSetOthers: boolean };
  readonly stagesFolders?: boolean;
  readonly someoneIsIdle?: boolean;
  readonly files?: number;
  readonly folders?: number;
}

function isStaged({ files = SMALLEST_STAGED_FOLDER, folders = 0, ...given }: Case): boolean {
  const worker = {
    stack: { isEmpty: true, someoneIsIdle: given.someoneIsIdle ?? false },
    pace: { entryMs: 1 },
    ctx: {
      fs: {
        can: { stableHandles: true, lockingAttributes: 0x10, ...given.can },
        identity: { canChown: true, canSetOthers: true, ...given.identity },
      },
      options: { ...DEFAULT_OPTIONS, ...given.options },
    },
    performer: { stagesFolders: given.stagesFolders ?? true },
  } as unknown as WorkerContext;
  const pair = {
    fresh: true,
    target: 5,
    path: new TextEncoder().encode("a/b"),
    root: { removal: null },
    sourceStat: statWith({ type: "folder" }),
    targetStat: statWith({ type: "folder" }),
    ...given.pair,
  } as unknown as FolderPair;
  const listing = new Listing(64 * 1024);
  listing.type.fill(ENTRY_TYPE.file, 0, files);
  listing.type.fill(ENTRY_TYPE.folder, files, files + folders);
  listing.count = files + folders;
  return paysToStage(worker, pair, listing);
}

const locked = statWith({ type: "folder", attributes: 0x10 });
const CASES: readonly (readonly [name: string, expected: boolean, given: Case])[] = [
  ["of just enough files", true, {}],
  ["in a folder that is to keep its time", false, {
    pair: { root: { removal: { removedSince: 1 } } as unknown as FolderPair["root"] },
  }],
  ["of one file less", false, { files: SMALLEST_STAGED_FOLDER - 1 }],
  ["with one folder in it", true, { files: 0, folders: 1 }],
  ["with one folder, whose links are followed", false, {
    files: 0,
    folders: 1,
    options: { dereference: true },
  }],
  ["whose files others could do", false, { someoneIsIdle: true }],
  ["that was there before", false, { pair: { fresh: false } }],
  ["that is not made", false, { pair: { target: -1 } }],
  ["that is the root", false, { pair: { path: new Uint8Array() } }],
  ["with the longest path", true, { pair: { path: new Uint8Array(LONGEST_STAGED_PATH) } }],
  ["with a longer path", false, { pair: { path: new Uint8Array(LONGEST_STAGED_PATH + 1) } }],
  ["whose source is locked", false, { pair: { sourceStat: locked } }],
  ["of a run that changes nothing", false, { stagesFolders: false }],
  ["with --inplace", false, { options: { inplace: true } }],
  ["with --fsync", false, { options: { fsync: true } }],
  ["with --bwlimit", false, { options: { bandwidthLimit: 1000 } }],
  ["where handles do not follow a renamed folder", false, { can: { stableHandles: false } }],
  ["as who gives folders away and cannot set their times then", false, {
    identity: { canChown: true, canSetOthers: false },
  }],
  ["as an ordinary user", true, { identity: { canChown: false, canSetOthers: false } }],
];

for (const [name, expected, given] of CASES) {
  Deno.test(`paysToStage: a new folder ${name}: ${expected ? "yes" : "no"}`, () => {
    assertEquals(isStaged(given), expected);
  });
}
