// Source files with several names that were met, and the first name of each in the target, for all threads together. A
// name that is met while another thread still copies the first one waits for it: no deadlock, as the thread that copies
// never waits. A name that cannot be a link is copied and becomes the first name of another group: links do not cross
// mounts, a file has a limited number of names, and some file systems have no links.

import { type FileStat, hasNumber, WORD } from "../../../ffi/mod.ts";
import { BUSY, type FirstLink, type TargetLocation } from "../../entry/first_link.ts";
import { CONTROL, isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { lock, unlock } from "../../shared/lock.ts";
import type { SharedMemory } from "../../shared/mod.ts";
import { IDENTIFYING, LINK, SIDE } from "./link_records.ts";
import { LinkTable } from "./link_table.ts";
import { SPLIT } from "./split_causes.ts";
import { TargetLinks } from "./target_links.ts";

/** Milliseconds between checks for a stop while waiting for another thread. */
const WAIT_MS = 100;

/** True if a target entry has the inode number of the file that `first` names. */
export function isFirst(stat: FileStat, first: FirstLink): boolean {
  return hasNumber(stat, first.inode);
}

/** True if it also has the same birth time: the number may have been given to another file since. */
export function isStillFirst(stat: FileStat, first: FirstLink): boolean {
  const { words } = stat;
  return isFirst(stat, first) && words[WORD.btime] === first.btime &&
    words[WORD.btimeNsec] === first.btimeNsec;
}

/** A source file, and the mount in the target of one of its names. */
interface Claim {
  readonly source: FileStat;
  /** `FolderPair.mount` */
  readonly mount: number;
}

/** One thread's view of them. */
export class HardLinks extends TargetLinks {
  /**
   * @param count the thread's counters
   * @param reusesInodes `Abilities.reusesInodes`
   */
  constructor(
    memory: SharedMemory,
    control: Int32Array,
    private readonly count: Float64Array,
    private readonly reusesInodes: boolean,
  ) {
    super(new LinkTable(memory, control, reusesInodes), control);
  }

  /** True if both are the same file, unchanged in between. */
  isSame(a: FileStat, b: FileStat): boolean {
    return a.hasSameInode(b) && (!this.reusesInodes || a.hasSameWords(b, IDENTIFYING));
  }

  /**
   * Looks up the first name of `source`. If there is none, claims the file and returns null: the caller must copy it and
   * then call `publish` or `giveUp`.
   *
   * @param mount of the name: links do not cross mounts
   * @param mayWait false answers BUSY instead of waiting for the thread that copies the first name
   */
  claim(source: FileStat, mount: number, mayWait = true): FirstLink | null {
    const { table } = this;
    for (;;) {
      lock(this.control, CONTROL.linksLock);
      const at = this.#findOrAdd({ source, mount });
      const state = table.state(at);
      const isUnclaimed = state === LINK.free || state === LINK.failed;
      if (isUnclaimed) table.setState(at, LINK.inProgress);
      const first = state === LINK.done ? table.firstName(at) : null;
      unlock(this.control, CONTROL.linksLock);
      if (isUnclaimed || first !== null) return first;
      if (isStopping(this.control)) return null;
      if (!mayWait) return BUSY;
      table.wait(at, LINK.inProgress, WAIT_MS);
    }
  }

  /**
   * Claims a source file again, because a name cannot be a link to `first`.
   *
   * @param cause one of SPLIT, or 0 if it is not to be reported
   * @returns false if another thread did so meanwhile: the caller must ask for the first name again
   */
  reclaim(source: FileStat, mount: number, { id }: FirstLink, cause: number): boolean {
    const { table } = this;
    lock(this.control, CONTROL.linksLock);
    const at = this.#find({ source, mount });
    const isStill = table.state(at) === LINK.done && table.firstName(at).id === id;
    if (isStill) {
      table.setState(at, LINK.inProgress);
      if (cause !== 0) this.#noteSplit(source, cause);
    }
    unlock(this.control, CONTROL.linksLock);
    return isStill;
  }

  /** Counts a name that is a copy because of `cause`. */
  #noteSplit(source: FileStat, cause: number): void {
    const isFirst = this.table.markCopied(
      this.table.find({ stat: source, side: SIDE.source, mount: 0 }),
    );
    this.count[COUNTER.namesCopied]++;
    if (isFirst) this.count[COUNTER.filesWithCopies]++;
    Atomics.or(this.control, CONTROL.splitCauses, cause);
  }

  /** Counts a group of names that an earlier run has split off because a file could have no more, once for each group. */
  noteApart(source: FileStat, target: FileStat): void {
    const { table } = this;
    lock(this.control, CONTROL.linksLock);
    const at = table.find({ stat: target, side: SIDE.owner, mount: 0 });
    if (table.markCopied(at)) this.#noteSplit(source, SPLIT.full);
    unlock(this.control, CONTROL.linksLock);
  }

  /** True if a name of that file was claimed before and not given up. */
  knows(source: FileStat): boolean {
    if (Atomics.load(this.control, CONTROL.linkEntries) === 0) return false;
    lock(this.control, CONTROL.linksLock);
    const state = this.table.state(
      this.table.find({ stat: source, side: SIDE.source, mount: 0 }),
    );
    unlock(this.control, CONTROL.linksLock);
    return state === LINK.inProgress || state === LINK.done;
  }

  /** The first name of `source` if it was copied already, else null; claims nothing. */
  firstName(source: FileStat, mount: number): FirstLink | null {
    const { table } = this;
    lock(this.control, CONTROL.linksLock);
    const at = this.#find({ source, mount });
    const first = table.state(at) === LINK.done ? table.firstName(at) : null;
    unlock(this.control, CONTROL.linksLock);
    return first;
  }

  /** Whether a thread has claimed `source` and copies it. */
  isInProgress(source: FileStat, mount: number): boolean {
    lock(this.control, CONTROL.linksLock);
    const state = this.table.state(this.#find({ source, mount }));
    unlock(this.control, CONTROL.linksLock);
    return state === LINK.inProgress;
  }

  /**
   * Publishes the first name of a claimed file.
   *
   * @param claimed the source as it was claimed
   * @param copied the source as it was copied: one that changed meanwhile is told apart from what it was
   */
  publish(
    claimed: FileStat,
    target: FileStat,
    location: TargetLocation,
    copied = claimed,
  ): void {
    const { mount } = location;
    lock(this.control, CONTROL.linksLock);
    if (!this.isSame(copied, claimed)) this.#publishChanged(copied, target, location);
    // Those that have met the file before it changed wait for this entry.
    const at = this.#find({ source: claimed, mount });
    this.#setFirst(at, target, location);
    this.#setStateAndUnlock(at, LINK.done);
  }

  /** Publishes the first name of a file under what it is now, for names that are met after its change. */
  #publishChanged(source: FileStat, target: FileStat, location: TargetLocation): void {
    const { table } = this;
    const at = this.#findOrAdd({ source, mount: location.mount });
    const state = table.state(at);
    if (state === LINK.free || state === LINK.failed) {
      this.#setFirst(at, target, location);
      table.setState(at, LINK.done);
    } else Atomics.store(this.control, CONTROL.namesMissed, 1); // another name was copied for itself
  }

  #setFirst(at: number, target: FileStat, { root, path }: TargetLocation): void {
    this.table.setName(at, root, path);
    this.table.setTarget(at, target);
  }

  /**
   * Takes note that the name of `first` leads to another file by now, which another run has put there.
   *
   * @param target that file; null if it is none of `source`: then the next name makes it anew
   */
  renew(source: FileStat, mount: number, { id }: FirstLink, target: FileStat | null): void {
    const { table } = this;
    lock(this.control, CONTROL.linksLock);
    const at = this.#find({ source, mount });
    if (table.state(at) === LINK.done && table.firstName(at).id === id) {
      if (target === null) table.setState(at, LINK.failed);
      else table.setTarget(at, target);
    }
    unlock(this.control, CONTROL.linksLock);
    // Names that were linked to the former file.
    Atomics.store(this.control, CONTROL.namesMissed, 1);
  }

  /** Gives a claim up, because the file could not be copied: the next name of it tries again. */
  giveUp(source: FileStat, mount: number): void {
    lock(this.control, CONTROL.linksLock);
    this.#setStateAndUnlock(this.#find({ source, mount }), LINK.failed);
  }

  #setStateAndUnlock(at: number, state: number): void {
    this.table.setState(at, state);
    this.table.wake(at);
    unlock(this.control, CONTROL.linksLock);
  }

  /** The entry for names on a mount: that of the file itself, unless its first name was claimed for another mount. */
  #find({ source, mount }: Claim): number {
    const { table } = this;
    const at = table.find({ stat: source, side: SIDE.source, mount: 0 });
    if (table.state(at) === LINK.free || table.mount(at) === mount) return at;
    return table.find({ stat: source, side: SIDE.source, mount });
  }

  #findOrAdd({ source, mount }: Claim): number {
    const { table } = this;
    const at = table.findOrAdd({ stat: source, side: SIDE.source, mount: 0 });
    if (table.state(at) === LINK.free) table.setMount(at, mount);
    if (table.mount(at) === mount) return at;
    const elsewhere = table.findOrAdd({ stat: source, side: SIDE.source, mount });
    if (table.state(elsewhere) === LINK.free) this.#noteSplit(source, SPLIT.across);
    return elsewhere;
  }
}
