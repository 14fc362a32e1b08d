// Counts what the source holds in all, for the screen and for a warning of too little room: the main thread walks the
// source in short slices while the workers copy. Nothing is decided by it.

import {
  type CString,
  cString,
  ENTRY_TYPE,
  FileStat,
  Listing,
  type NativeFileSystem,
} from "../../../../ffi/mod.ts";
import { FolderOpener } from "../../../copy/folder_opener.ts";
import { joinPath } from "../../../entry/folder_pair.ts";
import type { RootPair } from "../../../entry/root_pair.ts";
import { depthOf } from "../../../plan/depth.ts";
import type { Selection } from "../../../plan/selection.ts";
import type { Job } from "../../worker/job.ts";
import { eachPacked } from "../../worker/packed_entries.ts";
import { Pace } from "./pace.ts";
import type { Folder, LookAhead, SurveyDepth, SurveyManner } from "./survey_manner.ts";
import { SurveySums } from "./survey_sums.ts";
import { goElsewhere, TreeSize } from "./tree_size.ts";

/** Milliseconds of one slice, and of the pause after it. Listings are few calls, and soon done. */
const SLICE_MS: Readonly<Record<SurveyDepth, number>> = { listings: 25, metadata: 4 };
const PAUSE_MS: Readonly<Record<SurveyDepth, number>> = { listings: 0, metadata: 36 };
/** Entries between looks at the clock. */
const ENTRIES_PER_LOOK = 8;
const LISTING_BYTES = 64 * 1024;
/** Files of a listing that a sample looks at: the first ones, and so many of all. */
const SAMPLED_FIRST = 4;
const SAMPLED = 1 / 8;

/** Files and bytes below some roots. */
export class Survey extends SurveySums {
  readonly #tree = new TreeSize();
  #expectedFiles: number | null = null;
  /** True once everything was counted. */
  done = false;
  #stopped = false;
  /** A listing does not tell whether an entry is a file. */
  #isLost = false;
  readonly #stat = new FileStat();
  /** One for all folders: to make it takes longer than to list most. */
  readonly #listing = new Listing(LISTING_BYTES);
  readonly #folders: FolderOpener;
  readonly #pace: Pace;

  constructor(
    private readonly fs: NativeFileSystem,
    private readonly roots: readonly RootPair[],
    private readonly selection: Selection,
    private readonly followsLinks: boolean,
    private readonly manner: SurveyManner,
  ) {
    super();
    const { depth, isForScreen, lookAhead = null } = manner;
    this.#pace = new Pace({ ms: SLICE_MS[depth], pauseMs: PAUSE_MS[depth], isForScreen });
    this.#lookAhead = lookAhead;
    this.#folders = new FolderOpener(fs);
  }

  /** Counts all that the first jobs lead to. Workers report what cannot be read. */
  async run(jobs: readonly Job[]): Promise<void> {
    const waiting: Folder[] = [];
    for (const { root, path, entries } of jobs) {
      if (entries === null) waiting.push({ root, path });
      else {
        this.manner.visitor?.enter({ root, path });
        eachPacked(entries, (name) => this.#countEntry(this.roots[root].source, cString(name)));
        this.manner.visitor?.leave();
      }
    }
    const named = this.files;
    while (waiting.length > 0 && !this.#hasEnded) {
      const folder = waiting.pop()!;
      const before = { files: this.files, waiting: waiting.length };
      await this.#count(folder, waiting);
      const subfolders = waiting.length - before.waiting;
      this.#tree.note(depthOf(folder.path), subfolders, this.files - before.files);
      const others = this.#tree.expectedOthers(this.#pace.isLong);
      this.#expectedFiles = others === null ? null : named + Math.round(others);
      if (others !== null) this.#foreseen.resolve();
      if (subfolders === 0) goElsewhere(waiting);
    }
    this.#folders.clear();
    this.done = !this.#hasEnded;
    if (this.done) this.manner.visitor?.end();
    this.#firstSlice.resolve();
    this.#foreseen.resolve();
  }

  /** Files in all, by those folders that were counted so far; null before that can be told. */
  get expectedFiles(): number | null {
    if (this.done) return this.files;
    if (this.#isLost) return null;
    return this.#expectedFiles && Math.max(this.files, this.#expectedFiles);
  }

  /** Of the files looked at so far, those that are further names of one. */
  get furtherNames(): number {
    const { done, looked } = this;
    const isWhole = done && looked === this.files;
    return this.furtherNamesBy(isWhole ? 1 : looked / (this.expectedFiles ?? Infinity));
  }

  readonly #firstSlice = Promise.withResolvers<void>();

  /** Waits for the first pause, or for the end. */
  get firstSlice(): Promise<void> {
    return this.#firstSlice.promise;
  }

  readonly #foreseen = Promise.withResolvers<void>();

  /** Waits until it can be told for the first time how many files there are, or for the end. */
  get foreseen(): Promise<void> {
    return this.#foreseen.promise;
  }

  get #hasEnded(): boolean {
    return this.#stopped || this.#isLost;
  }

  /** Milliseconds that the main thread has spent on it. */
  get spentMs(): number {
    return this.#pace.spentMs;
  }

  stop(): void {
    this.#stopped = true;
    this.#pace.stop();
  }

  async #count(folder: Folder, waiting: Folder[]): Promise<void> {
    const { root, path } = folder;
    this.#pace.calls++;
    const handle = this.#folders.open(this.roots[root].source, path, this.followsLinks);
    if (handle < 0) return;
    if (this.selection.isLastLevel(path)) {
      this.fs.close(handle);
      return;
    }
    this.enterFolder();
    this.manner.visitor?.enter(folder);
    await this.#yieldIfDue();
    const listing = this.#listing;
    for (let end = 0; end === 0 && !this.#hasEnded;) {
      listing.clear();
      end = this.fs.list(handle, listing);
      this.manner.keepOwn?.(folder, handle, listing);
      if (this.#needsNames) await this.#countListing(handle, folder, listing, waiting);
      else this.#countTypes(folder, listing, waiting);
    }
    this.leaveFolder();
    this.manner.visitor?.leave();
    this.fs.close(handle);
  }

  get #needsNames(): boolean {
    return this.manner.depth === "metadata" || this.selection.hasFilters;
  }

  /** Counts a listing of which all takes part. */
  #countTypes({ root, path }: Folder, listing: Listing, waiting: Folder[]): void {
    this.entries += listing.count;
    for (let i = 0; i < listing.count; i++) {
      const type = listing.type[i];
      if (type === ENTRY_TYPE.file) this.files++;
      else if (type === ENTRY_TYPE.folder) {
        waiting.push({ root, path: joinPath(path, listing.name(i)) });
      } else if (type === ENTRY_TYPE.unknown) this.#isLost = true;
      else this.others++;
    }
  }

  async #countListing(
    handle: number,
    { root, path }: Folder,
    listing: Listing,
    waiting: Folder[],
  ): Promise<void> {
    const folder = { root: this.roots[root], path, isOfTree: true };
    const sample = this.manner.isSample
      ? Math.max(SAMPLED_FIRST, SAMPLED * listing.count)
      : Infinity;
    let metFiles = 0;
    for (let i = 0; i < listing.count && !this.#hasEnded; i++) {
      if (i % ENTRIES_PER_LOOK === 0) await this.#yieldIfDue();
      const name = listing.name(i);
      const isFolder = listing.type[i] === ENTRY_TYPE.folder;
      if (this.selection.excludesName(folder, name, isFolder)) continue;
      this.entries++;
      if (isFolder) waiting.push({ root, path: joinPath(path, name) });
      else if (this.manner.depth === "metadata") {
        if (!this.#mayBeFile(listing.type[i])) this.others++;
        else if (metFiles++ < sample) this.#countEntry(handle, name);
        else this.passOver();
      } else if (listing.type[i] === ENTRY_TYPE.file) this.files++;
      else if (listing.type[i] === ENTRY_TYPE.unknown) this.#isLost = true;
      else this.others++;
    }
  }

  #mayBeFile(type: number): boolean {
    return type === ENTRY_TYPE.file || type === ENTRY_TYPE.unknown ||
      (this.followsLinks && type === ENTRY_TYPE.symlink);
  }

  #countEntry(folder: number, name: CString): void {
    this.#pace.calls++;
    const stat = this.#stat;
    const error = this.followsLinks
      ? this.fs.statFollowing(folder, name, stat)
      : this.fs.stat(folder, name, stat);
    if (error < 0 || !stat.isFile || this.selection.excludesFile(stat)) return;
    this.addFile(stat);
    this.manner.visitor?.file(name, stat);
  }

  /** Null once the first slice is over. */
  #lookAhead: LookAhead | null;

  /** Gives way once the slice is over, be it the first one or another. */
  async #yieldIfDue(): Promise<void> {
    const ahead = this.#lookAhead;
    if (ahead === null) return await this.#pace.yieldIfDue();
    const ms = this.#pace.sliceMs;
    if (ms < ahead.leastMs || ahead.isWorthwhile(ms)) return;
    this.#lookAhead = null;
    this.#firstSlice.resolve();
    await this.#pace.pause(ms);
  }
}
