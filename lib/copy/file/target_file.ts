// The file that bytes are copied into before it has its final name: unnamed where the file system
// has that (O_TMPFILE), else under a temporary name; with `--resume` under one that the next run finds
// again; with `--inplace`, the final file itself, unless it has other names.

import {
  EACCES,
  EEXIST,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOSYS,
  EOPNOTSUPP,
  EPERM,
  ESTALE,
  EXDEV,
} from "../../../ffi/errno.ts";
import type { CString, FileStat } from "../../../ffi/mod.ts";
import { COUNTER } from "../../shared/counters.ts";
import { SMALLEST_RESUMED } from "../../thresholds.ts";
import { isAppendOnly } from "../target/append_only.ts";
import type { CopyContext } from "../context.ts";
import { displace } from "../target/displace.ts";
import { renameNew } from "../target/rename_new.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { openPartial, partialName } from "./partial_file.ts";

/** Codes with which a file system or kernel says that it has no unnamed files (open(2), O_TMPFILE). */
const NO_UNNAMED_FILES = new Set([-EOPNOTSUPP, -EISDIR, -ENOENT, -EINVAL, -ENOSYS]);
/** Codes with which linkat(2) says that an unnamed file cannot have a name here: no /proc, a filter. */
const CANNOT_BE_NAMED = new Set([-ENOENT, -EPERM, -EACCES, -ENOSYS, -EOPNOTSUPP, -EXDEV]);
/** Permissions of all but the owner. */
const OTHERS = 0o077;
/** Devices on which unnamed files were refused, per thread. */
const withoutUnnamed = new Set<number>();

/** Says that a file is to be replaced, whatever `--inplace` says; no errno is that small. */
const HAS_OTHER_NAMES = -0x7fff_ffff;

/**
 * Whether `--inplace` may write into an existing entry. Writing into a device or a FIFO is never meant. A
 * file's other names may be names of other files in the source, or lie outside the tree, in a snapshot say.
 */
export function mayWriteInto(existing: FileStat): boolean {
  return existing.isFile && existing.nlink < 2;
}

/** One open target file; reused from file to file. */
export class TargetFile {
  handle = -1;
  failedCall = "";
  /** The file is whole but could not be named, and must be made again under a temporary name. */
  mustStartOver = false;
  /** No byte was moved: the system is to make it, by name. */
  mustGoByName = false;
  /** The system copied it whole, with what belongs to it. */
  isCopied = false;
  /** With `--resume`: bytes that it holds from before, of which many may be right; else 0. */
  present = 0;
  /** The source changed while it was read, for the first time: it is to be copied once more. */
  mustCopyAgain = false;
  /** The source changed each time: it is no version of it, and delivered with a time that says so. */
  isTorn = false;
  /** The same, but it is not delivered. */
  isDiscarded = false;
  /** With `--inplace`: bytes that stood there when it was opened. */
  oldBytes = 0;
  /** It does not hold what it should, and is not worth going on with. */
  isWrong = false;
  #isPartial = false;
  #reader = -1;
  #temporary: CString | null = null;
  #isUnnamed = false;
  /** With `--inplace`: the final name is already taken by this very file. */
  #isInPlace = false;
  #wasThere = false;

  /**
   * Opens a target for a file of `mode` and `size`.
   *
   * @param existing what the name is taken by and is to be replaced, or null
   * @returns 0 or a negated errno
   */
  open(
    ctx: CopyContext,
    pair: FolderPair,
    name: CString,
    mode: number,
    size: number,
    existing: FileStat | null,
  ): number {
    const { fs, options } = ctx;
    const replaces = existing !== null;
    this.#begin();
    const keepsNames = isAppendOnly(fs, pair.targetStat);
    const resumes = options.resume && size >= SMALLEST_RESUMED && !keepsNames;
    const isHidden = pair.hidden !== null; // the folder itself has yet to get its name
    const takesPlace = pair.removeOld !== null;
    const isInPlace = options.inplace && !takesPlace;
    if (isHidden || (isInPlace && (existing === null || mayWriteInto(existing)))) {
      const error = this.#openInPlace(ctx, pair, name, mode, replaces);
      if (error === 0 && replaces) this.oldBytes = ctx.checkStat.size;
      if (resumes) this.present = this.oldBytes;
      if (error !== HAS_OTHER_NAMES) return error;
      this.#begin();
    }
    if (resumes) {
      const error = this.#openPartial(ctx, pair, name);
      if (error !== null) return error;
    }
    if (
      !replaces && !takesPlace && fs.can.unnamedFiles && !withoutUnnamed.has(pair.targetStat.dev)
    ) {
      this.failedCall = "open(O_TMPFILE)";
      const handle = fs.createUnnamed(pair.target, mode);
      if (handle >= 0) {
        this.#isUnnamed = true;
        this.handle = handle;
        return 0;
      }
      if (!NO_UNNAMED_FILES.has(handle)) return handle;
      withoutUnnamed.add(pair.targetStat.dev);
    }
    if (keepsNames) return this.#refuse();
    this.#temporary = ctx.temporaryNames.next();
    this.failedCall = "openat";
    this.handle = fs.createNamed(pair.target, this.#temporary, mode);
    if (this.handle < 0) return this.handle;
    fs.tryLock(this.handle); // tells a sweeping neighbour that the file is in use
    return 0;
  }

  /** Where a temporary name would stay for ever. */
  #refuse(): number {
    this.failedCall = "renameat";
    return -EPERM;
  }

  #openInPlace(
    ctx: CopyContext,
    pair: FolderPair,
    name: CString,
    mode: number,
    replaces: boolean,
  ): number {
    const { fs } = ctx;
    this.#isInPlace = true;
    this.#wasThere = replaces;
    this.failedCall = "openat";
    this.handle = replaces
      ? fs.openForWriting(pair.target, name)
      : fs.createNamed(pair.target, name, mode);
    if (this.handle < 0 || !replaces) return Math.min(this.handle, 0);
    const { checkStat } = ctx;
    if (fs.statHandle(this.handle, checkStat) === 0 && mayWriteInto(checkStat)) {
      // Whom the new mode does not let in is shut out before the first byte.
      const narrowed = checkStat.permissions & (mode | ~OTHERS);
      if (narrowed !== checkStat.permissions) fs.setMode(this.handle, narrowed);
      return 0;
    }
    fs.close(this.handle); // it was swapped since it was looked at, or a listing does not tell its names
    return checkStat.isFile ? HAS_OTHER_NAMES : -EINVAL;
  }

  /** Opens a file that `make` copies whole to a temporary name. 0 or a negated errno. */
  openCopied(
    ctx: CopyContext,
    pair: FolderPair,
    call: string,
    make: (name: CString) => number,
  ): number {
    this.#begin();
    if (isAppendOnly(ctx.fs, pair.targetStat)) return this.#refuse();
    this.isCopied = true;
    this.#temporary = ctx.temporaryNames.next();
    this.failedCall = call;
    this.handle = make(this.#temporary);
    if (this.handle >= 0) {
      ctx.fs.tryLock(this.handle); // tells a sweeping neighbour that the file is in use
      return 0;
    }
    // What the system could not finish, it removes; but it may have been kept from that. A name that
    // was taken is somebody else's.
    if (this.handle !== -EEXIST) ctx.fs.unlink(pair.target, this.#temporary);
    this.#temporary = null;
    return this.handle;
  }

  #begin(): void {
    this.#temporary = null;
    this.#isUnnamed =
      this.#isInPlace =
      this.#wasThere =
      this.isCopied =
      this.isWrong =
      this.#isPartial =
        false;
    this.mustStartOver = this.mustGoByName = false;
    this.mustCopyAgain = this.isTorn = this.isDiscarded = false;
    this.present = this.oldBytes = 0;
    this.#reader = -1;
  }

  /** Opens what an earlier run began; null where that is not to be had. */
  #openPartial(ctx: CopyContext, pair: FolderPair, name: CString): number | null {
    const partial = partialName(name);
    this.failedCall = "openat";
    const handle = openPartial(ctx, pair, partial);
    if (handle === null || handle < 0) return handle;
    this.handle = handle;
    this.#temporary = partial;
    this.#isPartial = true;
    this.present = ctx.checkStat.size;
    return 0;
  }

  /** Whether it had contents when it was opened. */
  get hadContents(): boolean {
    return this.#wasThere;
  }
  /** Whether its mode and attributes may be others than it was made with. */
  get isUsed(): boolean {
    return this.#wasThere || this.#isPartial;
  }

  /** A handle of it that reads: the file is still this very one. A negated errno where there is none. */
  reader(ctx: CopyContext, pair: FolderPair, name: CString): number {
    if (!this.isUsed) return this.handle; // files are made for reading and writing
    if (this.#reader >= 0) return this.#reader;
    const { fs, checkStat, openedStat } = ctx;
    const reader = fs.openForReading(pair.target, this.#temporary ?? name, false);
    if (reader < 0) return reader;
    this.#reader = reader;
    const isSame = fs.statHandle(reader, checkStat) === 0 &&
      fs.statHandle(this.handle, openedStat) === 0 && openedStat.hasSameInode(checkStat);
    return isSame ? reader : -ESTALE;
  }

  /** Gives the finished file its final name in one step. 0 or a negated errno. */
  finish(ctx: CopyContext, pair: FolderPair, name: CString, replaces: boolean): number {
    const { fs } = ctx;
    if (this.#isInPlace) return 0;
    if (this.#isUnnamed) {
      this.failedCall = "linkat";
      const error = fs.nameUnnamed(this.handle, pair.target, name);
      this.mustStartOver = CANNOT_BE_NAMED.has(error);
      if (this.mustStartOver) withoutUnnamed.add(pair.targetStat.dev);
      return error;
    }
    this.failedCall = "renameat";
    const error = pair.removeOld !== null
      ? displace(ctx, pair, this.#temporary!, name, pair.removeOld)
      : replaces
      ? fs.rename(pair.target, this.#temporary!, pair.target, name)
      : renameNew(ctx, pair, this.#temporary!, name);
    if (error === 0) this.#temporary = null;
    return error;
  }

  /** Closes the file; what did not get its final name is removed. 0 or a negated errno of close. */
  close(ctx: CopyContext, pair: FolderPair, name: CString, succeeded: boolean): number {
    const { fs } = ctx;
    const error = fs.close(this.handle);
    if (this.#reader >= 0) fs.close(this.#reader);
    if (this.#isPartial && !succeeded && !this.isWrong) {
      if (!this.mustCopyAgain) ctx.count[COUNTER.partialsKept]++;
      pair.touched = true;
    } else if (this.#temporary !== null) fs.unlink(pair.target, this.#temporary);
    else if (this.#isInPlace && !succeeded && !this.#wasThere) fs.unlink(pair.target, name);
    this.handle = -1;
    return error;
  }
}

/** The one file that this thread has in hand. */
export const target = new TargetFile();
