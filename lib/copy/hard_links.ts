// Which source files with several links have been met, and where the first of their names stands in
// the target, for all workers together. A name met while another worker still copies the first one
// waits for it: a copy never waits for anything itself, so waiting ends.

import { type FileStat, WORD } from "../../ffi/mod.ts";
import { CONTROL, isStopping } from "../shared/control.ts";
import { lock, unlock } from "../shared/lock.ts";
import type { SharedMemory } from "../shared/mod.ts";
import { type FirstName, LINK, LinkTable, SIDE } from "./link_table.ts";

/** Milliseconds between looks at whether the run was stopped while waiting for another worker. */
const WAIT_MS = 100;

/** Whether an entry of the target is the file that `first` names. */
export function isFirst(stat: FileStat, first: FirstName): boolean {
  return stat.words[WORD.ino] === first.inoLow && stat.words[WORD.ino + 1] === first.inoHigh;
}

/** One worker's view of them. */
export class HardLinks {
  readonly #control: Int32Array;
  readonly #table: LinkTable;

  constructor(memory: SharedMemory, control: Int32Array) {
    this.#control = control;
    this.#table = new LinkTable(memory, control);
  }

  /**
   * Says whether `source` was met before. Null: it was not, the caller is to copy it and must then
   * call `publish` or `giveUp`.
   */
  claim(source: FileStat): FirstName | null {
    const table = this.#table;
    for (;;) {
      lock(this.#control, CONTROL.linksLock);
      const at = table.findOrAdd(source, SIDE.source);
      const state = table.state(at);
      const isUnclaimed = state === LINK.free || state === LINK.failed;
      if (isUnclaimed) table.setState(at, LINK.inProgress);
      const first = state === LINK.done ? table.firstName(at) : null;
      unlock(this.#control, CONTROL.linksLock);
      if (isUnclaimed || first !== null) return first;
      if (isStopping(this.#control)) return null;
      table.wait(at, LINK.inProgress, WAIT_MS);
    }
  }

  /** Whether a name of that file was claimed before, and not given up. */
  knows(source: FileStat): boolean {
    if (Atomics.load(this.#control, CONTROL.linkEntries) === 0) return false;
    lock(this.#control, CONTROL.linksLock);
    const state = this.#table.state(this.#table.find(source, SIDE.source));
    unlock(this.#control, CONTROL.linksLock);
    return state === LINK.inProgress || state === LINK.done;
  }

  /** Where the first name of `source` stands if it was copied already, else null; claims nothing. */
  firstName(source: FileStat): FirstName | null {
    const table = this.#table;
    lock(this.#control, CONTROL.linksLock);
    const at = table.find(source, SIDE.source);
    const first = table.state(at) === LINK.done ? table.firstName(at) : null;
    unlock(this.#control, CONTROL.linksLock);
    return first;
  }

  /** Says where the claimed file's first name now stands. */
  publish(source: FileStat, target: FileStat, root: number, path: Uint8Array): void {
    lock(this.#control, CONTROL.linksLock);
    const at = this.#table.find(source, SIDE.source);
    this.#table.setName(at, root, path);
    this.#table.leadTo(at, target);
    this.#settle(at, LINK.done);
  }

  /** The claimed file could not be copied: the next name that is met tries again. */
  giveUp(source: FileStat): void {
    lock(this.#control, CONTROL.linksLock);
    this.#settle(this.#table.find(source, SIDE.source), LINK.failed);
  }

  #settle(at: number, state: number): void {
    this.#table.setState(at, state);
    this.#table.wake(at);
    unlock(this.#control, CONTROL.linksLock);
  }

  /**
   * Remembers that one name of a target file with several was replaced. Its other names are then
   * treated as names of a linked file to the end of the run, whatever its link count has become, so
   * that it does not matter which name comes first, and a dry run decides as the run does.
   */
  rememberReplaced(target: FileStat): void {
    if (target.nlink < 2) return;
    lock(this.#control, CONTROL.linksLock);
    this.#table.setState(this.#table.findOrAdd(target, SIDE.target), LINK.done);
    unlock(this.#control, CONTROL.linksLock);
  }

  wasReplaced(target: FileStat): boolean {
    if (Atomics.load(this.#control, CONTROL.linkEntries) === 0) return false;
    lock(this.#control, CONTROL.linksLock);
    const state = this.#table.state(this.#table.find(target, SIDE.target));
    unlock(this.#control, CONTROL.linksLock);
    return state !== LINK.free;
  }

  /**
   * Says that a linked source stands at `target` as it is. False where another source does so already:
   * the two were one file in the target, but are not in the source.
   */
  own(target: FileStat, source: FileStat): boolean {
    const table = this.#table;
    lock(this.#control, CONTROL.linksLock);
    const at = table.findOrAdd(target, SIDE.owner);
    if (table.state(at) === LINK.free) {
      table.setState(at, LINK.done);
      table.leadTo(at, source);
    }
    const owns = table.leadsTo(at, source);
    unlock(this.#control, CONTROL.linksLock);
    return owns;
  }
}
