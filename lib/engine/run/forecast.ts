// Estimates how much is left to do from what was listed so far. A worker takes 45 ms to start, and the main
// thread stands still for 25 of them: a tree of a few thousand files is done before that pays.

import { ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { depthOf } from "../../plan/depth.ts";
import type { RunMode } from "../../run_mode.ts";
import { COUNTER } from "../../shared/counters.ts";
import { BYTES_PER_FILE, SMALLEST_POOLED } from "../../thresholds.ts";
import { TreeSize } from "./counts/tree_size.ts";

/** What checking an unchanged file costs, in copies of a small one. */
const UNCHANGED = 1 / 4;
/** Modes in which files are read that both sides have. */
const READING: ReadonlySet<RunMode> = new Set(["verify", "remove"]);
/** Folders to be listed before those of the first way down count as typical of a deep tree. */
const FOLDERS_BELIEVED = 8;

/**
 * The main thread's estimate, as long as it works alone. A run goes deep first, so that the first folders tell how
 * many there are at each depth.
 */
export class Forecast {
  readonly #tree = new TreeSize();

  constructor(
    private readonly ctx: Pick<CopyContext, "count" | "options">,
    private readonly mode: RunMode,
  ) {}

  /**
   * Whether enough is left to pay for a pool, if folders not yet listed are like those that were.
   *
   * @param path of the folder below its root
   * @param listing of the folder, the first one if it has several
   * @param fresh whether its target is new
   */
  isLarge(path: Uint8Array, listing: Listing, fresh: boolean): boolean {
    this.#note(depthOf(path), listing);
    return this.#othersLeft() * this.#cost(fresh) >= SMALLEST_POOLED;
  }

  #note(depth: number, { type, count }: Listing): void {
    let subfolders = 0;
    for (let i = 0; i < count; i++) if (type[i] === ENTRY_TYPE.folder) subfolders++;
    this.#tree.note(depth, subfolders, count - subfolders);
  }

  /** Entries other than folders that are expected beyond those listed, with those of the last folder. */
  #othersLeft(): number {
    const levels = this.#tree.levels();
    const believed = this.#tree.listed < FOLDERS_BELIEVED ? levels.slice(0, 2) : levels;
    return believed.reduce(
      (left, { folders, listed, others }) => left + Math.max(0, folders - listed + 1) * others,
      0,
    );
  }

  /** What an entry costs on average, in copies of small files. */
  #cost(fresh: boolean): number {
    const { count, options } = this.ctx;
    const reads = fresh || READING.has(this.mode) || options.comparison === "checksum";
    if (!reads) return UNCHANGED;
    return 1 + count[COUNTER.bytesFound] / Math.max(1, count[COUNTER.filesFound]) / BYTES_PER_FILE;
  }
}
