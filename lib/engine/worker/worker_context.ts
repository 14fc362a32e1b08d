// What one thread of a run holds, be it the main one or a worker: where its jobs come from, what they are
// judged by, and what it leaves to others. The main thread alone has a `shouldYield` and its like.

import { type CString, FileStat, Listing, sameBytes, withoutNul } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { DeletionFilter } from "../../copy/deletion/deletion_filter.ts";
import { Entry } from "../../entry/entry.ts";
import { FolderPair } from "../../entry/folder_pair.ts";
import type { RootPair, TargetMark } from "../../entry/root_pair.ts";
import type { Basis } from "../../plan/basis.ts";
import { Comparer } from "../../plan/compare.ts";
import type { Facts } from "../../plan/facts.ts";
import { ExtrasFilter } from "../../plan/extras_filter.ts";
import { Selection } from "../../plan/selection.ts";
import { ShardOwner } from "../../plan/shard_owner.ts";
import type { RunMode } from "../../run_mode.ts";
import { CONTROL } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { ThreadTime } from "../../shared/thread_time.ts";
import { EntryTries } from "./entry_tries.ts";
import { FoldersAbove } from "./folders_above.ts";
import { JOB, type Job } from "./job.ts";
import { JobStack } from "./job_stack.ts";
import type { ExtraFolder, UnlockedFolder } from "./left_folders.ts";
import { OwnJobs } from "./own_jobs.ts";
import { Pace } from "./pace.ts";
import type { PausedEntry } from "./paused_copy.ts";
import { ReadAhead } from "./read_ahead.ts";
import type { Performer } from "./performer.ts";
import { Slots } from "./slots.ts";
import { SourceRules } from "./source_rules.ts";

/** Bytes of one listing: about 8,000 short names. A folder with more is sliced. */
export const LISTING_BYTES = 256 * 1024;

/** Names that one job of a later phase holds. */
const MOST_NAMES_DEFERRED = 1000;

export class WorkerContext {
  readonly stack: JobStack;
  /** Jobs that take too long for the main thread. Workers take them first. */
  readonly workersOnly: JobStack;
  /** Jobs of this thread alone: folders for which the stack had no room. */
  readonly ownJobs = new OwnJobs();
  /** How long its entries take. */
  readonly pace = new Pace();
  /** Of the current entry. */
  readonly tries = new EntryTries();
  /** How long it has none. */
  readonly time: ThreadTime;
  readonly readAhead: ReadAhead;
  /** Tell loops of symlinks, with --dereference. */
  readonly foldersAbove: FoldersAbove;
  readonly targetsAbove: FoldersAbove;
  readonly slots: Slots;
  /** What decisions rest on. */
  basis!: Basis;
  /** Whether nothing but their two sides decides about files: neither names nor sizes leave any out. */
  decidesBySides = false;
  /** Who performs what was decided. */
  performer!: Performer;
  readonly selection: Selection;
  /** Says what belongs to this run's shard; null where all does. */
  readonly shard: ShardOwner | null;
  /** Says which extra entries of the target are kept. */
  readonly deletionFilter: DeletionFilter;
  /** Folders in which a later phase deletes or replaces something. */
  extras: ExtraFolder[] = [];
  /** Bytes of the entries that are known in these, in all phases. */
  extraBytes = 0;
  /** Read-only folders that this thread made writable in this phase and that others finish. */
  unlocked: UnlockedFolder[] = [];
  /** Whether the main thread must go back to its event loop; null in workers. */
  shouldYield: (() => boolean) | null = null;
  /** Whether the main thread must leave a staged folder in the middle, because its calls wait; null in workers. */
  mustUnstage: (() => boolean) | null = null;
  /** Tells the main thread's forecast what a folder holds, before its entries are processed; null in workers. */
  hasListed: ((path: Uint8Array, listing: Listing, fresh: boolean) => void) | null = null;
  /** Whether the main thread copies a large file itself, with pauses, instead of deferring it to workers. */
  takesLargeFiles = false;
  /** There are no workers to which anything could be left. */
  isAlone = false;
  /** The file in whose middle this thread pauses; it does nothing else until that file is copied. */
  paused: PausedEntry | null = null;
  /** The entry processed last was deferred. */
  isEntryDeferred = false;
  /** It was deferred until this thread is through with the folder's other entries. */
  isEntryPutOff = false;
  /** Whether entries may be put off so, in the folder that is processed. */
  putsOff = false;
  /** A job was deferred that only workers can do. */
  needsPool = false;
  /** What an earlier copy has in place of the current entry. */
  readonly earlierEntry = new Entry();
  /** Source metadata of the file whose claim this thread holds. */
  readonly claimedStat = new FileStat();
  /** Handle and metadata of each target's root, as the run found it, by its inode number: there may be thousands. */
  readonly targetRoots = new Map<number, { readonly handle: number; readonly stat: FileStat }[]>();
  /** Those of all targets. */
  readonly targetMarks: readonly TargetMark[];
  readonly #pairs: FolderPair[] = [];
  readonly #listings: Listing[] = [];

  constructor(
    readonly ctx: CopyContext,
    readonly roots: readonly RootPair[],
    /** Threads that may work, this one among them. */
    readonly threads: number,
    /** What becomes of operations in this run. */
    readonly mode: RunMode,
  ) {
    this.stack = new JobStack(ctx.memory.stack, ctx.control, CONTROL.stackTop);
    this.workersOnly = new JobStack(
      ctx.memory.workersOnly,
      ctx.control,
      CONTROL.workersOnlyTop,
    );
    this.time = new ThreadTime(ctx.memory.threadTimes, ctx.index);
    this.readAhead = new ReadAhead(this);
    this.slots = new Slots(ctx.memory.slots);
    this.foldersAbove = new FoldersAbove("source", ctx);
    this.targetsAbove = new FoldersAbove("target", ctx);
    this.selection = new Selection(
      ctx.options,
      new SourceRules(ctx.fs, ctx.folders, ctx.options),
    );
    const { shard } = ctx.options;
    this.shard = shard === null ? null : new ShardOwner(shard);
    this.deletionFilter = new ExtrasFilter(ctx.fs, ctx.options, this.selection);
    this.targetMarks = roots.flatMap(({ marks = [] }) => marks);
    for (const { target } of roots) {
      const stat = new FileStat();
      if (target < 0 || ctx.fs.statHandle(target, stat) < 0) continue;
      const alike = this.targetRoots.get(stat.inode);
      if (alike === undefined) this.targetRoots.set(stat.inode, [{ handle: target, stat }]);
      else alike.push({ handle: target, stat });
    }
  }

  /** Sets who performs this run's operations and who answers what decisions ask. */
  attach(performer: Performer, facts: Facts): void {
    const { options, policy, flags, fs, links } = this.ctx;
    const { needsStat, onlyCompares, readsKept } = performer;
    const hasEarlier = !onlyCompares && this.roots.some(({ earlier = [] }) => earlier.length > 0);
    this.performer = performer;
    this.decidesBySides = !onlyCompares && !readsKept && this.shard === null &&
      options.retries === 0 &&
      !options.dereference && !this.selection.hasFilters && !this.selection.looksAtMetadata;
    this.basis = {
      options,
      selection: this.selection,
      comparer: new Comparer(options, policy, fs.can.timeGranularityNs, flags),
      facts,
      mountRootAttribute: fs.can.mountRootAttribute,
      keepsLinks: links !== null,
      hasEarlier,
      needsStat: needsStat || hasEarlier || (options.ignoreExisting && links !== null),
      onlyCompares,
    };
  }

  /** Defers a job to workers; false when their stack is full. */
  deferJob(job: Job): boolean {
    const isDeferred = this.workersOnly.push(job);
    // A deferred slice is one large file, which the main thread may take when it has nothing else to do.
    if (isDeferred && (job.kind !== JOB.slice || this.takesLargeFiles)) this.needsPool = true;
    return isDeferred;
  }

  /** Puts a folder on the stack of all threads, or where that is full on this thread's own. */
  queueFolder(job: Omit<Job, "entries" | "slot">): void {
    if (this.stack.push({ ...job, slot: -1, entries: null })) return;
    this.stack.hasOneMore();
    this.ownJobs.push(job);
  }

  /**
   * Defers an entry to a later phase.
   *
   * @param kind of the job that does it there, one of JOB
   */
  deferName({ root, path, sourceStat }: FolderPair, name: CString, kind: number): void {
    const last = this.extras.at(-1);
    const isSame = last !== undefined && last.kind === kind && last.root === root.index &&
      last.names!.length < MOST_NAMES_DEFERRED && sameBytes(last.path, path);
    if (isSame) last.names!.push(withoutNul(name).slice());
    else {
      const names = [withoutNul(name).slice()];
      this.extras.push({ root: root.index, path, sourceDev: sourceStat.dev, kind, names });
    }
    this.ctx.count[COUNTER.entriesSeen]--; // it is seen again
  }

  /** Marks the current entry as deferred: it is processed later or by another thread, and counted then. */
  deferEntry(): void {
    this.isEntryDeferred = true;
    this.ctx.count[COUNTER.entriesSeen]--;
  }

  /** Marks the current entry as deferred until the folder's other entries are done. */
  putOffEntry(): void {
    this.isEntryPutOff = true;
    this.deferEntry();
  }

  readonly #parentStat = new FileStat();
  #parent: { root: number; path: Uint8Array } | null = null;

  /** Metadata of a source folder, or a negated errno. Remembers the last folder: its sub-folders ask in a row. */
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

  /** Lends a pair; few are needed, because one thread has few folders open at a time. */
  borrowPair(): FolderPair {
    return this.#pairs.pop() ?? new FolderPair();
  }
  returnPair(pair: FolderPair): void {
    this.#pairs.push(pair);
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
