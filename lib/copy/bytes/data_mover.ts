// Moves the bytes of one open file into another by the best method that works.

import type { FileStat } from "../../../ffi/mod.ts";
import type { MethodName } from "../../events.ts";
import type { Options } from "../../options.ts";
import type { Bandwidth } from "../../shared/bandwidth.ts";
import { COUNTER } from "../../shared/counters.ts";
import { CALL_BYTES, SMALLEST_SPLIT } from "../../thresholds.ts";
import { MOVES_PARTS, UNSUPPORTED, USE_COPY_BY_NAME } from "./answers.ts";
import { fallsThrough } from "./fall_through.ts";
import { HoleMover } from "./holes.ts";
import type { Ladder, LadderChoice } from "./ladders.ts";
import { PartMover, type RangeSplitter } from "./parts.ts";
import { ReadWrite } from "./read_write.ts";
import { Storage } from "./storage.ts";
import type { Transfer } from "./transfer.ts";
import { canGoByName, cloneContents, copyContents } from "./whole_files.ts";

/** One thread's mover. The result of the last file is in its transfer. */
export class DataMover {
  readonly #sparse: Options["sparse"];
  readonly storage: Storage;
  readonly #readWrite: ReadWrite;
  readonly #parts: PartMover;
  readonly #holes: HoleMover;
  /** That of the file that was begun. */
  #ladder!: Ladder;
  /** True if the holes of that file are to be left. */
  #hasHoles = false;

  constructor(
    private readonly transfer: Transfer,
    private readonly ladders: LadderChoice,
    options: Options,
    /** Null where there is no limit. */
    bandwidth: Bandwidth | null,
  ) {
    this.#sparse = options.sparse;
    this.storage = new Storage(transfer.fs);
    this.#readWrite = new ReadWrite(transfer, bandwidth);
    this.#parts = new PartMover(transfer, this.#readWrite, ladders.forRange);
    const makesHoles = options.sparse === "always";
    this.#holes = new HoleMover(transfer, this.#parts, this.#readWrite, makesHoles);
  }

  /** Set by the engine while other threads may help. */
  set split(split: RangeSplitter | null) {
    this.#parts.split = split;
  }

  /**
   * Moves all of `source` into the empty file `target`.
   *
   * @param stat of the source
   * @param targetDev device of the target, as FileStat.dev
   * @returns 0, or a negated errno with the transfer's `failedCall` set, or USE_COPY_BY_NAME
   */
  move(source: number, target: number, stat: FileStat, targetDev: number): number {
    const begun = this.begin(source, target, stat, targetDev);
    if (begun !== MOVES_PARTS) return begun;
    if (this.#hasHoles) return this.#holes.moveData(source, target, 0, stat, this.#ladder);
    const moved = this.#parts.move(source, target, 0, stat.size, this.#ladder);
    return this.end(target, stat, moved);
  }

  /**
   * Moves a file of at most one buffer in one go, by a method that has worked before; the rest as for `move`.
   *
   * @returns bytes moved, or a negated errno with the transfer's `failedCall` set
   */
  moveWhole(
    method: MethodName,
    source: number,
    target: number,
    stat: FileStat,
    targetDev: number,
  ): number {
    const { transfer } = this;
    const { size } = stat;
    transfer.begin();
    transfer.oldBytes = 0;
    if (method === "reflink") {
      transfer.memory.select(stat.dev, targetDev);
      return cloneContents(transfer, method, source, target, size) || size;
    }
    if (method === "copy_file_range") transfer.failedCall = method;
    else if (method !== "read_write") return UNSUPPORTED;
    const moved = method === "read_write"
      ? this.#readWrite.move(source, target, 0, size)
      : transfer.fs.copyRange(source, target, 0, size);
    if (moved > 0) {
      transfer.method = method;
      transfer.count[COUNTER.bytesCopied] += moved;
    }
    return moved;
  }

  /** As `move`, but returns MOVES_PARTS where only parts are left to be moved. */
  begin(source: number, target: number, stat: FileStat, targetDev: number): number {
    const { size } = stat;
    const { transfer } = this;
    transfer.begin();
    if (size === 0) return this.#readWrite.moveToEnd(source, target);
    const ladder = this.ladders.for(
      size,
      stat.dev === targetDev ? this.storage.traits(target, targetDev).smallFiles : "read_write",
    );
    if (ladder.asksMemory) transfer.memory.select(stat.dev, targetDev);
    if (ladder.clone !== null) {
      const cloned = cloneContents(transfer, ladder.clone, source, target, size);
      if (cloned === 0 || !fallsThrough(cloned) || ladder.onlyClones) return cloned;
      if (ladder.goesByName && canGoByName(transfer.memory, stat)) return USE_COPY_BY_NAME;
    }
    this.#chooseWriters(target, size, targetDev);
    this.#ladder = ladder;
    this.#hasHoles = this.#mayHaveHoles(stat);
    if (this.#hasHoles) return this.#beginHoles(source, target, stat);
    if (ladder.copiesContents) {
      const copied = copyContents(transfer, source, target, size);
      if (copied === 0 || !fallsThrough(copied)) return copied;
    }
    transfer.failedCall = "fallocate";
    const reserved = this.storage.reserve(target, targetDev, size);
    return reserved < 0 ? reserved : MOVES_PARTS;
  }

  /** Moves all where every byte is looked at, which goes in one go. */
  #beginHoles(source: number, target: number, stat: FileStat): number {
    if (this.#sparse === "always") {
      return this.#moveAroundHoles(source, target, 0, stat, this.#ladder);
    }
    this.#holes.begin();
    return MOVES_PARTS;
  }

  /**
   * Moves what comes next of the file that was begun, as much as one call moves, without help.
   *
   * @returns the offset behind that, or a negated errno
   */
  movePart(source: number, target: number, offset: number, stat: FileStat): number {
    if (this.#hasHoles) {
      const next = { offset, most: CALL_BYTES };
      return this.#holes.moveNext(source, target, next, stat, this.#ladder);
    }
    const end = Math.min(offset + CALL_BYTES, stat.size);
    const error = this.#parts.moveAlone(source, target, offset, end, this.#ladder);
    return error < 0 ? error : end;
  }

  /** After the last part, whose answer was `moved`; 0 or a negated errno. */
  end(target: number, { size }: FileStat, moved: number): number {
    if (this.transfer.endedEarly) this.storage.giveBack(target);
    else if (moved >= 0 && this.#hasHoles) return this.#holes.end(target, size);
    return Math.min(moved, 0);
  }

  /** True if only parts are to be moved, and one thread is as fast at that as several. */
  suitsOneThread(target: number, targetDev: number): boolean {
    return this.storage.traits(target, targetDev).writersTakeTurns;
  }

  /**
   * Tries a clone only, over whatever the target contains, and prepares for `moveRange` and `moveRest`.
   *
   * @returns 0, or a negated errno with the transfer's `failedCall` set
   */
  clone(source: number, target: number, stat: FileStat, targetDev: number): number {
    this.prepareToHelp(stat.dev, targetDev);
    this.#chooseWriters(target, stat.size, targetDev);
    const { clone } = this.ladders.for(stat.size);
    return clone === null
      ? UNSUPPORTED
      : cloneContents(this.transfer, clone, source, target, stat.size);
  }

  /** True if another method may be tried after a clone failed with `error`. */
  mayFallBack(error: number, { size }: FileStat): boolean {
    return fallsThrough(error) && !this.ladders.for(size).onlyClones;
  }

  /** Moves everything from `offset` on into a target that is empty there; otherwise as `move`. */
  moveRest(source: number, target: number, stat: FileStat, offset: number): number {
    const ladder = this.ladders.for(stat.size);
    this.transfer.method ??= "read_write";
    return this.#mayHaveHoles(stat)
      ? this.#moveAroundHoles(source, target, offset, stat, ladder)
      : this.#parts.move(source, target, offset, stat.size, ladder);
  }

  /** Prepares to help with a file that another thread opened. */
  prepareToHelp(sourceDev: number, targetDev: number): void {
    this.transfer.begin();
    this.transfer.memory.select(sourceDev, targetDev);
  }

  /** Moves `offset` to `end` of a file that several threads copy at once; 0 or a negated errno. */
  moveRange(source: number, target: number, offset: number, end: number): number {
    return this.#parts.moveRange(source, target, offset, end);
  }

  #chooseWriters(target: number, size: number, targetDev: number): void {
    this.#parts.gainsBySplitting = this.#parts.split !== null && size >= SMALLEST_SPLIT &&
      !this.storage.traits(target, targetDev).writersTakeTurns;
  }

  /** True if holes are to be found or made. */
  #mayHaveHoles(stat: FileStat): boolean {
    return this.#sparse === "always" || (this.#sparse === "auto" && this.#listsHoles(stat));
  }

  /** True if the source may have holes, and can tell where. */
  #listsHoles({ size, allocatedBytes }: FileStat): boolean {
    return this.transfer.fs.can.holes && allocatedBytes < size;
  }

  #moveAroundHoles(
    source: number,
    target: number,
    offset: number,
    stat: FileStat,
    ladder: Ladder,
  ): number {
    return this.#listsHoles(stat)
      ? this.#holes.moveData(source, target, offset, stat, ladder)
      : this.#holes.moveNonZero(source, target, offset, stat.size);
  }
}
