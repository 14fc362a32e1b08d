// Moves bytes through a buffer: works everywhere, and is the only method with a bandwidth limit or a look at the bytes.

import { EIO } from "../../../ffi/errno.ts";
import { FileStat } from "../../../ffi/mod.ts";
import type { Bandwidth } from "../../shared/bandwidth.ts";
import { COUNTER } from "../../shared/counters.ts";
import { BUFFER_BYTES } from "../../thresholds.ts";
import { STOPPED } from "./answers.ts";
import type { Transfer } from "./transfer.ts";

/** One thread's buffer. */
export class ReadWrite {
  readonly buffer = new Uint8Array(BUFFER_BYTES);

  constructor(
    private readonly transfer: Transfer,
    /** Null where there is no limit. */
    private readonly bandwidth: Bandwidth | null,
  ) {}

  /** One read and its writes; bytes moved or a negated errno. */
  move(source: number, target: number, at: number, length: number): number {
    const count = this.read(source, at, length);
    if (count <= 0) return count;
    return this.write(target, 0, count, at);
  }

  /** Fills the buffer, as far as the bandwidth allows; bytes read or a negated errno. */
  read(source: number, at: number, length: number): number {
    this.transfer.failedCall = "read";
    let wanted = Math.min(length, BUFFER_BYTES);
    if (this.bandwidth !== null) {
      wanted = this.bandwidth.take(wanted);
      if (wanted === 0) return STOPPED;
    }
    return this.transfer.fs.read(source, this.buffer, wanted, at);
  }

  /** Writes `count` bytes of the buffer from `start` on; a short write goes on where it ended. */
  write(target: number, start: number, count: number, at: number): number {
    this.transfer.failedCall = "write";
    for (let done = 0; done < count;) {
      const from = start + done;
      const bytes = from === 0 ? this.buffer : this.buffer.subarray(from);
      const written = this.transfer.fs.write(target, bytes, count - done, at + done);
      if (written === 0) return -EIO; // no progress and no error: retrying could last for ever
      if (written < 0) return written;
      done += written;
    }
    return count;
  }

  /** Writes `length` zeros. 0 or a negated errno. */
  writeZeros(target: number, at: number, length: number): number {
    this.buffer.fill(0, 0, Math.min(length, BUFFER_BYTES));
    for (let done = 0; done < length;) {
      if (this.transfer.isStopped) return STOPPED;
      const written = this.write(target, 0, Math.min(length - done, BUFFER_BYTES), at + done);
      if (written < 0) return written;
      done += written;
    }
    return 0;
  }

  /** Moves a file of size 0, which may have contents all the same (procfs), up to its end. */
  moveToEnd(source: number, target: number): number {
    const { transfer } = this;
    for (let at = 0;;) {
      if (transfer.isStopped) return STOPPED;
      transfer.endsAt = at;
      if (at > 0 && this.#hasSize(source)) return 0;
      const moved = this.move(source, target, at, BUFFER_BYTES);
      if (moved <= 0) return moved;
      transfer.method = "read_write";
      transfer.count[COUNTER.bytesCopied] += moved;
      at += moved;
    }
  }

  /** True if an empty file has a size by now: it is being written to, perhaps for ever. */
  #hasSize(source: number): boolean {
    const stat = new FileStat();
    return this.transfer.fs.statHandle(source, stat) === 0 && stat.size > 0;
  }
}
