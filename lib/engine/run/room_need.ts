// How much room the operations of a run take on one file system: at least, whatever their order, and at most.

import { isClone } from "../../copy/bytes/methods.ts";
import type { OperationCost, OperationEvent } from "../../events.ts";
import type { Options } from "../../options.ts";

type How = Pick<
  Options,
  "inplace" | "backup" | "suffix" | "backupDir" | "swap" | "sparse" | "jobs"
>;

export class RoomNeed {
  /** Bytes that all together take until deletions begin. */
  neededBytes = 0;
  neededEntries = 0;
  /** Bytes that deletions free in the end. */
  freedBytes = 0;
  /** Bytes that are written: clones write none, holes only where they cannot be kept. */
  bytesMoved = 0;
  /** Bytes that operations add at most at any time, but for those under way. */
  #growth = 0;
  /** Bytes that a replacement takes beside the old file at most; and all of them. */
  #largestBeside = 0;
  #allBeside = 0;
  /** Whether what is replaced stays, at least until all is copied. */
  readonly #keepsOld: boolean;
  readonly #threads: number;

  /**
   * @param blockBytes in steps of which files take room
   * @param keepsHoles whether the file system has holes
   * @param mayCompress whether files may take less room than their bytes
   */
  constructor(
    private readonly options: How,
    private readonly blockBytes: number,
    private readonly keepsHoles: boolean,
    private readonly mayCompress = false,
  ) {
    const { backup, suffix, backupDir, swap, jobs } = options;
    this.#keepsOld = backup || suffix !== null || backupDir !== null || swap;
    this.#threads = jobs > 0 ? jobs : navigator.hardwareConcurrency;
  }

  /** Bytes that are enough in any order. */
  get mostBytes(): number {
    return this.#growth + Math.min(this.#allBeside, this.#threads * this.#largestBeside);
  }

  add({ op, size }: Pick<OperationEvent, "op" | "size">, cost: OperationCost): void {
    switch (op) {
      case "copy":
      case "replace":
        return this.#addFile(op === "replace", size, cost);
      case "make-folder":
        this.#growth += this.blockBytes;
        this.neededEntries++;
        return;
      case "symlink":
      case "special":
        this.neededEntries++;
        return;
      case "delete":
        if (!this.#keepsOld) this.freedBytes += cost.freed;
    }
  }

  #addFile(replaces: boolean, size: number, cost: OperationCost): void {
    const { least, most, moved } = this.#bytesOf(size, cost);
    this.bytesMoved += moved;
    const staysOld = !replaces || this.#keepsOld;
    const freed = staysOld ? 0 : cost.freed;
    this.neededBytes += this.#isAlike(least, freed) ? 0 : least - freed;
    this.#growth += Math.max(0, most - freed);
    if (staysOld) this.neededEntries++;
    else if (!this.options.inplace) {
      const beside = Math.min(most, freed);
      this.#allBeside += beside;
      this.#largestBeside = Math.max(this.#largestBeside, beside);
    }
  }

  /** Bytes of a new file. */
  #bytesOf(size: number, { allocated, method, otherwise }: OperationCost) {
    const { sparse } = this.options;
    const bytes = this.keepsHoles && sparse !== "never" ? Math.min(size, allocated) : size;
    const shares = method !== null && isClone(method);
    const isShared = shares && otherwise === null;
    // With --sparse=always zeros become holes.
    const isLess = shares || sparse === "always" || this.mayCompress;
    const blocks = this.#inBlocks(bytes);
    // Some file systems keep a file of less than a block beside its metadata.
    const least = bytes < this.blockBytes ? bytes : blocks;
    return { least: isLess ? 0 : least, most: isShared ? 0 : blocks, moved: shares ? 0 : bytes };
  }

  /** Whether a file takes no more than a block, and so did the one that it replaces. */
  #isAlike(bytes: number, freed: number): boolean {
    return bytes > 0 && freed > 0 && bytes < this.blockBytes && freed <= this.blockBytes;
  }

  #inBlocks(bytes: number): number {
    return Math.ceil(bytes / this.blockBytes) * this.blockBytes;
  }
}
