// Moves parts of one open file into another, down the rungs of a ladder. All offsets are explicit, so that a method can
// give up half-way and the next one continues.

import { COUNTER } from "../../shared/counters.ts";
import { CALL_BYTES, SMALLEST_SPLIT } from "../../thresholds.ts";
import { Portion } from "./portion.ts";
import { STOPPED, UNSUPPORTED } from "./answers.ts";
import { fallsThrough } from "./fall_through.ts";
import type { Ladder } from "./ladders.ts";
import { type PartMethod, suitsRanges } from "./methods.ts";
import type { ReadWrite } from "./read_write.ts";
import type { Transfer } from "./transfer.ts";

/** Copies part of a file with the help of other threads; returns 0 or a negated errno. */
export type RangeSplitter = (source: number, target: number, offset: number, end: number) => number;

/** One thread's mover of parts. */
export class PartMover {
  /** Set by the engine while other threads may help. */
  split: RangeSplitter | null = null;
  /** True if several threads may write the current file faster than one. */
  gainsBySplitting = false;
  readonly #portion = new Portion();

  constructor(
    private readonly transfer: Transfer,
    private readonly readWrite: ReadWrite,
    /** For files that several threads write at once. */
    private readonly forRange: Ladder,
  ) {}

  /** Moves `offset` to `end`, with help where that pays; 0 or a negated errno. */
  move(source: number, target: number, offset: number, end: number, ladder: Ladder): number {
    if (!this.gainsBySplitting || end - offset < SMALLEST_SPLIT) {
      return this.moveAlone(source, target, offset, end, ladder);
    }
    // The first call shows which method works, so that helpers need not find out.
    const begun = offset + CALL_BYTES;
    const first = this.moveAlone(source, target, offset, begun, ladder);
    if (first < 0 || this.transfer.endedEarly) return first;
    const { method } = this.transfer;
    if (method !== null && !suitsRanges(method) && !this.forRange.readsAndWrites) {
      return this.moveAlone(source, target, begun, end, ladder);
    }
    return this.split!(source, target, begun, end);
  }

  /** Moves `offset` to `end` of a file that several threads copy at once. */
  moveRange(source: number, target: number, offset: number, end: number): number {
    return this.moveAlone(source, target, offset, end, this.forRange);
  }

  /** Moves `offset` to `end` without help; 0 or a negated errno. */
  moveAlone(
    source: number,
    target: number,
    offset: number,
    end: number,
    { rungs }: Ladder,
  ): number {
    const { transfer } = this;
    let at = offset;
    for (let i = 0; i < rungs.length; i++) {
      const { method, bit } = rungs[i];
      if (transfer.memory.hasFailed(bit)) continue;
      while (at < end) {
        if (transfer.isStopped) return STOPPED;
        const moved = this.#step(method, source, target, at, end);
        if (moved < 0) {
          if (method === "read_write" || !fallsThrough(moved)) return moved;
          transfer.refuse(method, moved);
          break;
        }
        if (moved === 0) {
          // procfs and some network file systems answer 0 for a file with contents; only read() knows the end.
          if (method !== "read_write") break;
          transfer.endAt(at);
          return 0;
        }
        transfer.method = method;
        transfer.count[COUNTER.bytesCopied] += moved;
        at += moved;
      }
      if (at >= end) return 0;
    }
    return UNSUPPORTED; // no method of the ladder is left
  }

  /** One call, or one read and its writes; bytes moved or a negated errno. */
  #step(method: PartMethod, source: number, target: number, at: number, end: number): number {
    const { transfer } = this;
    const length = Math.min(end - at, this.#portion.bytes);
    switch (method) {
      case "copy_file_range": {
        transfer.failedCall = "copy_file_range";
        const began = this.#portion.begin();
        const moved = transfer.fs.copyRange(source, target, at, length);
        this.#portion.end(began, moved);
        return moved;
      }
      case "sendfile": {
        transfer.failedCall = "sendfile";
        const position = transfer.fs.seek(target, at);
        if (position < 0) return position;
        const began = this.#portion.begin();
        const moved = transfer.fs.sendFile(source, target, at, length);
        this.#portion.end(began, moved);
        return moved;
      }
      case "read_write":
        return this.readWrite.move(source, target, at, length);
    }
  }
}
