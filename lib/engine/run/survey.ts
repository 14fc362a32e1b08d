// Counts what the source holds in all, for the screen and for a warning of too little room: the main thread walks the
// source in short slices while the workers copy. Nothing is decided by it.

import {
  type CString,
  cString,
  ENTRY_TYPE,
  FileStat,
  Listing,
  type NativeFileSystem,
} from "../../../ffi/mod.ts";
import { FolderOpener } from "../../copy/folder_opener.ts";
import { joinPath, type RootPair } from "../../entry/folder_pair.ts";
import { depthOf } from "../../plan/depth.ts";
import type { Selection } from "../../plan/selection.ts";
import type { Job } from "../worker/job.ts";
import { eachPacked } from "../worker/packed_entries.ts";
import { FurtherNames } from "./further_names.ts";
import { Pace } from "./pace.ts";
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

/** A folder of the source, below a root. */
export interface Folder {
  readonly root: number;
  readonly path: Uint8Array;
}

/** What looks at what a survey meets, folder after folder. */
export interface SurveyVisitor {
  /** A folder of the source; its files come next, without a break by another folder. */
  enter(folder: Folder): void;
  /** A file of it. */
  file(name: CString, source: FileStat): void;
  /** No more of the folder is to come. */
  leave(): void;
  /** All was met. */
  end(): void;
}

/** What is looked at: the listings alone tell how many files there are, each file's metadata how large it is. */
export type SurveyDepth = "listings" | "metadata";

/** How a survey goes about it. */
export interface SurveyManner {
  readonly depth: SurveyDepth;
  readonly visitor?: SurveyVisitor;
  /** Takes out of a listing of an open folder what others do; left out where nobody does. */
  readonly keepOwn?: (folder: Folder, handle: number, listing: Listing) => void;
  /** Of the files of a folder only some are looked at, and the others taken to be like these. */
  readonly isSample?: boolean;
  /** What the run waits for before it begins; left out: a slice like the others. */
  readonly lookAhead?: LookAhead;
  /** Whether somebody waits for the sum; a count for a warning keeps out of the way on slow storage, too. */
  readonly isForScreen: boolean;
}

/** The first slice of a survey. */
export interface LookAhead {
  readonly leastMs: number;
  /** Asked from `leastMs` on: whether what was met in so many milliseconds is worth looking further. */
  readonly isWorthwhile: (ms: number) => boolean;
}

/** Files and bytes below some roots. */
export class Survey {
  files = 0;
  /** Files that were looked at. */
  looked = 0;
  /** Folders that were entered. */
  folders = 0;
  /** Entries below the roots that were listed. */
  entries = 0;
  /** Those of them that are neither files nor folders: links, and the like. */
  others = 0;
  bytes = 0;
  /** Files of the folder that is being counted that are taken to be like those looked at. */
  #passedOver = 0;
  readonly #names = new FurtherNames();
  readonly #tree = new TreeSize();
  #expectedFiles: number | null = null;
  /** The largest file, and the folder with the most bytes in files. */
  #largest = 0;
  #largestFolder = { files: 0, bytes: 0 };
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
      this.#names.endFolder();
      const subfolders = waiting.length - before.waiting;
      this.#tree.note(depthOf(folder.path), subfolders, this.files - before.files);
      const others = this.#tree.steadyOthers();
      this.#expectedFiles = others === null ? null : named + Math.round(others);
      if (subfolders === 0) goElsewhere(waiting);
    }
    this.#folders.clear();
    this.done = !this.#hasEnded;
    if (this.done) this.manner.visitor?.end();
    this.#firstSlice.resolve();
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
    return this.#names.expected(isWhole ? 1 : looked / (this.expectedFiles ?? Infinity));
  }

  readonly #firstSlice = Promise.withResolvers<void>();

  /** Waits for the first pause, or for the end. */
  get firstSlice(): Promise<void> {
    return this.#firstSlice.promise;
  }

  get #hasEnded(): boolean {
    return this.#stopped || this.#isLost;
  }

  /** Bytes of a file, as those that were not counted yet may be: one folder of huge ones, or one huge one, does not tell that. */
  get typicalBytes(): number {
    const { files, bytes } = this.#largestFolder;
    if (this.files > files) return (this.bytes - bytes) / (this.files - files);
    return this.files > 1 ? (this.bytes - this.#largest) / (this.files - 1) : 0;
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
    this.folders++;
    const before = { files: this.files, bytes: this.bytes };
    this.#passedOver = 0;
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
    const files = this.files - before.files;
    if (files > 0) this.bytes += this.#passedOver * (this.bytes - before.bytes) / files;
    this.files += this.#passedOver;
    const bytes = this.bytes - before.bytes;
    if (bytes > this.#largestFolder.bytes) {
      this.#largestFolder = { files: this.files - before.files, bytes };
    }
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
        else this.#passedOver++;
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
    this.files++;
    this.looked++;
    this.bytes += stat.size;
    if (stat.nlink > 1) this.#names.add(stat);
    if (stat.size > this.#largest) this.#largest = stat.size;
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
