// Compares the bytes of two open files. Both are on this machine, so they are compared directly: that reads no more than
// checksums would, ends at the first difference, and is limited by memory (memcmp 52 GB/s, SHA-256 1.7; bench/NOTES.md).

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import { COUNTER } from "../../shared/counters.ts";
import { isStopping } from "../../shared/control.ts";

/** Bytes that are compared at a time. */
export const COMPARED_BLOCK_BYTES = 256 * 1024;

/** Results of a comparison; `stopped` if the run is. */
export const COMPARED = {
  same: 0,
  different: 1,
  sourceFailed: 2,
  targetFailed: 3,
  stopped: 4,
} as const;

/** What is read of both files. */
interface Blocks {
  readonly source: Uint8Array;
  readonly target: Uint8Array;
}

/** One thread's comparison of contents. The fields describe the last one. */
export class ContentComparison {
  /** The first byte that differs, or that only one of the files has. */
  offset = 0;
  /** Bytes of the last block. */
  compared = 0;
  /** The negated errno of the read that failed. */
  error = 0;
  /** Called with each block of the source that was found equal, or read. */
  onBlock: ((block: Uint8Array) => void) | null = null;
  /** Made once contents are compared: most threads compare none. */
  #blocks: Blocks | null = null;

  /** @param count where the bytes of a file under way are counted */
  constructor(
    private readonly fs: NativeFileSystem,
    private readonly control: Int32Array,
    private readonly count: Float64Array,
  ) {}

  /** Compares two open files from their first byte to the end of both; one of COMPARED. */
  compare(source: number, target: number): number {
    const { source: sourceBlock } = this.#made();
    for (let at = 0;;) {
      if (isStopping(this.control)) return COMPARED.stopped;
      const outcome = this.compareBlock(source, target, at, COMPARED_BLOCK_BYTES);
      if (outcome !== COMPARED.same) return this.#ended(outcome);
      this.onBlock?.(sourceBlock.subarray(0, this.compared));
      if (this.compared < COMPARED_BLOCK_BYTES) return this.#ended(COMPARED.same);
      at += this.compared;
      this.count[COUNTER.bytesUnderWay] = at;
    }
  }

  /** Reads one file to its end, for `onBlock`: `same`, `sourceFailed` or `stopped`. */
  read(source: number): number {
    const { source: sourceBlock } = this.#made();
    for (let at = 0;;) {
      if (isStopping(this.control)) return COMPARED.stopped;
      const count = this.#fill(sourceBlock, source, at, COMPARED_BLOCK_BYTES);
      if (count < 0) return this.#ended(this.#failed(COMPARED.sourceFailed, count));
      this.onBlock?.(sourceBlock.subarray(0, count));
      if (count < COMPARED_BLOCK_BYTES) return this.#ended(COMPARED.same);
      at += count;
      this.count[COUNTER.bytesUnderWay] = at;
    }
  }

  /** Compares `length` bytes at one offset, at most COMPARED_BLOCK_BYTES, or what the files have of them. */
  compareBlock(source: number, target: number, at: number, length: number): number {
    const blocks = this.#made();
    const count = this.#fill(blocks.source, source, at, length);
    if (count < 0) return this.#failed(COMPARED.sourceFailed, count);
    const other = this.#fill(blocks.target, target, at, length);
    if (other < 0) return this.#failed(COMPARED.targetFailed, other);
    const common = Math.min(count, other);
    const isSame = this.fs.sameBytes(blocks.source, blocks.target, common);
    const same = isSame ? common : firstDifference(blocks);
    this.compared = count;
    this.offset = at + same;
    return same < common || count !== other ? COMPARED.different : COMPARED.same;
  }

  #made(): Blocks {
    const block = () => new Uint8Array(COMPARED_BLOCK_BYTES);
    return this.#blocks ??= { source: block(), target: block() };
  }

  /** Fills a block as far as the file goes; bytes read or a negated errno. */
  #fill(block: Uint8Array, file: number, at: number, length: number): number {
    for (let done = 0;;) {
      const rest = done === 0 ? block : block.subarray(done);
      const count = this.fs.read(file, rest, length - done, at + done);
      if (count < 0) return count;
      done += count;
      if (count === 0 || done === length) return done;
    }
  }

  /** No byte is under way any more: the file is counted as a whole. */
  #ended(outcome: number): number {
    this.count[COUNTER.bytesUnderWay] = 0;
    return outcome;
  }

  #failed(outcome: number, error: number): number {
    this.error = error;
    return outcome;
  }
}

/** The first byte in which two blocks differ. */
function firstDifference({ source, target }: Blocks): number {
  let at = 0;
  while (source[at] === target[at]) at++;
  return at;
}
