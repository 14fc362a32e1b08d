// One member of a run's crew: everything that a thread, be it the main one or a worker, needs to take
// jobs and do them. The same code serves inline and in the pool; only `handOver` differs.

import { type CString, FileStat, Listing, sameBytes, withoutNul } from "../../../ffi/mod.ts";
import { CopyContext } from "../../copy/context.ts";
import type { DeletionFilter } from "../../copy/deletion/deletion_filter.ts";
import { FolderPair, type RootPair } from "../../entry/folder_pair.ts";
import type { Basis } from "../../plan/basis.ts";
import { Comparer } from "../../plan/compare.ts";
import type { Facts } from "../../plan/facts.ts";
import { ExtrasFilter } from "../../plan/extras_filter.ts";
import { Selection } from "../../plan/selection.ts";
import { type RunMode, runModeOf } from "../../run_mode.ts";
import { CONTROL } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { FoldersAbove } from "./folders_above.ts";
import { JOB, type Job } from "./job.ts";
import { JobStack } from "./job_stack.ts";
import type { ExtraFolder, UnlockedFolder } from "./left_folders.ts";
import { OwnJobs } from "./own_jobs.ts";
import type { PausedEntry } from "./paused_copy.ts";
import type { Performer } from "./performer.ts";
import { Slots } from "./slots.ts";

/** Bytes of one listing: about 8,000 short names. A folder with more is sliced. */
export const LISTING_BYTES = 256 * 1024;

/** Names that one job of the second phase holds. */
const MOST_IN_THE_WAY = 1000;

export class WorkerContext {
  /** What becomes of operations in this run. */
  readonly mode: RunMode;
  readonly stack: JobStack;
  /** Jobs that the main thread must not do. Workers take them first: they are the longest. */
  readonly workersOnly: JobStack;
  /** Folders for which the stack had no room. */
  readonly ownJobs = new OwnJobs();
  /** For links that lead back, with --dereference. */
  readonly foldersAbove: FoldersAbove;
  readonly targetsAbove: FoldersAbove;
  readonly slots: Slots;
  /** What decisions rest on. */
  basis!: Basis;
  /** Who performs what was decided. */
  performer!: Performer;
  readonly selection: Selection;
  /** What of the target's extra entries is kept. */
  readonly deletionFilter: DeletionFilter;
  /** Folders with entries that the source has not; deletions wait for the end of the first phase. */
  extras: ExtraFolder[] = [];
  /** Read-only folders that this thread has made writable in this phase and left to others to finish. */
  unlocked: UnlockedFolder[] = [];
  /** Main thread only: whether the time for working inline is over. Null in workers. */
  shouldYield: (() => boolean) | null = null;
  /** Main thread only: told what a folder holds before its entries are carried out. Null in workers. */
  hasListed: ((path: Uint8Array, listing: Listing, fresh: boolean) => void) | null = null;
  /** Main thread only: whether it copies a large file itself, with pauses, and leaves none to workers. */
  takesLargeFiles = false;
  /** The file in whose middle this thread pauses; it does nothing else until that is through. */
  paused: PausedEntry | null = null;
  /** The entry just looked at was left for workers to do. */
  isEntryDeferred = false;
  /** Something was left for workers that only they can do. */
  needsPool = false;
  /** Metadata of a file that others may be linked to. */
  readonly resultStat = new FileStat();
  /** Metadata of the file whose claim is held. */
  readonly claimedStat = new FileStat();
  readonly #targetRoots: FileStat[] = [];
  readonly #places: FolderPair[] = [];
  readonly #listings: Listing[] = [];

  constructor(
    readonly ctx: CopyContext,
    readonly roots: readonly RootPair[],
    /** Threads that work, this one among them. */
    readonly threads: number,
  ) {
    this.mode = runModeOf(ctx.options);
    this.stack = new JobStack(ctx.memory.stack, ctx.control, CONTROL.stackTop);
    this.workersOnly = new JobStack(
      ctx.memory.workersOnly,
      ctx.control,
      CONTROL.workersOnlyTop,
    );
    this.slots = new Slots(ctx.memory.slots);
    this.foldersAbove = new FoldersAbove("source", ctx);
    this.targetsAbove = new FoldersAbove("target", ctx);
    this.selection = new Selection(ctx.options);
    this.deletionFilter = new ExtrasFilter(ctx.fs, ctx.options, this.selection);
    for (const { target } of roots) {
      const stat = new FileStat();
      if (target >= 0 && ctx.fs.statHandle(target, stat) === 0) this.#targetRoots.push(stat);
    }
  }

  /** Says who performs this run's operations, and who answers what decisions ask. */
  attach(performer: Performer, facts: Facts): void {
    const { options, policy, flags, fs, links } = this.ctx;
    const { looksFirst, onlyCompares } = performer;
    this.performer = performer;
    this.basis = {
      options,
      selection: this.selection,
      comparer: new Comparer(options, policy, fs.can.timeGranularityNs, flags),
      facts,
      mountRootAttribute: fs.can.mountRootAttribute,
      keepsLinks: links !== null,
      looksFirst,
      onlyCompares,
    };
  }

  /** Leaves a job to workers; false when too many are left already. */
  deferJob(job: Job): boolean {
    const isLeft = this.workersOnly.push(job);
    // A slice left to them is one large file, which the main thread may take when it has nothing else to do.
    if (isLeft && (job.kind !== JOB.slice || this.takesLargeFiles)) this.needsPool = true;
    return isLeft;
  }

  /** Leaves a folder to whoever takes it, or to this thread when it has time: where too many wait already, they are its own. */
  queueFolder(job: Omit<Job, "entries" | "slot">): void {
    if (this.stack.push({ ...job, slot: -1, entries: null })) return;
    this.stack.hasOneMore();
    this.ownJobs.push(job);
  }

  /** Whether a folder met in a source is one that this run writes into, reached by another way. */
  isTargetRoot(stat: FileStat): boolean {
    return this.#targetRoots.some((root) => root.hasSameInode(stat));
  }

  /** Leaves an entry to the second phase, in which what has its name in the target makes way for it. */
  deferConflict({ root, path, sourceStat }: FolderPair, name: CString): void {
    const last = this.extras.at(-1);
    const isSame = last !== undefined && last.conflicts !== null && last.root === root.index &&
      last.conflicts.length < MOST_IN_THE_WAY && sameBytes(last.path, path);
    if (isSame) last.conflicts!.push(withoutNul(name).slice());
    else {
      const conflicts = [withoutNul(name).slice()];
      this.extras.push({ root: root.index, path, sourceDev: sourceStat.dev, conflicts });
    }
    this.ctx.count[COUNTER.entriesSeen]--; // it is seen again
  }

  /** Leaves the entry just looked at for later or for others. */
  deferEntry(): void {
    this.isEntryDeferred = true;
    this.ctx.count[COUNTER.entriesSeen]--;
  }

  readonly #parentStat = new FileStat();
  #parent: { root: number; path: Uint8Array } | null = null;

  /** Metadata of a source folder, or a negated errno; the last one asked for is remembered, for its sub-folders come together. */
  parentStat(root: RootPair, path: Uint8Array): FileStat | number {
    const last = this.#parent;
    if (last !== null && last.root === root.index && sameBytes(last.path, path)) {
      return this.#parentStat;
    }
    const { fs, folders, options } = this.ctx;
    const handle = folders.open(root.source, path, options.dereference);
    if (handle < 0) return handle;
    const error = fs.statHandle(handle, this.#parentStat);
    fs.close(handle);
    this.#parent = error === 0 ? { root: root.index, path: path.slice() } : null;
    return error === 0 ? this.#parentStat : error;
  }

  /** Lends a place; folders nest only when the stack is full, so a few serve. */
  borrowPair(): FolderPair {
    return this.#places.pop() ?? new FolderPair();
  }
  returnPair(pair: FolderPair): void {
    this.#places.push(pair);
  }
  borrowListing(): Listing {
    const listing = this.#listings.pop() ?? new Listing(LISTING_BYTES);
    listing.clear();
    return listing;
  }
  returnListing(listing: Listing): void {
    this.#listings.push(listing);
  }
}
