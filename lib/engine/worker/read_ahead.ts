// Has the system read the files that come next while the current one is copied: a thread that waits for each file in
// turn keeps a disk busy with one request at a time, and disks are made for many. Only where a thread is seen to wait
// does it pay: each file that is asked for costs three calls. Those calls themselves wait on network file systems and
// FUSE, where more threads are the answer.

import {
  type CString,
  ENTRY_TYPE,
  type Listing,
  majorOf,
  type NativeFileSystem,
} from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { Options } from "../../options.ts";
import type { Selection } from "../../plan/selection.ts";
import type { ThreadTime } from "../../shared/thread_time.ts";
import { ThreadWaits } from "./thread_waits.ts";
import type { Pace } from "./pace.ts";
import type { Performer } from "./performer.ts";

/** It pays where a thread waits for more than this share of the time in which it could have a processor. */
const LEAST_SHARE = 0.25;
/** Where an entry takes more milliseconds than this lately, three calls more do not matter. */
const LEAST_ENTRY_MS = 0.05;
/** Entries beyond the current one for which the system is asked. */
const ENTRIES_AHEAD = 64;
/** Bytes of each file: of a larger one the system reads the rest ahead by itself, once it is read. */
const BYTES_AHEAD = 256 * 1024;
/** Milliseconds between looks at what the thread waits for; doubled by each that finds no reason, up to the longest. */
const LOOK_MS = 5;
const LONGEST_LOOK_MS = 800;
/** Milliseconds for which it goes on without a look. */
const GO_ON_MS = 1000;

/** The entries of a folder, in the order in which they are processed. */
export type Upcoming = Pick<Listing, "count" | "name" | "typeOf">;

/** What it needs of the thread that reads. */
export interface ReadingThread {
  readonly ctx: { readonly fs: NativeFileSystem; readonly options: Options };
  readonly pace: Pace;
  readonly time: ThreadTime;
  readonly selection: Selection;
  readonly performer: Performer;
}

export class ReadAhead {
  #waits: ThreadWaits | null = null;
  #idleMs = 0;
  #isOn = false;
  #nextLookMs = 0;
  #lookMs = LOOK_MS;
  /** Entries of the current folder up to which the system was asked. */
  #asked = 0;
  /** By device of the source. */
  readonly #pays = new Map<number, boolean>();
  #isTraced: boolean | null = null;

  constructor(private readonly worker: ReadingThread) {}

  /** Begins with the entries of a folder. */
  begin(pair: FolderPair, upcoming: Upcoming): void {
    this.#asked = 0;
    if (this.#isOn) this.#askFrom(pair, upcoming, 0);
  }

  /** Asks for files beyond the entry `index`, if that pays; called after each look at the clock. */
  look(pair: FolderPair, upcoming: Upcoming, index: number): void {
    const nowMs = this.worker.pace.lookedAtMs;
    if (nowMs >= this.#nextLookMs) this.#nextLookMs = nowMs + this.#judge();
    if (this.#isOn) this.#askFrom(pair, upcoming, index);
  }

  /** Finds out whether the thread waits for storage; milliseconds until the next look. */
  #judge(): number {
    if (this.#waits === null) {
      const { ctx: { fs }, time } = this.worker;
      this.#waits = new ThreadWaits(fs, time.id);
      this.#waitsForStorage(this.#waits); // what was before was no entry
      return LOOK_MS;
    }
    const hasReason = this.#waitsForStorage(this.#waits) &&
      this.worker.pace.entryMs > LEAST_ENTRY_MS;
    const wasOn = this.#isOn;
    // What helps hides the reason for it: after some time it is looked for again.
    this.#isOn = !wasOn && hasReason && this.#mayAsk();
    if (this.#isOn) return GO_ON_MS;
    return this.#lookMs = wasOn ? LOOK_MS : Math.min(2 * this.#lookMs, LONGEST_LOOK_MS);
  }

  /** Whether it mattered since the last question; a thread that has no job waits, too. */
  #waitsForStorage(waits: ThreadWaits): boolean {
    const { ms, waitedMs, readyMs } = waits.look();
    const { idleMs } = this.worker.time;
    const idle = idleMs - this.#idleMs;
    this.#idleMs = idleMs;
    return waitedMs - idle > LEAST_SHARE * (ms - readyMs - idle);
  }

  #askFrom(pair: FolderPair, upcoming: Upcoming, index: number): void {
    if (!this.#readsAll(pair)) return;
    const end = Math.min(index + ENTRIES_AHEAD, upcoming.count);
    for (let i = Math.max(this.#asked, index); i < end && this.#paysOn(pair); i++) {
      if (upcoming.typeOf(i) === ENTRY_TYPE.file) this.#ask(pair, upcoming.name(i));
    }
    this.#asked = Math.max(this.#asked, end);
  }

  /** Whether all files of a folder are read: none of a new one stands in the target yet. */
  #readsAll({ fresh, target }: FolderPair): boolean {
    const { readsFiles, onlyCompares } = this.worker.performer;
    return readsFiles && (fresh || (onlyCompares && target >= 0));
  }

  /** Where another program stops this one at its calls, its waits tell nothing of storage. */
  #mayAsk(): boolean {
    const { fs, options } = this.worker.ctx;
    this.#isTraced ??= fs.isTraced();
    return !this.#isTraced && options.bandwidthLimit === null;
  }

  #paysOn({ source, sourceStat: { dev } }: FolderPair): boolean {
    let pays = this.#pays.get(dev);
    if (pays === undefined) this.#pays.set(dev, pays = isOnDisk(this.worker.ctx.fs, source, dev));
    return pays;
  }

  #ask(pair: FolderPair, name: CString): void {
    const { selection, performer } = this.worker;
    if (selection.hasFilters && selection.excludesName(pair, name, false)) return;
    const error = this.#askIn(pair.source, name);
    if (error < 0) this.#pays.set(pair.sourceStat.dev, false); // no such call
    if (performer.onlyCompares) this.#askIn(pair.target, name);
  }

  /** A negated errno where the system is not to be asked; what cannot be opened is told when its turn comes. */
  #askIn(folder: number, name: CString): number {
    const { fs } = this.worker.ctx;
    const handle = fs.openForReading(folder, name, false);
    if (handle < 0) return 0;
    const error = fs.readAhead(handle, BYTES_AHEAD);
    fs.close(handle);
    return error;
  }
}

/** File systems on disks that share no device number with them. */
const WITHOUT_NUMBER: readonly string[] = ["bcachefs", "btrfs", "overlay", "zfs"];

/** Whether a folder's file system asks a disk for contents, and nobody for names that it has seen. */
function isOnDisk(fs: NativeFileSystem, folder: number, dev: number): boolean {
  const type = fs.fileSystemOf(folder)?.type ?? "";
  return !type.startsWith("fuse") && (majorOf(dev) !== 0 || WITHOUT_NUMBER.includes(type));
}
