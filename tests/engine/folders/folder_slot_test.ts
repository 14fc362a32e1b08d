// A folder that several threads do parts of: the one that finishes the last part finishes the folder, by all
// that was found. The threads are pretended; their slots are real.

import { assertEquals } from "@std/assert";
import {
  abandonPart,
  finishPart,
  pushPart,
  takeFolderSlot,
  targetEntriesOf,
} from "../../../lib/engine/folders/folder_slot.ts";
import { Slots } from "../../../lib/engine/worker/slots.ts";
import type { WorkerContext } from "../../../lib/engine/worker/worker_context.ts";
import type { FolderPair } from "../../../lib/entry/folder_pair.ts";
import { DEFAULT_OPTIONS } from "../../../lib/options.ts";
import { CONTROL_WORDS } from "../../../lib/shared/control.ts";
import { SLOT_WORDS, SLOTS } from "../../../lib/shared/mod.ts";
import { statWith } from "../../support/stats.ts";

/** What the folder was finished with. */
interface Finished {
  readonly pair: FolderPair;
  readonly changes: number;
}

/** Of the names that the target folder was listed with. */
const LISTED_SUM = 2 ** 31 - 1;

/** A thread of a mirror; those on the same memory share their slots. */
function thread(memory: SharedArrayBuffer, finished: Finished[]): WorkerContext {
  return {
    slots: new Slots(memory),
    shard: null,
    extras: [],
    unlocked: [],
    ctx: {
      control: new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4)),
      options: { ...DEFAULT_OPTIONS, delete: true },
    },
    performer: {
      setFolderMetadata: (pair: FolderPair, changes: number) => finished.push({ pair, changes }),
    },
  } as unknown as WorkerContext;
}

/** The folder as one thread has it open. */
function pairWith(fields: Partial<FolderPair> = {}): FolderPair {
  return {
    root: { index: 3 },
    path: new TextEncoder().encode("huge"),
    target: 9,
    matched: 0,
    matchedSum: 0,
    touched: false,
    lockedMode: -1,
    isOnOtherMount: false,
    sourceStat: statWith({ dev: 7 }),
    ...fields,
  } as unknown as FolderPair;
}

function setUp() {
  const memory = new SharedArrayBuffer(SLOTS * SLOT_WORDS * 4);
  const finished: Finished[] = [];
  const owner = thread(memory, finished), helper = thread(memory, finished);
  const state = {
    targetEntries: 10,
    listedSum: LISTED_SUM,
    changes: 5,
    complete: true,
    clashes: null,
    both: null,
  };
  const slot = takeFolderSlot(owner, state)!;
  const push = () => pushPart(owner, slot, () => true);
  return { owner, helper, slot, finished, push };
}

const isFree = ({ slots }: WorkerContext, slot: number) => slots.take() === slot;

Deno.test("finishPart: the last of several threads finishes the folder with what all have found", () => {
  const { owner, helper, slot, finished, push } = setUp();
  push();
  push();
  assertEquals(targetEntriesOf(helper, slot), 10);
  finishPart(owner, pairWith({ matched: 4 }), slot, true);
  finishPart(helper, pairWith({ matched: 3, touched: true }), slot, true);
  assertEquals(finished, []);
  const last = pairWith({ matched: 2 });
  finishPart(helper, last, slot, true);
  assertEquals(finished.map(({ changes }) => changes), [5]);
  assertEquals([last.matched, last.touched, last.lockedMode], [9, true, -1]);
  assertEquals(helper.extras.map(({ root, sourceDev }) => [root, sourceDev]), [[3, 7]]);
  assertEquals(isFree(owner, slot), true);
});

Deno.test("finishPart: nothing is to be deleted where every target entry was matched", () => {
  const { owner, slot, finished } = setUp();
  finishPart(owner, pairWith({ matched: 10, matchedSum: LISTED_SUM }), slot, true);
  assertEquals([finished.length, owner.extras.length], [1, 0]);
});

Deno.test("finishPart: as many matches hide nothing that is extra where several threads have found other names", () => {
  for (const [sum, extras] of [[1, 1], [2 ** 31 - 1, 0]]) { // the sum wraps
    const { owner, helper, slot, push } = setUp();
    push();
    finishPart(owner, pairWith({ matched: 6, matchedSum: -(2 ** 31) }), slot, true);
    finishPart(helper, pairWith({ matched: 4, matchedSum: (sum - 2 ** 31) | 0 }), slot, true);
    assertEquals(helper.extras.length, extras);
  }
});

for (const order of ["before", "after"]) {
  Deno.test(`finishPart: nothing is deleted in a folder that one thread could not list, ${order} another`, () => {
    const { owner, helper, slot, finished, push } = setUp();
    push();
    finishPart(owner, pairWith({ matched: 1 }), slot, order === "after");
    finishPart(helper, pairWith({ matched: 1 }), slot, order === "before");
    assertEquals(finished.length, 1);
    assertEquals([...owner.extras, ...helper.extras], []);
  });
}

Deno.test("finishPart: the thread that finishes gets the mode of a folder that another one made writable", () => {
  const { owner, helper, slot, push } = setUp();
  push();
  const first = pairWith({ lockedMode: 0o555 });
  finishPart(owner, first, slot, true);
  assertEquals([first.lockedMode, owner.unlocked.length], [-1, 1]);
  const last = pairWith();
  finishPart(helper, last, slot, true);
  assertEquals(last.lockedMode, 0o555);
});

Deno.test("pushPart: what was not pushed is not waited for; without a slot nothing is counted", () => {
  const { owner, slot, finished } = setUp();
  assertEquals(pushPart(owner, slot, () => false), false);
  assertEquals(pushPart(owner, -1, () => true), true);
  finishPart(owner, pairWith(), slot, true);
  assertEquals(finished.length, 1);
});

Deno.test("abandonPart: the others finish the folder, and delete nothing in it", () => {
  const { owner, helper, slot, finished, push } = setUp();
  push();
  abandonPart(helper, slot);
  finishPart(owner, pairWith({ matched: 1 }), slot, true);
  assertEquals([finished.length, owner.extras.length], [1, 0]);
});

Deno.test("abandonPart: the last one frees the slot, but not while a mode waits to be given back", () => {
  const plain = setUp();
  abandonPart(plain.owner, plain.slot);
  assertEquals([plain.finished.length, isFree(plain.owner, plain.slot)], [0, true]);
  const unlocked = setUp();
  unlocked.push();
  finishPart(unlocked.owner, pairWith({ lockedMode: 0o555 }), unlocked.slot, true);
  abandonPart(unlocked.helper, unlocked.slot);
  assertEquals([unlocked.finished.length, isFree(unlocked.owner, unlocked.slot)], [0, false]);
});
