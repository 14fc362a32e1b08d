// A file that is there already, to copy from where none can be made: a CD, a snapshot, a folder of somebody else's. It is
// read, and nothing else is done to it.

import {
  type CString,
  cString,
  ENTRY_TYPE,
  FileStat,
  Listing,
  type NativeFileSystem,
  withoutNul,
} from "../../ffi/mod.ts";
import type { MethodSource } from "./methods.ts";

const LISTING_BYTES = 64 * 1024;
/** Bytes: what is smaller may lie in an inode, what is larger takes its time. */
const LEAST_BYTES = 4 * 1024, MOST_BYTES = 1024 * 1024;
/** Entries that are looked at. */
const MOST_LOOKS = 1000;

/** A small file of an open folder; null where there is none that can be read. */
export function findExample(fs: NativeFileSystem, folder: number): MethodSource | null {
  // Files of the kernel's have no size, or one that they do not keep to; some do things when they are read.
  if (!fs.room(folder)?.totalBytes) return null;
  const listing = new Listing(LISTING_BYTES);
  for (let looks = 0, end = 0; end === 0 && looks < MOST_LOOKS;) {
    listing.clear();
    end = fs.list(folder, listing);
    for (let i = 0; i < listing.count && looks < MOST_LOOKS; i++) {
      const isOther = listing.type[i] !== ENTRY_TYPE.file && listing.type[i] !== ENTRY_TYPE.unknown;
      if (isOther) continue;
      looks++;
      const name = cString(withoutNul(listing.name(i)));
      if (isFitting(fs, folder, name)) return exampleOf(fs, folder, name);
    }
  }
  return null;
}

function isFitting(fs: NativeFileSystem, folder: number, name: CString): boolean {
  const stat = new FileStat();
  if (fs.stat(folder, name, stat) < 0 || !stat.isFile || stat.isDataless) return false;
  if (stat.size < LEAST_BYTES || stat.size > MOST_BYTES) return false;
  const file = fs.openForReading(folder, name, false);
  if (file >= 0) fs.close(file);
  return file >= 0;
}

function exampleOf(fs: NativeFileSystem, folder: number, name: CString): MethodSource {
  const source = () => fs.openForReading(folder, name, false);
  return { fs, folder, sourceName: name, source };
}
