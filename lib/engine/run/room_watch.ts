// Warns of too little room before it is used up. Two calls tell whether the target's free room, in bytes and in entries, is enough
// for all that the source's file system holds: then nothing is counted. Else what is to be copied is counted: at first for
// a moment before anything is touched, which is shorter where everything seems unchanged, then beside the run, for a tenth
// of one processor. Only what certainly needs room is counted, so that a run that fits gets no warning. A warning does not
// stop the run: it ends when the disk is full.

import { ENOENT } from "../../../ffi/errno.ts";
import { type CString, FileStat, type Room, WORD } from "../../../ffi/mod.ts";
import { expectedMethod } from "../../copy/bytes/expected_method.ts";
import { freedBy } from "../../copy/deletion/list_deletions.ts";
import { FolderOpener } from "../../copy/folder_opener.ts";
import type { Options } from "../../options.ts";
import type { Job } from "../worker/job.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { RoomNeed } from "./room_need.ts";
import { Survey } from "./counts/survey.ts";
import type { Folder, SurveyVisitor } from "./counts/survey_manner.ts";
import {
  type Held,
  heldBy,
  holds,
  mayCompress,
  usableRoom,
} from "../../copy/target/usable_room.ts";

/**
 * How long a run waits for the count before it begins: `idle` as long as nothing was found that needs room. On a machine
 * that other programs keep busy, little is counted in `ms`: it then waits for `files`, but for `mostMs` at most.
 */
const LOOK_AHEAD = {
  idle: { ms: 2, files: 400, mostMs: 50 },
  busy: { ms: 10, files: 2000, mostMs: 250 },
};
/**
 * Or for a tenth of the time that copying what was found would take on a solid-state disk: counting a file takes some 5 µs,
 * so that files of 30 KiB and more are all counted before anything is touched. Signals are not heard meanwhile.
 */
const COPYING = { entryMs: 20e-3, byteMs: 1e-6 };
const LOOK_AHEAD_SHARE = 0.1, LOOK_AHEAD_MOST_MS = 500;

/** How much room a run needs at least, and how much there is. */
export interface Shortage {
  readonly neededBytes: number;
  readonly freeBytes: number;
  readonly neededEntries: number;
  readonly freeEntries: number | null;
}

/**
 * Begins to count what a run needs, where the target's room may be too little for it.
 *
 * @param isWhole whether all is to be counted, for the screen
 * @param onShortage called once where it is
 * @returns the survey that counts, once it has paused or ended; null where there is room enough in any case
 */
export async function watchRoom(
  main: WorkerContext,
  jobs: readonly Job[],
  isWhole: boolean,
  onShortage: (shortage: Shortage) => void,
): Promise<Survey | null> {
  const tight = tightRoom(main, jobs.every(({ fresh }) => fresh));
  if (tight === null) return null;
  const watch = new RoomWatch(main, tight, (shortage) => {
    if (shortage !== null) onShortage(shortage);
    if (!isWhole) survey.stop();
  });
  const { ctx: { fs, options }, roots, selection } = main;
  const survey = new Survey(fs, roots, selection, options.dereference, {
    depth: "metadata",
    visitor: watch,
    lookAhead: {
      leastMs: LOOK_AHEAD.idle.ms,
      isWorthwhile: (ms) => watch.looksFurther(ms),
    },
    isForScreen: isWhole,
  });
  const ended = survey.run(jobs);
  await Promise.race([survey.firstSlice, ended]);
  return survey;
}

/** The room of a target, and how much may be copied to it at most. */
interface Tight {
  readonly room: Room;
  readonly most: Held;
  /** Whether the target was just made. */
  readonly isFresh: boolean;
}

/** Null where the room is enough for all that the sources' file systems hold, or the system does not tell it. */
function tightRoom(
  { ctx: { fs, options }, roots }: WorkerContext,
  isFresh: boolean,
): Tight | null {
  if (roots.length === 0 || isHardToForesee(options)) return null;
  const [{ target, above }] = roots;
  const told = target < 0 ? above?.room ?? null : fs.room(target);
  if (told === null) return null;
  const sources = new Map<number, Held>();
  const stat = new FileStat();
  for (const { source } of roots) {
    const held = heldBy(fs.statHandle(source, stat) < 0 ? null : fs.room(source));
    sources.set(stat.dev, held);
  }
  const most = { bytes: 0, entries: 0 };
  for (const { bytes, entries } of sources.values()) {
    most.bytes += bytes;
    most.entries += entries;
  }
  if (holds(told, most)) return null;
  if (target < 0) return { room: told, most, isFresh };
  const room = usableRoom(fs, target);
  if (room === null || holds(room, most) || mayCompress(fs, target)) return null;
  return { room, most, isFresh };
}

/** Whether the options make it hard to foresee what is copied; other shards use the same room. */
function isHardToForesee({ existingOnly, linkDest, oneFileSystem, shard }: Options): boolean {
  return existingOnly || linkDest.length > 0 || oneFileSystem || shard !== null;
}

class RoomWatch implements SurveyVisitor {
  readonly #need: RoomNeed;
  readonly #folders: FolderOpener;
  readonly #target = new FileStat();
  readonly #beganAtMs = Date.now();
  #root = 0;
  #handle = -1;
  /** Whether the files of the folder count at all, and whether all of them are new. */
  #counts = false;
  #isNew = false;
  /** Files of the source that were counted, and their bytes. */
  #files = 0;
  #met = 0;
  /** Bytes that replacing files of the target may free, without those counted so far. */
  #mayFree: number;
  #isDone = false;

  /** @param onEnd called once it is known: with what lacks, or null where all fits */
  constructor(
    private readonly main: WorkerContext,
    private readonly tight: Tight,
    private readonly onEnd: (shortage: Shortage | null) => void,
  ) {
    this.#need = new RoomNeed(main.ctx.options, 1, true);
    const { totalBytes, freeBytes, reservedBytes } = tight.room;
    this.#mayFree = totalBytes - freeBytes - reservedBytes;
    this.#folders = new FolderOpener(main.ctx.fs);
  }

  /** Whether the run goes on to wait for the count. */
  looksFurther(ms: number): boolean {
    if (this.#isDone) return false;
    const { neededEntries, neededBytes } = this.#need;
    const needsRoom = neededEntries > 0 || neededBytes > 0;
    const { ms: enough, files, mostMs } = needsRoom ? LOOK_AHEAD.busy : LOOK_AHEAD.idle;
    const copyingMs = neededEntries * COPYING.entryMs + neededBytes * COPYING.byteMs;
    const share = Math.min(copyingMs * LOOK_AHEAD_SHARE, LOOK_AHEAD_MOST_MS);
    return ms < Math.max(this.#files < files ? mostMs : enough, share);
  }

  enter({ root, path }: Folder): void {
    if (this.#isDone) return;
    const { ctx: { fs }, roots } = this.main;
    const { target, targetDev } = roots[root];
    this.#root = root;
    this.#handle = target < 0 ? -ENOENT : this.#folders.open(target, path, false);
    this.#isNew = this.#handle === -ENOENT;
    this.#counts = targetDev === roots[0].targetDev && (this.#isNew || this.#handle >= 0);
    if (this.#handle < 0) return;
    // Another file system may be mounted there; and a folder that this run has made is new, also if files are in it by now.
    const stat = this.#target;
    if (fs.statHandle(this.#handle, stat) < 0 || stat.dev !== targetDev) this.#counts = false;
    this.#isNew = bornAtMs(stat) > this.#beganAtMs;
  }

  file(name: CString, source: FileStat): void {
    if (this.#isDone) return;
    this.#files++;
    this.#met += Math.min(source.size, source.allocatedBytes);
    if (this.#counts) this.#add(name, source);
    if (this.#lacks(this.#mayFree)) this.#endShort();
    else if (holds(this.tight.room, this.#mostNeeded)) this.#end(null);
  }

  end(): void {
    if (this.#isDone) return;
    if (this.#lacks(0)) this.#endShort();
    else this.#end(null);
  }

  /** What is needed if all that was not counted yet has to be copied. */
  get #mostNeeded(): Held {
    const { most } = this.tight, { neededBytes, neededEntries } = this.#need;
    return {
      bytes: neededBytes + most.bytes - this.#met,
      entries: neededEntries + most.entries - this.#files,
    };
  }

  /** Whether more is needed than there is, even if replacements to come free so many bytes. */
  #lacks(mayFree: number): boolean {
    const { freeBytes, freeInodes } = this.tight.room;
    const { neededBytes, neededEntries } = this.#need;
    return neededBytes - Math.max(0, mayFree) > freeBytes ||
      (freeInodes !== null && neededEntries > freeInodes);
  }

  #endShort(): void {
    const { neededBytes, neededEntries } = this.#need;
    const { freeBytes, freeInodes: freeEntries } = this.tight.room;
    this.#end({ neededBytes, freeBytes, neededEntries, freeEntries });
  }

  leave(): void {
    if (this.#handle >= 0) this.main.ctx.fs.close(this.#handle);
    this.#handle = -1;
  }

  #end(shortage: Shortage | null): void {
    this.#isDone = true;
    this.#folders.clear();
    this.onEnd(shortage);
  }

  #add(name: CString, source: FileStat): void {
    const { ctx: { fs, ladders, mover, options }, roots } = this.main;
    const { target: root, targetDev: ownDev, above, targetName, source: folder } =
      roots[this.#root];
    // Another name of it may be there, to be linked to.
    if (source.nlink > 1 && options.keep.hardLinks && !this.tight.isFresh) return;
    const target = this.#target;
    const found = this.#isNew ? -1 : fs.stat(this.#handle, targetName ?? name, target);
    const isThere = found === 0;
    if (isThere) this.#mayFree -= target.allocatedBytes;
    if (isThere && !mayBeReplaced(source, target, options)) return;
    const { size, dev } = source;
    const traits = mover.storage.traits(folder, dev);
    const targetDev = root < 0 ? above!.dev : ownDev;
    const { sharesBlocks: targetShares } = root < 0
      ? above!
      : mover.storage.traits(root, targetDev);
    const way = { size, allocated: source.allocatedBytes, sourceDev: dev, targetDev };
    const expected = expectedMethod(ladders, { ...way, traits, targetShares });
    // Of a file with several names one is copied: each counts for a part.
    const names = options.keep.hardLinks ? Math.max(1, source.nlink) : 1;
    const allocated = Math.min(size, source.allocatedBytes) / names;
    this.#need.add({ op: isThere ? "replace" : "copy", size: size / names }, {
      sourceDevice: dev,
      targetDevice: targetDev,
      allocated,
      freed: isThere ? freedBy(target) : 0,
      ...expected,
    });
    if (!isThere) this.#need.neededEntries -= 1 - 1 / names;
  }
}

/** Whether a file is certainly replaced by one of another size; or perhaps by one that takes less room. */
function mayBeReplaced(source: FileStat, target: FileStat, options: Options): boolean {
  if (!target.isFile || options.ignoreExisting || options.update) return false;
  return target.size !== source.size || source.allocatedBytes < freedBy(target);
}

function bornAtMs({ words }: FileStat): number {
  return words[WORD.btime] * 1000 + words[WORD.btimeNsec] / 1e6;
}
