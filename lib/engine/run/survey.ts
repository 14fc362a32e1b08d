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
import type { Selection } from "../../plan/selection.ts";
import { eachPacked, type Job } from "../worker/job.ts";

/** Milliseconds of one slice, and of the pause after it: a tenth of one processor. */
const SLICE_MS = 4;
const PAUSE_MS = 36;
/** Milliseconds of the pause where the storage makes it wait: that takes no processor. */
const SLOW_PAUSE_MS = 4;
/** Milliseconds that an entry takes at least on such storage. */
const SLOW_MS = 0.25;
/** Entries between looks at the clock. */
const ENTRIES_PER_LOOK = 8;
const LISTING_BYTES = 64 * 1024;

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
}

/** Files and bytes below some roots. */
export class Survey {
  files = 0;
  bytes = 0;
  /** True once everything was counted. */
  done = false;
  #stopped = false;
  readonly #stat = new FileStat();
  readonly #folders: FolderOpener;

  constructor(
    private readonly fs: NativeFileSystem,
    private readonly roots: readonly RootPair[],
    private readonly selection: Selection,
    private readonly followsLinks: boolean,
    private readonly visitor: SurveyVisitor | null = null,
    /** Milliseconds before the first pause. */
    firstSliceMs = SLICE_MS,
  ) {
    this.#sliceMs = firstSliceMs;
    this.#folders = new FolderOpener(fs);
  }

  /** Counts all that the first jobs lead to. Workers report what cannot be read. */
  async run(jobs: readonly Job[]): Promise<void> {
    const waiting: Folder[] = [];
    for (const { root, path, entries } of jobs) {
      if (entries === null) waiting.push({ root, path });
      else {
        this.visitor?.enter({ root, path });
        eachPacked(entries, (name) => this.#countEntry(this.roots[root].source, cString(name)));
        this.visitor?.leave();
      }
    }
    for (
      let folder = waiting.pop();
      folder !== undefined && !this.#stopped;
      folder = waiting.pop()
    ) {
      await this.#count(folder, waiting);
    }
    this.#folders.clear();
    this.done = !this.#stopped;
    this.#firstSlice.resolve();
  }

  readonly #firstSlice = Promise.withResolvers<void>();

  /** Waits for the first pause, or for the end. */
  get firstSlice(): Promise<void> {
    return this.#firstSlice.promise;
  }

  stop(): void {
    this.#stopped = true;
    this.#endPause();
  }

  async #count(folder: Folder, waiting: Folder[]): Promise<void> {
    const { root, path } = folder;
    const handle = this.#folders.open(this.roots[root].source, path, this.followsLinks);
    if (handle < 0) return;
    if (this.selection.isLastLevel(path)) {
      this.fs.close(handle);
      return;
    }
    this.visitor?.enter(folder);
    const listing = new Listing(LISTING_BYTES);
    for (let end = 0; end === 0 && !this.#stopped;) {
      listing.clear();
      end = this.fs.list(handle, listing);
      await this.#countListing(handle, folder, listing, waiting);
    }
    this.visitor?.leave();
    this.fs.close(handle);
  }

  async #countListing(
    handle: number,
    { root, path }: Folder,
    listing: Listing,
    waiting: Folder[],
  ): Promise<void> {
    const folder = { root: this.roots[root], path, isOfTree: true };
    for (let i = 0; i < listing.count && !this.#stopped; i++) {
      if (i % ENTRIES_PER_LOOK === 0) await this.#yieldIfDue();
      const name = listing.name(i);
      const isFolder = listing.type[i] === ENTRY_TYPE.folder;
      if (this.selection.excludesName(folder, name, isFolder)) continue;
      if (isFolder) waiting.push({ root, path: joinPath(path, name) });
      else this.#countEntry(handle, name);
    }
  }

  #countEntry(folder: number, name: CString): void {
    const stat = this.#stat;
    const error = this.followsLinks
      ? this.fs.statFollowing(folder, name, stat)
      : this.fs.stat(folder, name, stat);
    if (error < 0 || !stat.isFile || this.selection.excludesFile(stat)) return;
    this.files++;
    this.bytes += stat.size;
    this.visitor?.file(name, stat);
  }

  #sliceBeganAt = performance.now();
  #sliceMs: number;
  #looks = 0;
  #endPause = () => {};

  /** Gives way to the workers, to signals and to the screen. */
  async #yieldIfDue(): Promise<void> {
    const ms = performance.now() - this.#sliceBeganAt;
    this.#looks++;
    if (ms < this.#sliceMs) return;
    this.#sliceMs = SLICE_MS;
    this.#firstSlice.resolve();
    const isSlow = ms > SLOW_MS * ENTRIES_PER_LOOK * this.#looks;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, isSlow ? SLOW_PAUSE_MS : PAUSE_MS);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#sliceBeganAt = performance.now();
    this.#looks = 0;
  }
}
