// Files with holes: what is a hole in the source, or nothing but zeros under `--sparse=always`, is not
// written and so takes no room in the target.

import { ENXIO } from "../../../ffi/errno.ts";
import type { FileStat } from "../../../ffi/mod.ts";
import { COUNTER } from "../../shared/counters.ts";
import { STOPPED } from "./answers.ts";
import type { Ladder } from "./ladders.ts";
import type { PartMover } from "./parts.ts";
import type { ReadWrite } from "./read_write.ts";
import type { Transfer } from "./transfer.ts";

/** Blocks of this size are looked at for zeros; the page and block size nearly everywhere. */
const ZERO_BLOCK = 4096;

/** One worker's mover of files with holes. */
export class HoleMover {
  constructor(
    private readonly transfer: Transfer,
    private readonly parts: PartMover,
    private readonly readWrite: ReadWrite,
  ) {}

  /**
   * Copies data from `from` on and leaves holes (lseek(2), SEEK_DATA and SEEK_HOLE), then sets the size.
   *
   * @returns 0 or a negated errno
   */
  moveData(
    source: number,
    target: number,
    from: number,
    { size, allocatedBytes }: FileStat,
    ladder: Ladder,
  ): number {
    const { fs, count } = this.transfer;
    for (let offset = from; offset < size;) {
      const data = fs.seekData(source, offset);
      // "No data at all" of a file that occupies blocks has been untrue before (openzfs #15526).
      const isDoubtful = data === -ENXIO && offset === 0 && allocatedBytes > 0;
      if (isDoubtful) return this.#moveUnmapped(source, target, 0, size, ladder);
      if (data === -ENXIO) { // nothing but a hole up to the end
        count[COUNTER.bytesSettled] += size - offset;
        break;
      }
      const hole = data < 0 ? data : fs.seekHole(source, data);
      if (hole < 0) return this.#moveUnmapped(source, target, offset, size, ladder);
      count[COUNTER.bytesSettled] += data - offset;
      const end = hole > data && hole < size ? hole : size;
      const error = this.parts.move(source, target, data, end, ladder);
      if (error < 0 || this.transfer.endedEarly) return error;
      offset = end;
    }
    return this.#setSize(target, size);
  }

  /** Reads everything from `offset` on and writes only blocks that are not zero. */
  moveNonZero(source: number, target: number, offset: number, size: number): number {
    const { transfer, readWrite } = this;
    for (let at = offset; at < size;) {
      if (transfer.isStopped) return STOPPED;
      const count = readWrite.read(source, at, size - at);
      if (count < 0) return count;
      if (count === 0) {
        transfer.endedEarly = true;
        break;
      }
      const error = this.#writeNonZero(target, count, at);
      if (error < 0) return error;
      transfer.count[COUNTER.bytesCopied] += count;
      at += count;
    }
    transfer.method = "read_write";
    return transfer.endedEarly ? 0 : this.#setSize(target, size);
  }

  /** Writes what is not zero of `count` bytes in the buffer, the first of which belongs `at`. */
  #writeNonZero(target: number, count: number, at: number): number {
    const { readWrite } = this;
    for (let block = 0; block < count; block += ZERO_BLOCK) {
      const length = Math.min(ZERO_BLOCK, count - block);
      if (isZero(readWrite.buffer, block, length)) continue;
      const error = readWrite.write(target, block, length, at + block);
      if (error < 0) return error;
    }
    return 0;
  }

  /** The file system does not tell where the holes are: what is zero is one, where reading is allowed. */
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
