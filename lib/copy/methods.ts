// The methods by which bytes move, the order in which they are tried, and the codes with which one
// gives way to the next. Everything measured about that order is in thresholds.ts.

import {
  EACCES,
  EBADF,
  EEXIST,
  EINVAL,
  ENOSYS,
  ENOTTY,
  EOPNOTSUPP,
  EPERM,
  ETXTBSY,
  EXDEV,
} from "../../ffi/errno.ts";
import type { Abilities } from "../../ffi/mod.ts";
import type { MethodName } from "../events.ts";
import type { Options } from "../options.ts";
import { SMALLEST_CLONE, SMALLEST_KERNEL_COPY } from "./thresholds.ts";

/** Bit of each method in the memory of what failed. */
export const METHOD_BIT: Readonly<Record<MethodName, number>> = {
  reflink: 1,
  copy_file_range: 2,
  sendfile: 4,
  read_write: 8,
  block_clone: 16,
  CopyFileExW: 32,
  clonefile: 64,
  fcopyfile: 128,
};

/**
 * Codes that mean "this call cannot do it for this pair": the next method is tried. Everything else
 * (EIO, ENOMEM, ENOSPC, EDQUOT, …) is a real error and ends the file: taking one for "unsupported"
 * has corrupted files before (coreutils 9.2, NEWS).
 */
const FALLS_THROUGH = new Set([
  ENOSYS, // the kernel has no such call, or a filter hides it
  ENOTTY, // FICLONE: the file system has no such ioctl
  EOPNOTSUPP, // the file system cannot
  EINVAL, // this kind of file, an alignment, or a range that the call does not take
  EBADF, // copy_file_range on an append-only target; FICLONE on some FUSE file systems
  EXDEV, // two file systems
  ETXTBSY, // FICLONE and copy_file_range refuse a swap file
  EPERM, // a seccomp filter, or an immutable file that a plain write reports more exactly
  EACCES, // some network file systems refuse the call but not the write
]);

/**
 * The same for a clone that makes a file of its own (clonefile(2)), whose refusals are exact: the file
 * system cannot, the two are on different ones, or somebody took the temporary name.
 */
const CLONE_FALLS_THROUGH = new Set([EOPNOTSUPP, EXDEV, EEXIST]);

/** Whether `error`, a negated errno, lets the next method try. */
export function fallsThrough(error: number): boolean {
  return FALLS_THROUGH.has(-error);
}

/** The same for `clonefile`. */
export function cloneFallsThrough(error: number): boolean {
  return CLONE_FALLS_THROUGH.has(-error);
}

/** Methods that a mover of parts of two open files leaves out: clones and whole files come first, names are for by_name.ts. */
export const NOT_BETWEEN_HANDLES: ReadonlySet<MethodName> = new Set([
  "reflink",
  "block_clone",
  "CopyFileExW",
  "clonefile",
  "fcopyfile",
]);

/** The call behind each way to clone. */
export const CLONE_CALLS: Readonly<Partial<Record<MethodName, string>>> = {
  reflink: "ioctl(FICLONE)",
  block_clone: "NtFsControlFile(FSCTL_DUPLICATE_EXTENTS_TO_FILE)",
};

const READ_WRITE: readonly MethodName[] = ["read_write"];

/** Picks the ladder for one file of `size` bytes; an array from a fixed few, never a new one. */
export class Ladders {
  readonly #small: readonly MethodName[];
  /** On file systems where the kernel copies even small files faster. */
  readonly #smallInKernel: readonly MethodName[];
  readonly #medium: readonly MethodName[];
  readonly #large: readonly MethodName[];
  /** For a file that several workers write at once: sendfile has one position for all and is left out. */
  readonly forRange: readonly MethodName[];

  constructor(options: Options, can: Abilities) {
    const available = (methods: MethodName[]) =>
      methods.filter((method) => isAvailable(method, can));
    const clone = can.blockClone ? "block_clone" : can.cloneToName ? "clonefile" : "reflink";
    // A name is no open file: what is there already or to be on disk at once goes by handle.
    const byName = options.inplace || options.fsync || options.resume
      ? []
      : ["CopyFileExW"] as const;
    if (options.reflink === "always") {
      this.#small = this.#medium = this.#large = [clone];
    } else if (options.zeroCopy === "never" || options.sparse === "always") {
      this.#small = this.#medium = this.#large = READ_WRITE;
    } else {
      // The kernel's copy_file_range clones where it can, so that `--reflink=never` must avoid it.
      const insisting = options.zeroCopy === "always";
      // A clone moves no bytes; every other way into the kernel would move them all at once.
      const copying = options.bandwidthLimit !== null ? READ_WRITE : available([
        ...(options.reflink === "never" ? [] : ["copy_file_range"] as const),
        "sendfile",
        ...byName,
        // fcopyfile is the C library's own loop of reads and writes, not the kernel's.
        ...(insisting ? [] : ["fcopyfile", "read_write"] as const),
      ]);
      const cloning = options.reflink === "never" ? copying : available([clone, ...copying]);
      this.#small = insisting ? cloning : READ_WRITE;
      this.#medium = insisting ? cloning : copying;
      this.#large = cloning;
    }
    this.#smallInKernel = this.#small === READ_WRITE && this.#medium.includes("copy_file_range")
      ? ["copy_file_range", "read_write"]
      : this.#small;
    this.forRange = this.#large.filter((method) => method !== "sendfile");
  }

  /** @param inKernel whether a small file, too, is better copied by the kernel */
  for(size: number, inKernel = false): readonly MethodName[] {
    return size < SMALLEST_KERNEL_COPY
      ? inKernel ? this.#smallInKernel : this.#small
      : size < SMALLEST_CLONE
      ? this.#medium
      : this.#large;
  }
}

function isAvailable(method: MethodName, can: Abilities): boolean {
  switch (method) {
    case "reflink":
      return can.reflink;
    case "block_clone":
      return can.blockClone;
    case "CopyFileExW":
      return can.copyByName;
    case "clonefile":
      return can.cloneToName;
    case "fcopyfile":
      return can.copyContents;
    case "copy_file_range":
      return can.copyFileRange;
    case "sendfile":
      return can.sendfile;
    case "read_write":
      return true;
  }
}
