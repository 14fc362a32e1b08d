// Files with holes: holes of the source, or blocks of zeros under `--sparse=always`, are not written, so they take no
// room in the target.

import { EINVAL, ENXIO } from "../../../ffi/errno.ts";
import type { FileStat } from "../../../ffi/mod.ts";
import { COUNTER } from "../../shared/counters.ts";
import { STOPPED } from "./answers.ts";
import { fallsThrough } from "./fall_through.ts";
import type { Ladder } from "./ladders.ts";
import type { PartMover } from "./parts.ts";
import type { ReadWrite } from "./read_write.ts";
import type { Transfer } from "./transfer.ts";

/** Size of the blocks that are checked for zeros; the page and block size nearly everywhere. */
const ZERO_BLOCK = 4096;

/** From where on a file's next data are moved, and how many bytes of them at most. */
export interface NextData {
  readonly offset: number;
  readonly most: number;
}

/** One thread's mover of files with holes. */
export class HoleMover {
  /** True if the file system does not list the holes of the current file. */
  #isUnmapped = false;

  constructor(
    private readonly transfer: Transfer,
    private readonly parts: PartMover,
    private readonly readWrite: ReadWrite,
    /** True if blocks of zeros among the data become holes, too. */
    private readonly makesHoles = false,
  ) {}

  /**
   * Copies data from `from` on and leaves holes (lseek(2), SEEK_DATA and SEEK_HOLE), then sets the size.
   *
   * @returns 0 or a negated errno
   */
  moveData(source: number, target: number, from: number, stat: FileStat, ladder: Ladder): number {
    this.begin();
    const { size } = stat;
    for (let offset = from; offset < size;) {
      const next = this.moveNext(source, target, { offset, most: Infinity }, stat, ladder);
      if (next < 0) return next;
      if (this.transfer.endedEarly) return 0;
      offset = next;
    }
    return this.end(target, size);
  }

  /** Begins a file that `moveNext` moves. */
  begin(): void {
    this.#isUnmapped = false;
  }

  /**
   * Moves the data that comes next, at most so many bytes of it, and passes over the hole before it.
   *
   * @returns the offset behind that, or a negated errno
   */
  moveNext(
    source: number,
    target: number,
    { offset, most }: NextData,
    { size, allocatedBytes }: FileStat,
    ladder: Ladder,
  ): number {
    const { fs, count } = this.transfer;
    const data = this.#isUnmapped ? -EINVAL : fs.seekData(source, offset);
    // "No data" of a file that occupies blocks has been wrong before (openzfs #15526).
    const isDoubtful = data === -ENXIO && offset === 0 && allocatedBytes > 0;
    if (data === -ENXIO && !isDoubtful) { // nothing but a hole up to the end
      count[COUNTER.bytesNotCopied] += size - offset;
      const cleared = this.#clear(target, offset, size);
      return cleared < 0 ? cleared : size;
    }
    const hole = data < 0 ? data : fs.seekHole(source, data);
    if (hole < 0) {
      this.#isUnmapped = true;
      const end = Math.min(size, offset + most);
      const error = this.#moveUnmapped(source, target, offset, end, ladder);
      return error < 0 ? error : end;
    }
    count[COUNTER.bytesNotCopied] += data - offset;
    const cleared = this.#clear(target, offset, data);
    if (cleared < 0) return cleared;
    const end = Math.min(hole > data && hole < size ? hole : size, data + most);
    const error = this.makesHoles
      ? this.#moveSpan(source, target, data, end)
      : this.parts.move(source, target, data, end, ladder);
    return error < 0 ? error : end;
  }

  /** Sets the size of a file whose data were moved; 0 or a negated errno. */
  end(target: number, size: number): number {
    // Where all was read, the size has been set, or old bytes are still to be cut off.
    return this.#isUnmapped ? 0 : this.#setSize(target, size);
  }

  /** Reads everything from `offset` to `size` and writes only blocks that are not zero; the target gets that size at least. */
  moveNonZero(source: number, target: number, offset: number, size: number): number {
    const error = this.#moveSpan(source, target, offset, size);
    return error < 0 || this.transfer.endedEarly ? error : this.#grow(target, size);
  }

  /** Moves the blocks that are not zero between two offsets. Where the source ends before, the target gets that size. */
  #moveSpan(source: number, target: number, from: number, end: number): number {
    const { transfer, readWrite } = this;
    transfer.method = "read_write";
    for (let at = from; at < end;) {
      if (transfer.isStopped) return STOPPED;
      const count = readWrite.read(source, at, end - at);
      if (count < 0) return count;
      if (count === 0) {
        transfer.endAt(at);
        return this.#grow(target, at);
      }
      const error = this.#writeNonZero(target, count, at);
      if (error < 0) return error;
      transfer.count[COUNTER.bytesCopied] += count;
      at += count;
    }
    return 0;
  }

  /** Writes what is not zero of `count` bytes in the buffer, the first of which belongs `at`. */
  #writeNonZero(target: number, count: number, at: number): number {
    const { readWrite, transfer } = this;
    for (let block = 0; block < count; block += ZERO_BLOCK) {
      const length = Math.min(ZERO_BLOCK, count - block);
      const from = at + block;
      const error = !isZero(readWrite.buffer, block, length)
        ? readWrite.write(target, block, length, from)
        : from < transfer.oldBytes
        ? this.#punch(target, from, Math.min(length, transfer.oldBytes - from), block)
        : 0;
      if (error < 0) return error;
    }
    return 0;
  }

  /** Makes a hole of old bytes of the target, or writes the zeros in the buffer. */
  #punch(target: number, at: number, length: number, zerosAt: number): number {
    const { transfer: { fs }, readWrite } = this;
    const error = fs.punchHole(target, at, length);
    return fallsThrough(error)
      ? readWrite.write(target, zerosAt, length, at)
      : this.#noteFallocate(error);
  }

  /** Makes a hole, or zeros, of old bytes of the target between two offsets. 0 or a negated errno. */
  #clear(target: number, from: number, end: number): number {
    const { transfer: { fs, oldBytes }, readWrite } = this;
    const length = Math.min(end, oldBytes) - from;
    if (length <= 0) return 0;
    const error = fs.punchHole(target, from, length);
    return fallsThrough(error)
      ? readWrite.writeZeros(target, from, length)
      : this.#noteFallocate(error);
  }

  /** Notes the call if it failed; its answer. */
  #noteFallocate(error: number): number {
    if (error < 0) this.transfer.failedCall = "fallocate";
    return error;
  }

  /** Moves a file whose holes the file system does not list: zeros become holes, if reading is allowed. */
  #moveUnmapped(
    source: number,
    target: number,
    offset: number,
    size: number,
    ladder: Ladder,
  ): number {
    return ladder.readsAndWrites
      ? this.moveNonZero(source, target, offset, size)
      : this.parts.move(source, target, offset, size, ladder);
  }

  /** Sets the size, unless there are old bytes beyond: until all parts are moved they may be the source's. */
  #grow(target: number, size: number): number {
    return size < this.transfer.oldBytes ? 0 : this.#setSize(target, size);
  }

  #setSize(target: number, size: number): number {
    const error = this.transfer.fs.truncate(target, size);
    if (error < 0) this.transfer.failedCall = "ftruncate";
    this.transfer.method ??= "read_write";
    return error;
  }
}

function isZero(bytes: Uint8Array, from: number, length: number): boolean {
  for (let i = from; i < from + length; i++) if (bytes[i] !== 0) return false;
  return true;
}
