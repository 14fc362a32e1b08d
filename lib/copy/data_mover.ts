// Moves the bytes of one open file into another by the best method that works, and says which it was.
// Offsets are explicit throughout, so that a method can give up half-way and the next goes on.

import { EAGAIN, ECANCELED, EEXIST, EINTR, EIO, ENXIO, EOPNOTSUPP } from "../../ffi/errno.ts";
import { FileStat, type NativeFileSystem } from "../../ffi/mod.ts";
import type { MethodName } from "../events.ts";
import type { Options } from "../options.ts";
import type { Bandwidth } from "../shared/bandwidth.ts";
import { isStopping } from "../shared/control.ts";
import { COUNTER } from "../shared/counters.ts";
import type { MethodMemory } from "../shared/method_memory.ts";
import {
  CLONE_CALLS,
  cloneFallsThrough,
  fallsThrough,
  type Ladders,
  METHOD_BIT,
  NOT_BETWEEN_HANDLES,
} from "./methods.ts";
import { Storage } from "./storage.ts";
import { BUFFER_BYTES, CALL_BYTES, SMALLEST_SPLIT } from "./thresholds.ts";

/** FICLONE answers EAGAIN while the source is being written back: worth a few tries. */
const CLONE_TRIES = 8;
/** Blocks of this size are looked at for zeros under `--sparse=always`; the page and block size nearly everywhere. */
const ZERO_BLOCK = 4096;

/** Answers of calls that were not made, as negated errnos. */
const UNSUPPORTED = -EOPNOTSUPP;

/** Copies part of a file with the help of other workers; returns 0 or a negated errno. */
export type RangeSplitter = (source: number, target: number, offset: number, end: number) => number;

/** What `move` answers when the next method takes names, in place of an error number: nothing was moved. */
export const GOES_BY_NAME = -1e6;

/** What a stopped run answers in place of an error number. */
export const STOPPED = -ECANCELED;

/** One worker's mover. The fields tell about the last file. */
export class DataMover {
  /** The method that moved the last bytes; null for an empty file. */
  method: MethodName | null = null;
  /** Bytes shared by a clone. */
  shared = 0;
  /** The call that failed. */
  failedCall = "";
  /** The source ended before its size: it shrank. */
  endedEarly = false;
  /** What each method that gave way answered, for the message when none works. */
  refusals: string[] = [];
  /** Set by the engine while other workers may help. */
  split: RangeSplitter | null = null;

  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #sparse: Options["sparse"];
  readonly #storage: Storage;
  /** Whether several threads may write the file in hand faster than one. */
  #gainsBySplitting = false;

  constructor(
    private readonly fs: NativeFileSystem,
    options: Options,
    private readonly ladders: Ladders,
    private readonly memory: MethodMemory,
    private readonly count: Float64Array,
    private readonly control: Int32Array,
    /** Null where there is no limit. */
    private readonly bandwidth: Bandwidth | null,
  ) {
    this.#sparse = options.sparse;
    this.#storage = new Storage(fs);
  }

  /**
   * Moves all of `source` into the empty file `target`.
   *
   * @param stat of the source
   * @param targetDev device of the target, as FileStat.dev
   * @returns 0, or a negated errno with `failedCall` set
   */
  move(source: number, target: number, stat: FileStat, targetDev: number): number {
    const { size } = stat;
    this.#begin();
    if (size === 0) return this.#moveToEnd(source, target);
    const ladder = this.ladders.for(
      size,
      stat.dev === targetDev &&
        this.#storage.traits(target, targetDev).kernelCopiesSmallFiles,
    );
    if (ladder.length > 1 || ladder[0] !== "read_write") this.memory.select(stat.dev, targetDev);
    if (ladder[0] in CLONE_CALLS) {
      const cloned = this.#clone(ladder[0], source, target, size);
      if (cloned === 0 || !fallsThrough(cloned) || ladder.length === 1) return cloned;
      if (ladder[1] === "CopyFileExW" && this.#canGoByName(stat)) return GOES_BY_NAME;
    }
    this.#chooseWriters(target, size, targetDev);
    if (this.#sparse === "always") return this.#moveSparsely(source, target, 0, size);
    if (this.#sparse === "auto" && this.fs.can.holes && stat.allocatedBytes < size) {
      return this.#moveSegments(source, target, 0, stat, ladder);
    }
    if (this.fs.can.copyContents && ladder.includes("fcopyfile")) {
      const copied = this.#copyContents(source, target, size);
      if (copied === 0 || !fallsThrough(copied)) return copied;
    }
    return this.#moveReserved(source, target, stat, targetDev, ladder);
  }

  /** Leaves all bytes to one call of the system, which is stopped between its blocks. */
  #copyContents(source: number, target: number, size: number): number {
    if (this.memory.hasFailed(METHOD_BIT.fcopyfile)) return UNSUPPORTED;
    this.failedCall = "fcopyfile";
    let counted = 0;
    const count = (bytes: number) => {
      this.count[COUNTER.bytesCopied] += bytes - counted;
      counted = bytes;
      return !isStopping(this.control);
    };
    let error = this.fs.copyContents(source, target, size > CALL_BYTES ? count : null);
    if (error === -EINTR && counted === 0) error = this.fs.copyContents(source, target, null);
    if (error === 0) {
      count(size);
      this.method = "fcopyfile";
    } else if (fallsThrough(error)) this.#refuse("fcopyfile", error);
    return error;
  }

  /** Whether a clone is to make the whole file. */
  clonesToName(stat: FileStat, targetDev: number): boolean {
    if (stat.size === 0 || this.ladders.for(stat.size)[0] !== "clonefile") return false;
    this.memory.select(stat.dev, targetDev);
    return !this.memory.hasFailed(METHOD_BIT.clonefile);
  }

  /** Says that a clone made a whole file. */
  clonedToName(size: number): void {
    this.#begin();
    this.method = "clonefile";
    this.shared = size;
    this.count[COUNTER.bytesShared] += size;
  }

  /** Says that it did not. Whether the next method may try; a name that was taken is no reason for the next file. */
  giveUpClone(error: number): boolean {
    if (!cloneFallsThrough(error)) return false;
    if (error !== -EEXIST) this.memory.remember(METHOD_BIT.clonefile);
    return true;
  }

  /** Whether a file is best left to the system by name: no better method is left to try for the pair. */
  goesByName(stat: FileStat, targetDev: number): boolean {
    if (stat.size === 0) return false;
    const ladder = this.ladders.for(stat.size);
    const at = ladder.indexOf("CopyFileExW");
    if (at < 0) return false;
    this.memory.select(stat.dev, targetDev);
    const isNext = at === 0 || this.memory.hasFailed(METHOD_BIT[ladder[0]]);
    return isNext && this.#canGoByName(stat);
  }

  /** Not what is stored in a way of its own, with holes or compressed, which the system would undo. */
  #canGoByName(stat: FileStat): boolean {
    return stat.storage === 0 && !this.memory.hasFailed(METHOD_BIT.CopyFileExW);
  }

  /** Says that the system copied a file by name. */
  movedByName(): void {
    this.#begin();
    this.method = "CopyFileExW";
  }

  /** Says that it did not; the error. One that lets the next method try is remembered. */
  refusedByName(error: number): number {
    if (fallsThrough(error)) this.#refuse("CopyFileExW", error);
    return error;
  }

  /**
   * Tries nothing but a clone, over whatever the target holds, and gets ready for `moveRange` and
   * `moveRest`. Whether the clone is there.
   */
  clones(source: number, target: number, stat: FileStat, targetDev: number): boolean {
    this.prepareToHelp(stat.dev, targetDev);
    this.#chooseWriters(target, stat.size, targetDev);
    const [method] = this.ladders.for(stat.size);
    return method in CLONE_CALLS && this.#clone(method, source, target, stat.size) === 0;
  }

  /** Moves all from `offset` on into a target that has nothing there; as `move` otherwise. */
  moveRest(source: number, target: number, stat: FileStat, offset: number): number {
    const { size } = stat;
    const ladder = this.ladders.for(size);
    this.method ??= "read_write";
    if (this.#sparse === "always") return this.#moveSparsely(source, target, offset, size);
    if (this.#sparse === "auto" && this.fs.can.holes && stat.allocatedBytes < size) {
      return this.#moveSegments(source, target, offset, stat, ladder);
    }
    return this.#moveSpan(source, target, offset, size, ladder);
  }

  #chooseWriters(target: number, size: number, targetDev: number): void {
    this.#gainsBySplitting = this.split !== null && size >= SMALLEST_SPLIT &&
      !this.#storage.traits(target, targetDev).writersTakeTurns;
  }

  /** Gets ready to help with a file that another worker opened. */
  prepareToHelp(sourceDev: number, targetDev: number): void {
    this.#begin();
    this.memory.select(sourceDev, targetDev);
  }

  /** Moves `offset` to `end` of a file that several workers copy at once. */
  moveRange(source: number, target: number, offset: number, end: number): number {
    return this.#moveUnsplit(source, target, offset, end, this.ladders.forRange);
  }

  #begin(): void {
    this.method = null;
    this.shared = 0;
    this.endedEarly = false;
    if (this.refusals.length > 0) this.refusals = [];
  }

  #clone(method: MethodName, source: number, target: number, size: number): number {
    this.failedCall = CLONE_CALLS[method]!;
    if (this.memory.hasFailed(METHOD_BIT[method])) return UNSUPPORTED;
    let error = this.fs.cloneFile(target, source);
    for (let tries = 1; (error === -EAGAIN || error === -EINTR) && tries < CLONE_TRIES; tries++) {
      error = this.fs.cloneFile(target, source);
    }
    if (error < 0) {
      if (fallsThrough(error)) this.#refuse(method, error);
      return error;
    }
    this.method = method;
    this.shared = size;
    this.count[COUNTER.bytesShared] += size;
    return 0;
  }

  /** Moves a file without holes, into reserved room where that pays. */
  #moveReserved(
    source: number,
    target: number,
    stat: FileStat,
    targetDev: number,
    ladder: readonly MethodName[],
  ): number {
    this.failedCall = "fallocate";
    const reserved = this.#storage.reserve(target, targetDev, stat.size);
    if (reserved < 0) return reserved;
    const moved = this.#moveSpan(source, target, 0, stat.size, ladder);
    if (this.endedEarly) this.#storage.giveBack(target);
    return moved;
  }

  /** Copies data and leaves holes (lseek(2), SEEK_DATA and SEEK_HOLE), then sets the size. */
  #moveSegments(
    source: number,
    target: number,
    from: number,
    { size, allocatedBytes }: FileStat,
    ladder: readonly MethodName[],
  ): number {
    for (let offset = from; offset < size;) {
      const data = this.fs.seekData(source, offset);
      // "No data at all" of a file that occupies blocks has been untrue before (openzfs #15526).
      const isDoubtful = data === -ENXIO && offset === 0 && allocatedBytes > 0;
      if (isDoubtful) return this.#moveUnmapped(source, target, 0, size, ladder);
      if (data === -ENXIO) { // nothing but a hole up to the end
        this.count[COUNTER.bytesSettled] += size - offset;
        break;
      }
      const hole = data < 0 ? data : this.fs.seekHole(source, data);
      if (hole < 0) return this.#moveUnmapped(source, target, offset, size, ladder);
      this.count[COUNTER.bytesSettled] += data - offset;
      const end = hole > data && hole < size ? hole : size;
      const error = this.#moveSpan(source, target, data, end, ladder);
      if (error < 0 || this.endedEarly) return error;
      offset = end;
    }
    return this.#setSize(target, size);
  }

  /** The file system does not tell where the holes are: what is zero is one, where reading is allowed. */
  #moveUnmapped(
    source: number,
    target: number,
    offset: number,
    size: number,
    ladder: readonly MethodName[],
  ): number {
    return ladder.includes("read_write")
      ? this.#moveSparsely(source, target, offset, size)
      : this.#moveSpan(source, target, offset, size, ladder);
  }

  #setSize(target: number, size: number): number {
    const error = this.fs.truncate(target, size);
    if (error < 0) this.failedCall = "ftruncate";
    this.method ??= "read_write";
    return error;
  }

  #moveSpan(
    source: number,
    target: number,
    offset: number,
    end: number,
    ladder: readonly MethodName[],
  ): number {
    if (this.#gainsBySplitting && end - offset >= SMALLEST_SPLIT) {
      // The first call shows which method works; the others need not find out for themselves.
      const first = this.#moveUnsplit(source, target, offset, offset + CALL_BYTES, ladder);
      if (first < 0 || this.endedEarly) return first;
      if (this.method === "sendfile" && !this.ladders.forRange.includes("read_write")) {
        return this.#moveUnsplit(source, target, offset + CALL_BYTES, end, ladder);
      }
      return this.split!(source, target, offset + CALL_BYTES, end);
    }
    return this.#moveUnsplit(source, target, offset, end, ladder);
  }

  #moveUnsplit(
    source: number,
    target: number,
    offset: number,
    end: number,
    ladder: readonly MethodName[],
  ): number {
    let at = offset;
    for (let rung = 0; rung < ladder.length; rung++) {
      const method = ladder[rung];
      if (NOT_BETWEEN_HANDLES.has(method) || this.memory.hasFailed(METHOD_BIT[method])) continue;
      while (at < end) {
        if (isStopping(this.control)) return STOPPED;
        const moved = this.#step(method, source, target, at, end);
        if (moved === -EINTR) continue;
        if (moved < 0) {
          if (method === "read_write" || !fallsThrough(moved)) return moved;
          this.#refuse(method, moved);
          break;
        }
        if (moved === 0) {
          // procfs and some network file systems answer 0 for a file with contents; only read() knows the end.
          if (method !== "read_write") break;
          this.endedEarly = true;
          return 0;
        }
        this.method = method;
        this.count[COUNTER.bytesCopied] += moved;
        at += moved;
      }
      if (at >= end) return 0;
    }
    return UNSUPPORTED; // no method of the ladder is left
  }

  /** One call, or one read and its writes; bytes moved or a negated errno. */
  #step(method: MethodName, source: number, target: number, at: number, end: number): number {
    const length = Math.min(end - at, CALL_BYTES);
    switch (method) {
      case "copy_file_range": {
        this.failedCall = "copy_file_range";
        return this.fs.copyRange(source, target, at, length);
      }
      case "sendfile": {
        this.failedCall = "sendfile";
        const position = this.fs.seek(target, at);
        return position < 0 ? position : this.fs.sendFile(source, target, at, length);
      }
      default:
        return this.#readAndWrite(source, target, at, length);
    }
  }

  #readAndWrite(source: number, target: number, at: number, length: number): number {
    const count = this.#read(source, at, length);
    if (count <= 0) return count;
    return this.#write(target, 0, count, at);
  }

  /** Fills the buffer, as far as the bandwidth allows; bytes read or a negated errno. */
  #read(source: number, at: number, length: number): number {
    this.failedCall = "read";
    let wanted = Math.min(length, BUFFER_BYTES);
    if (this.bandwidth !== null) {
      wanted = this.bandwidth.take(wanted);
      if (wanted === 0) return STOPPED;
    }
    return this.fs.read(source, this.#buffer, wanted, at);
  }

  /** Writes `count` bytes of the buffer from `start` on; a short write goes on where it ended. */
  #write(target: number, start: number, count: number, at: number): number {
    this.failedCall = "write";
    for (let done = 0; done < count;) {
      const from = start + done;
      const bytes = from === 0 ? this.#buffer : this.#buffer.subarray(from);
      const written = this.fs.write(target, bytes, count - done, at + done);
      if (written === 0) return -EIO; // it takes nothing and gives no reason: never try for ever
      if (written < 0 && written !== -EINTR) return written;
      if (written > 0) done += written;
    }
    return count;
  }

  /** A file of size 0 may have contents all the same (procfs): read until read() says that it ends. */
  #moveToEnd(source: number, target: number): number {
    for (let at = 0;;) {
      if (isStopping(this.control)) return STOPPED;
      if (at > 0 && this.#hasSize(source)) return 0;
      const moved = this.#readAndWrite(source, target, at, BUFFER_BYTES);
      if (moved === -EINTR) continue;
      if (moved <= 0) return moved;
      this.method = "read_write";
      this.count[COUNTER.bytesCopied] += moved;
      at += moved;
    }
  }

  /** Whether a file that was empty has a size by now: then it is being written to, perhaps for ever. */
  #hasSize(source: number): boolean {
    const stat = new FileStat();
    return this.fs.statHandle(source, stat) === 0 && stat.size > 0;
  }

  /** Reads everything and writes only blocks that are not zero. */
  #moveSparsely(source: number, target: number, offset: number, size: number): number {
    for (let at = offset; at < size;) {
      if (isStopping(this.control)) return STOPPED;
      const count = this.#read(source, at, size - at);
      if (count === -EINTR) continue;
      if (count < 0) return count;
      if (count === 0) {
        this.endedEarly = true;
        break;
      }
      for (let block = 0; block < count; block += ZERO_BLOCK) {
        const length = Math.min(ZERO_BLOCK, count - block);
        if (isZero(this.#buffer, block, length)) continue;
        const error = this.#write(target, block, length, at + block);
        if (error < 0) return error;
      }
      this.count[COUNTER.bytesCopied] += count;
      at += count;
    }
    this.method = "read_write";
    return this.endedEarly ? 0 : this.#setSize(target, size);
  }

  #refuse(method: MethodName, error: number): void {
    this.memory.remember(METHOD_BIT[method]);
    this.refusals.push(`${method}: ${this.fs.errorName(error)}`);
  }
}

function isZero(bytes: Uint8Array, from: number, length: number): boolean {
  for (let i = from; i < from + length; i++) if (bytes[i] !== 0) return false;
  return true;
}
