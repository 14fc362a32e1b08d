// When a thread has the system read the files that come next, and which: the file system and the clock are made up here,
// for whether a real disk lets a thread wait is left to chance.

import { assertEquals } from "@std/assert";
import {
  cString,
  ENTRY_TYPE,
  type FileStat,
  Listing,
  type MountedFileSystem,
  type NativeFileSystem,
} from "../../../ffi/mod.ts";
import { EOPNOTSUPP } from "../../../ffi/errno.ts";
import { FolderPair } from "../../../lib/entry/folder_pair.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../lib/options.ts";
import { Pace } from "../../../lib/engine/worker/pace.ts";
import { ReadAhead } from "../../../lib/engine/worker/read_ahead.ts";
import { createThreadTimes, ThreadTime } from "../../../lib/shared/thread_time.ts";
import type { Performer } from "../../../lib/engine/worker/performer.ts";
import type { Selection } from "../../../lib/plan/selection.ts";

const FILES = 200;
const SOURCE = 3, TARGET = 4;
const DISK = 8 * 2 ** 32 + 1, NO_DISK = 45;

interface Given {
  type?: string;
  dev?: number;
  fresh?: boolean;
  onlyCompares?: boolean;
  readsFiles?: boolean;
  excludes?: boolean;
  isTraced?: boolean;
  answer?: number;
  options?: Partial<Options>;
}

const decoder = new TextDecoder();
const textOf = (name: Uint8Array) => decoder.decode(name.subarray(0, name.indexOf(0)));

/** A thread in a folder of 200 files and a folder; `run` has it process `entries` of them at so much a piece. */
function inFolder(given: Given, use: (thread: ReturnType<typeof makeThread>) => void): void {
  const { now } = performance;
  let clock = 1000;
  performance.now = () => clock;
  try {
    use(makeThread(given, (ms) => clock += ms));
  } finally {
    performance.now = now;
  }
}

function makeThread(given: Given, pass: (ms: number) => void) {
  const { type = "ext4", dev = DISK, fresh = true, onlyCompares = false, readsFiles = true } =
    given;
  const asked: string[] = [];
  let ran = 0, ready = 0;
  const fs = {
    threadTimes: () => ({ ranMs: ran, readyMs: ready, turns: 0 }),
    isTraced: () => given.isTraced === true,
    fileSystemOf: () => ({ type } as MountedFileSystem),
    openForReading(folder: number, name: Uint8Array) {
      asked.push(`${folder === SOURCE ? "" : "target "}${textOf(name)}`);
      return 9;
    },
    readAhead: () => given.answer ?? 0,
    close() {},
  } as unknown as NativeFileSystem;
  const pace = new Pace();
  const time = new ThreadTime(createThreadTimes(1), 0);
  time.introduce(1);
  const ahead = new ReadAhead({
    ctx: { fs, options: { ...DEFAULT_OPTIONS, ...given.options } },
    pace,
    time,
    selection: {
      hasFilters: given.excludes === true,
      excludesName: () => true,
    } as unknown as Selection,
    performer: { readsFiles, onlyCompares } as Performer,
  });
  const listing = new Listing(256 * 1024);
  for (let i = 0; i < FILES; i++) {
    const name = cString(new TextEncoder().encode(`f${i}`));
    listing.append(name, name.length - 1, i === 1 ? ENTRY_TYPE.folder : ENTRY_TYPE.file);
  }
  const pair = new FolderPair();
  Object.assign(pair, { source: SOURCE, target: TARGET, fresh });
  Object.defineProperty(pair, "sourceStat", { value: { dev } as FileStat });
  let at = 0;
  const begin = () => {
    at = 0;
    asked.length = 0;
    pace.begin();
    ahead.begin(pair, listing);
  };
  begin();
  return {
    asked,
    begin,
    rest(ms: number): void {
      time.beginIdle();
      pass(ms);
      time.endIdle();
    },
    run(entries: number, each: { ran: number; ready?: number; waited?: number }): void {
      for (let i = 0; i < entries; i++, at++) {
        if (pace.isDue()) ahead.look(pair, listing, at);
        ran += each.ran + (each.ready ?? 0);
        ready += each.ready ?? 0;
        pass(each.ran + (each.ready ?? 0) + (each.waited ?? 0));
      }
    },
  };
}

const WAITING = { ran: 0.1, waited: 0.3 };

Deno.test("ReadAhead: a thread that waits has the next 64 entries read, each file once", () =>
  inFolder({}, ({ asked, run, begin }) => {
    run(FILES, WAITING);
    assertEquals(new Set(asked).size, asked.length);
    assertEquals(asked.includes("f199"), true);
    assertEquals(asked.includes("f1"), false, "a folder has nothing to be read");
    begin();
    assertEquals(asked.length, 63, "in the next folder from the start");
    run(1, WAITING);
  }));

Deno.test("ReadAhead: others that have the processors are no reason, and keep none from being seen", () => {
  inFolder({}, ({ asked, run }) => {
    run(FILES, { ran: 0.1, ready: 0.3 });
    assertEquals(asked, []);
  });
  inFolder({}, ({ asked, run }) => {
    run(FILES, { ran: 0.1, ready: 1, waited: 0.1 });
    assertEquals(asked.includes("f199"), true);
  });
});

Deno.test("ReadAhead: a time without jobs is no wait for storage", () =>
  inFolder({}, ({ asked, run, rest }) => {
    run(40, { ran: 0.1 });
    rest(1000);
    run(FILES - 40, { ran: 0.1 });
    assertEquals(asked, []);
  }));

Deno.test("ReadAhead: after a second it is found out again whether it pays", () =>
  inFolder({}, ({ asked, run, begin }) => {
    run(FILES, WAITING);
    run(1, { ran: 1100 });
    run(40, { ran: 0.1 });
    begin();
    run(FILES, { ran: 0.1 });
    assertEquals(asked, []);
    begin();
    run(FILES, { ran: 0.1, waited: 5 });
    assertEquals(asked.includes("f199"), true);
  }));

const NEVER: readonly [why: string, given: Given][] = [
  ["entries that both sides may have", { fresh: false }],
  ["a dry run", { readsFiles: false }],
  ["what is excluded", { excludes: true }],
  ["a program that is traced", { isTraced: true }],
  ["a limit of bandwidth", { options: { bandwidthLimit: 1e6 } }],
  ["a network file system", { type: "nfs4", dev: NO_DISK }],
  ["FUSE", { type: "fuse.sshfs", dev: NO_DISK }],
  ["FUSE on a disk", { type: "fuseblk" }],
  ["memory", { type: "tmpfs", dev: NO_DISK }],
];

for (const [why, given] of NEVER) {
  Deno.test(`ReadAhead: nothing is asked for: ${why}`, () =>
    inFolder(given, ({ asked, run }) => {
      run(FILES, WAITING);
      assertEquals(asked, []);
    }));
}

Deno.test("ReadAhead: btrfs is a disk without its number", () =>
  inFolder({ type: "btrfs", dev: NO_DISK }, ({ asked, run }) => {
    run(FILES, WAITING);
    assertEquals(asked.includes("f199"), true);
  }));

Deno.test("ReadAhead: where the system has no such call it is asked once", () =>
  inFolder({ answer: -EOPNOTSUPP }, ({ asked, run }) => {
    run(FILES, WAITING);
    assertEquals(asked.length, 1);
  }));

Deno.test("ReadAhead: a verification has both sides read", () =>
  inFolder({ onlyCompares: true, fresh: false }, ({ asked, run }) => {
    run(FILES, WAITING);
    assertEquals(asked.includes("f199"), true);
    assertEquals(asked.includes("target f199"), true);
  }));
