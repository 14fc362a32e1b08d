// Shared state of a folder that several threads do parts of: how many parts are pending, and what they found.
// The thread that finishes the last part finishes the folder.

import { type FolderPair, setMatched } from "../../entry/folder_pair.ts";
import { isStopping } from "../../shared/control.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { finishFolder, type FolderState } from "./finish_folder.ts";
import { deferRelock } from "./unlocked.ts";

/** User words of the slot. */
const PENDING = 0;
const MATCHED = 1;
const FLAGS = 2;
const TARGET_ENTRIES = 3;
const CHANGES = 4;
const LISTED_SUM = 5;
const MATCHED_SUM = 6;

const TOUCHED = 1;
const INCOMPLETE = 2;
/** The folder was made writable; the mode that it had before stands above. */
const UNLOCKED = 4;
const MODE_SHIFT = 3;

/** Takes a slot for a folder, with this thread's part pending; null when none is free. */
export function takeFolderSlot({ slots }: WorkerContext, state: FolderState): number | null {
  const slot = slots.take();
  if (slot === null) return null;
  const { words } = slots;
  words[slots.at(slot, PENDING)] = 1;
  words[slots.at(slot, MATCHED)] = words[slots.at(slot, FLAGS)] = 0;
  words[slots.at(slot, TARGET_ENTRIES)] = state.targetEntries;
  words[slots.at(slot, CHANGES)] = state.changes;
  words[slots.at(slot, LISTED_SUM)] = state.listedSum;
  return slot;
}

/** Pushes a part as a job, and counts it as pending in the slot, if there is one; false when `push` had no room. */
export function pushPart({ slots }: WorkerContext, slot: number, push: () => boolean): boolean {
  if (slot < 0) return push();
  Atomics.add(slots.words, slots.at(slot, PENDING), 1);
  if (push()) return true;
  Atomics.sub(slots.words, slots.at(slot, PENDING), 1);
  return false;
}

/** How many entries the target folder has. */
export function targetEntriesOf({ slots }: WorkerContext, slot: number): number {
  return slots.words[slots.at(slot, TARGET_ENTRIES)];
}

/**
 * Adds what this thread found to the slot; the last one finishes the folder.
 *
 * @param isComplete whether all of the source folder that this thread was to list could be listed
 */
export function finishPart(
  worker: WorkerContext,
  pair: FolderPair,
  slot: number,
  isComplete: boolean,
): void {
  const { slots } = worker;
  const { words } = slots;
  const flags = (pair.touched ? TOUCHED : 0) | (isComplete ? 0 : INCOMPLETE) |
    unlockedFlags(worker, pair, slot);
  Atomics.or(words, slots.at(slot, FLAGS), flags);
  Atomics.add(words, slots.at(slot, MATCHED), pair.matched);
  Atomics.add(words, slots.at(slot, MATCHED_SUM), pair.matchedSum);
  if (Atomics.sub(words, slots.at(slot, PENDING), 1) !== 1) return;
  const all = words[slots.at(slot, FLAGS)];
  const state = {
    targetEntries: words[slots.at(slot, TARGET_ENTRIES)],
    listedSum: words[slots.at(slot, LISTED_SUM)],
    changes: words[slots.at(slot, CHANGES)],
    complete: (all & INCOMPLETE) === 0,
    clashes: null,
    both: null,
  };
  setMatched(pair, words[slots.at(slot, MATCHED)], words[slots.at(slot, MATCHED_SUM)]);
  pair.touched = (all & TOUCHED) !== 0;
  if ((all & UNLOCKED) !== 0) pair.lockedMode = all >> MODE_SHIFT;
  slots.release(slot);
  finishFolder(worker, pair, state);
}

/** Flags that hold the mode of a folder that this thread made writable; a run that stops gives it back at once. */
function unlockedFlags(worker: WorkerContext, pair: FolderPair, slot: number): number {
  const mode = pair.lockedMode;
  if (mode < 0 || isStopping(worker.ctx.control)) return 0;
  deferRelock(worker, pair, slot);
  return UNLOCKED | mode << MODE_SHIFT;
}

/** Gives up a part whose folder could not be opened again: nothing is deleted there, and the folder keeps its metadata. */
export function abandonPart({ slots }: WorkerContext, slot: number): void {
  Atomics.or(slots.words, slots.at(slot, FLAGS), INCOMPLETE);
  if (Atomics.sub(slots.words, slots.at(slot, PENDING), 1) !== 1) return;
  // The thread that made it writable gives it its mode back while the slot is taken (unlocked.ts).
  if ((slots.words[slots.at(slot, FLAGS)] & UNLOCKED) === 0) slots.release(slot);
}
