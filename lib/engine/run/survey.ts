// Counts what the source holds in all, for the screen alone: the main thread, otherwise idle, walks the source
// in short slices while the workers copy. Copying never waits for it and nothing is decided by it.

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

interface Folder {
  readonly root: number;
  readonly path: Uint8Array;
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
  ) {
    this.#folders = new FolderOpener(fs);
  }

  /** Counts all that the first jobs lead to. Workers report what cannot be read. */
  async run(jobs: readonly Job[]): Promise<void> {
    const waiting: Folder[] = [];
    for (const { root, path, entries } of jobs) {
      if (entries === null) waiting.push({ root, path });
      else eachPacked(entries, (name) => this.#countEntry(this.roots[root].source, cString(name)));
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
  }

  stop(): void {
    this.#stopped = true;
  }

  async #count(folder: Folder, waiting: Folder[]): Promise<void> {
    const { root, path } = folder;
    const handle = this.#folders.open(this.roots[root].source, path, this.followsLinks);
    if (handle < 0) return;
    const listing = new Listing(LISTING_BYTES);
    for (let end = 0; end === 0 && !this.#stopped;) {
      listing.clear();
      end = this.fs.list(handle, listing);
      await this.#countListing(handle, folder, listing, waiting);
    }
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
  }

  #sliceBeganAt = 0;
  #looks = 0;

  /** Gives way to the workers, to signals and to the screen. */
  async #yieldIfDue(): Promise<void> {
    const ms = performance.now() - this.#sliceBeganAt;
    this.#looks++;
    if (ms < SLICE_MS) return;
    const isSlow = ms > SLOW_MS * ENTRIES_PER_LOOK * this.#looks;
    await new Promise((resolve) => setTimeout(resolve, isSlow ? SLOW_PAUSE_MS : PAUSE_MS));
    this.#sliceBeganAt = performance.now();
    this.#looks = 0;
  }
}
