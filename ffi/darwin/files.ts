// Opening and making files on Darwin. No call follows a link in the last component unless it is told to, and
// none blocks on a FIFO that took a file's place (O_NONBLOCK).

import { EOPNOTSUPP } from "../errno.ts";
import type { FileCalls } from "../calls/files.ts";
import * as k from "./constants.ts";
import type { FolderListing } from "./listing.ts";
import type { FolderTable } from "./folder_table.ts";
import type { OpenLibSystem } from "./libsystem.ts";

const READ = k.O_RDONLY | k.O_NONBLOCK | k.O_CLOEXEC;
const WRITE = k.O_WRONLY | k.O_NONBLOCK | k.O_NOFOLLOW | k.O_CLOEXEC;
const CREATE = k.O_RDWR | k.O_CREAT | k.O_EXCL | k.O_NOFOLLOW | k.O_CLOEXEC;

export function fileCalls(
  { c, failure }: OpenLibSystem,
  folders: FolderTable,
  listing: FolderListing,
): FileCalls {
  function openat(folder: number, name: Uint8Array, flags: number, mode: number): number {
    folders.forget(folder, name); // it may be changed through the handle
    const fd = c.openat(folder, name, flags, mode);
    return fd >= 0 ? fd : failure(c.openat, folder, name, flags, mode);
  }

  return {
    openForReading: (parent, name, follow) =>
      openat(parent, name, follow ? READ : READ | k.O_NOFOLLOW, 0),
    openForWriting: (parent, name) => openat(parent, name, WRITE, 0),
    pin: () => -EOPNOTSUPP,
    createUnnamed: () => -EOPNOTSUPP,
    createNamed: (folder, name, mode) => openat(folder, name, CREATE, mode),
    nameUnnamed: () => -EOPNOTSUPP,
    tryLock(file) {
      return c.flock(file, k.LOCK_EX | k.LOCK_NB) === 0
        ? 0
        : failure(c.flock, file, k.LOCK_EX | k.LOCK_NB);
    },
    close(handle) {
      listing.close(handle);
      return c.close(handle) === 0 ? 0 : failure();
    },
  };
}
