// Opening and making files on Linux. No call follows a link in the last component unless it is told to, and
// none blocks on a FIFO that took a file's place (O_NONBLOCK).

import { cString } from "../c_string.ts";
import { ENOENT, EPERM } from "../errno.ts";
import type { FileCalls } from "../calls/files.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { wide } from "../lazy_symbols.ts";
import { frequent } from "../frequent.ts";

const READ = k.O_RDONLY | k.O_NONBLOCK | k.O_CLOEXEC;
const WRITE = k.O_WRONLY | k.O_NONBLOCK | k.O_NOFOLLOW | k.O_CLOEXEC;
const PIN = k.O_PATH | k.O_NOFOLLOW | k.O_CLOEXEC;
const CREATE = k.O_RDWR | k.O_CREAT | k.O_EXCL | k.O_NOFOLLOW | k.O_CLOEXEC;
const UNNAMED = k.O_RDWR | k.O_TMPFILE | k.O_CLOEXEC;
const LINKAT = wide(k.SYS_linkat);
const EMPTY_PATH = wide(k.AT_EMPTY_PATH);
const FOLLOW = wide(k.AT_SYMLINK_FOLLOW);
const DOT = cString(".");
const EMPTY = cString("");

export function fileCalls({ c, failure, openat, close }: OpenLibC): FileCalls {
  let byEmptyPath = true;

  return {
    openForReading(parent, name, follow) {
      return openat(parent, name, follow ? READ : READ | k.O_NOFOLLOW, 0);
    },
    openForWriting(parent, name) {
      return openat(parent, name, WRITE, 0);
    },
    pin(parent, name) {
      return openat(parent, name, PIN, 0);
    },
    createUnnamed(folder, mode) {
      return openat(folder, DOT, UNNAMED, mode);
    },
    createNamed(folder, name, mode) {
      return openat(folder, name, CREATE, mode);
    },
    nameUnnamed: frequent((file, folder, name) => {
      if (byEmptyPath) {
        if (c.linkatByNumber(LINKAT, file, EMPTY, folder, name, EMPTY_PATH, 0) === 0) return 0;
        const error = failure(c.linkatByNumber, LINKAT, file, EMPTY, folder, name, EMPTY_PATH, 0);
        // Without CAP_DAC_READ_SEARCH kernels before 6.10 answer ENOENT; filters answer EPERM.
        if (error !== -ENOENT && error !== -EPERM) return error;
      }
      const path = cString(`/proc/self/fd/${file}`);
      const linked = c.linkatByNumber(LINKAT, k.AT_FDCWD, path, folder, name, FOLLOW, 0) === 0
        ? 0
        : failure(c.linkatByNumber, LINKAT, k.AT_FDCWD, path, folder, name, FOLLOW, 0);
      if (linked === 0) byEmptyPath = false;
      return linked;
    }),
    tryLock(file) {
      return c.flock(file, k.LOCK_EX | k.LOCK_NB) === 0
        ? 0
        : failure(c.flock, file, k.LOCK_EX | k.LOCK_NB);
    },
    close,
  };
}
