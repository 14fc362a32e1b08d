// Which source files with several links have been met, and where the first of their names stands in
// the target, for all workers together. A name met while another worker still copies the first one
// waits for it: a copy never waits for anything itself, so waiting ends. Where a name cannot be a link it is a
// copy, and the first name of the next group: no link leads from one mount to another, a file has so many names
// at most, and some file systems have no links at all.

import { type FileStat, hasNumber, WORD } from "../../../ffi/mod.ts";
import type { FirstLink, TargetLocation } from "../../entry/first_link.ts";
import { CONTROL, isStopping } from "../../shared/control.ts";
import { lock, unlock } from "../../shared/lock.ts";
import type { SharedMemory } from "../../shared/mod.ts";
import { COUNTER } from "../../shared/counters.ts";
import { IDENTIFYING, LINK, SIDE } from "./link_records.ts";
import { LinkTable } from "./link_table.ts";
import { SPLIT } from "./split_causes.ts";

/** Milliseconds between looks at whether the run was stopped while waiting for another worker. */
const WAIT_MS = 100;

/** Whether an entry of the target has the inode number of the file that `first` names. */
export function isFirst(stat: FileStat, first: FirstLink): boolean {
  return hasNumber(stat, first.inode);
}

/** Whether it also was made when that was: the number may have been given to another file since. */
export function isStillFirst(stat: FileStat, first: FirstLink): boolean {
  const { words } = stat;
  return isFirst(stat, first) && words[WORD.btime] === first.btime &&
    words[WORD.btimeNsec] === first.btimeNsec;
}

/** A source file, and where in the target one of its names is to stand. */
interface Claim {
  readonly source: FileStat;
  /** `FolderPair.mount` */
  readonly mount: number;
}

/** One worker's view of them. */
export class HardLinks {
  readonly #control: Int32Array;
  readonly #table: LinkTable;

  /**
   * @param count the worker's counters
   * @param reusesInodes `Abilities.reusesInodes`
   */
  constructor(
    memory: SharedMemory,
    control: Int32Array,
    private readonly count: Float64Array,
    private readonly reusesInodes: boolean,
  ) {
    this.#control = control;
    this.#table = new LinkTable(memory, control, reusesInodes);
  }

  /** Whether both are the same file, and it has not changed in between. */
  isSame(a: FileStat, b: FileStat): boolean {
    return a.hasSameInode(b) && (!this.reusesInodes || a.hasSameWords(b, IDENTIFYING));
  }

  /**
   * Says whether `source` was met before. Null: it was not, the caller is to copy it and must then
   * call `publish` or `giveUp`.
   *
   * @param mount on which the name is to stand: it cannot be a link to one on another
   */
  claim(source: FileStat, mount: number): FirstLink | null {
    const table = this.#table;
    for (;;) {
      lock(this.#control, CONTROL.linksLock);
      const at = this.#findOrAdd({ source, mount });
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

  /**
   * Claims a source file once more, because a name cannot be a link to `first`.
   *
   * @param cause one of SPLIT, or 0 where that is not to be told
   * @returns false where somebody else has done so meanwhile: the caller is to ask for the first name again
   */
  renew(source: FileStat, mount: number, { id }: FirstLink, cause: number): boolean {
    const table = this.#table;
    lock(this.#control, CONTROL.linksLock);
    const at = this.#find({ source, mount });
    const isStill = table.state(at) === LINK.done && table.firstName(at).id === id;
    if (isStill) {
      table.setState(at, LINK.inProgress);
      if (cause !== 0) this.#noteSplit(source, cause);
    }
    unlock(this.#control, CONTROL.linksLock);
    return isStill;
  }

  /** Counts a name that is a copy because of `cause`. */
  #noteSplit(source: FileStat, cause: number): void {
    const isFirst = this.#table.split(
      this.#table.find({ stat: source, side: SIDE.source, mount: 0 }),
    );
    this.count[COUNTER.namesCopied]++;
    if (isFirst) this.count[COUNTER.filesWithCopies]++;
    Atomics.or(this.#control, CONTROL.splitCauses, cause);
  }

  /** Whether a name of that file was claimed before, and not given up. */
  knows(source: FileStat): boolean {
    if (Atomics.load(this.#control, CONTROL.linkEntries) === 0) return false;
    lock(this.#control, CONTROL.linksLock);
    const state = this.#table.state(
      this.#table.find({ stat: source, side: SIDE.source, mount: 0 }),
    );
    unlock(this.#control, CONTROL.linksLock);
    return state === LINK.inProgress || state === LINK.done;
  }

  /** Where the first name of `source` stands if it was copied already, else null; claims nothing. */
  firstName(source: FileStat, mount: number): FirstLink | null {
    const table = this.#table;
    lock(this.#control, CONTROL.linksLock);
    const at = this.#find({ source, mount });
    const first = table.state(at) === LINK.done ? table.firstName(at) : null;
    unlock(this.#control, CONTROL.linksLock);
    return first;
  }

  /** Says where the claimed file's first name now stands. */
  publish(source: FileStat, target: FileStat, { root, path, mount }: TargetLocation): void {
    lock(this.#control, CONTROL.linksLock);
    const at = this.#find({ source, mount });
    this.#table.setName(at, root, path);
    this.#table.leadTo(at, target);
    this.#settle(at, LINK.done);
  }

  /** The claimed file could not be copied: the next name that is met tries again. */
  giveUp(source: FileStat, mount: number): void {
    lock(this.#control, CONTROL.linksLock);
    this.#settle(this.#find({ source, mount }), LINK.failed);
  }

  #settle(at: number, state: number): void {
    this.#table.setState(at, state);
    this.#table.wake(at);
    unlock(this.#control, CONTROL.linksLock);
  }

  /** The entry for names on a mount: that of the file itself, unless its first name was claimed for another mount. */
  #find({ source, mount }: Claim): number {
    const table = this.#table;
    const at = table.find({ stat: source, side: SIDE.source, mount: 0 });
    if (table.state(at) === LINK.free || table.mount(at) === mount) return at;
    return table.find({ stat: source, side: SIDE.source, mount });
  }

  #findOrAdd({ source, mount }: Claim): number {
    const table = this.#table;
    const at = table.findOrAdd({ stat: source, side: SIDE.source, mount: 0 });
    if (table.state(at) === LINK.free) table.setMount(at, mount);
    if (table.mount(at) === mount) return at;
    const elsewhere = table.findOrAdd({ stat: source, side: SIDE.source, mount });
    if (table.state(elsewhere) === LINK.free) this.#noteSplit(source, SPLIT.across);
    return elsewhere;
  }

  /**
   * Remembers that one name of a target file with several was replaced. Its other names are then
   * treated as names of a linked file to the end of the run, whatever its link count has become, so
   * that it does not matter which name comes first, and a dry run decides as the run does.
   */
  rememberReplaced(target: FileStat): void {
    if (target.nlink < 2) return;
    lock(this.#control, CONTROL.linksLock);
    const at = this.#table.findOrAdd({ stat: target, side: SIDE.target, mount: 0 });
    this.#table.setState(at, LINK.done);
    unlock(this.#control, CONTROL.linksLock);
  }

  wasReplaced(target: FileStat): boolean {
    if (Atomics.load(this.#control, CONTROL.linkEntries) === 0) return false;
    lock(this.#control, CONTROL.linksLock);
    const at = this.#table.find({ stat: target, side: SIDE.target, mount: 0 });
    const state = this.#table.state(at);
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
    const at = table.findOrAdd({ stat: target, side: SIDE.owner, mount: 0 });
    if (table.state(at) === LINK.free) {
      table.setState(at, LINK.done);
      table.leadToSource(at, source);
    }
    const owns = table.leadsTo(at, source);
    unlock(this.#control, CONTROL.linksLock);
    return owns;
  }
}
