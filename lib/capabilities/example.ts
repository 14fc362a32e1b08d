// A file that is there already, to copy from where none can be made: a CD, a snapshot, a folder of somebody else's. It is
// read, and nothing else is done to it. What lies in folders below counts as well: that of a camera has nothing else.

import {
  type CString,
  cString,
  ENTRY_TYPE,
  FileStat,
  Listing,
  type NativeFileSystem,
  textOf,
  withoutNul,
} from "../../ffi/mod.ts";
import { FolderOpener } from "../copy/folder_opener.ts";
import { joinPath } from "../entry/folder_pair.ts";
import type { MethodSource } from "./methods.ts";

const LISTING_BYTES = 64 * 1024;
/** Bytes: what is smaller may lie in an inode, what is larger takes its time. */
const BEST_BYTES = { least: 4 * 1024, most: 1024 * 1024 };
/** Bytes of the largest file that is copied for want of a better one. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Entries that are looked at, and folders that are listed. */
const MOST_LOOKS = 1000, MOST_FOLDERS = 100;

/** A file at or below a folder. */
interface Found {
  /** Of its folder, relative. */
  readonly path: Uint8Array;
  readonly name: CString;
  readonly size: number;
}

/** The file that is copied, and the folder that it lies in, which is open. */
export class Example implements MethodSource {
  constructor(
    readonly fs: NativeFileSystem,
    readonly folder: number,
    readonly sourceName: CString,
    /** Its path below the folder that was asked for. */
    readonly path: string,
  ) {}

  source(): number {
    return this.fs.openForReading(this.folder, this.sourceName, false);
  }

  close(): void {
    this.fs.close(this.folder);
  }
}

/** The fittest file at or below an open folder; null where there is none that can be read. */
export function findExample(fs: NativeFileSystem, folder: number): Example | null {
  // Files of the kernel's have no size, or one that they do not keep to; some do things when they are read.
  if (!fs.room(folder)?.totalBytes) return null;
  const folders = new FolderOpener(fs);
  try {
    const found = new Search(fs, folders, folder).find();
    if (found === null) return null;
    const { path, name } = found;
    const handle = folders.open(folder, path, false);
    return handle < 0
      ? null
      : new Example(fs, handle, name, textOf(joinPath(path, withoutNul(name))));
  } finally {
    folders.clear();
  }
}

/** Looks through folders, the upper ones first, until the fittest size is met. */
class Search {
  #best: Found | null = null;
  #looks = 0;
  readonly #waiting: Uint8Array[] = [new Uint8Array()];
  readonly #listing = new Listing(LISTING_BYTES);
  readonly #stat = new FileStat();
  readonly #device: number;

  constructor(
    private readonly fs: NativeFileSystem,
    private readonly folders: FolderOpener,
    private readonly root: number,
  ) {
    this.#device = fs.statHandle(root, this.#stat) === 0 ? this.#stat.dev : -1;
  }

  find(): Found | null {
    for (let at = 0; at < this.#waiting.length && !this.#isOver; at++) {
      const path = this.#waiting[at];
      const handle = this.folders.open(this.root, path, false);
      if (handle < 0) continue;
      // What is mounted below is another file system.
      const isOn = this.fs.statHandle(handle, this.#stat) === 0 && this.#stat.dev === this.#device;
      if (isOn) this.#look(handle, path);
      this.fs.close(handle);
    }
    return this.#best;
  }

  get #isOver(): boolean {
    return this.#looks >= MOST_LOOKS || (this.#best !== null && isFittest(this.#best.size));
  }

  #look(folder: number, path: Uint8Array): void {
    const listing = this.#listing;
    for (let end = 0; end === 0 && !this.#isOver;) {
      listing.clear();
      end = this.fs.list(folder, listing);
      for (let i = 0; i < listing.count && !this.#isOver; i++) {
        this.#looks++;
        const type = listing.type[i], name = withoutNul(listing.name(i));
        if (type === ENTRY_TYPE.folder) this.#enqueue(joinPath(path, name));
        else if (type === ENTRY_TYPE.file || type === ENTRY_TYPE.unknown) {
          this.#consider(folder, path, cString(name));
        }
      }
    }
  }

  #enqueue(path: Uint8Array): void {
    if (this.#waiting.length < MOST_FOLDERS) this.#waiting.push(path);
  }

  #consider(folder: number, path: Uint8Array, name: CString): void {
    const { fs } = this, stat = this.#stat;
    if (fs.stat(folder, name, stat) < 0 || !stat.isFile || stat.isDataless) return;
    const { size } = stat;
    if (size === 0 || size > MOST_BYTES) return;
    if (this.#best !== null && !isFitter(size, this.#best.size)) return;
    const file = fs.openForReading(folder, name, false);
    if (file < 0) return;
    fs.close(file);
    this.#best = { path, name, size };
  }
}

function isFittest(size: number): boolean {
  return size >= BEST_BYTES.least && size <= BEST_BYTES.most;
}

/** Of sizes that are too small the largest, of those that are too large the smallest; the latter are better. */
function isFitter(size: number, than: number): boolean {
  if (isFittest(size) || isFittest(than)) return !isFittest(than);
  const isLarge = size > BEST_BYTES.most, wasLarge = than > BEST_BYTES.most;
  if (isLarge !== wasLarge) return isLarge;
  return isLarge ? size < than : size > than;
}
