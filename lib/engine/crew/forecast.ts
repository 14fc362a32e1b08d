// How much is left to do, guessed from what was listed so far. A worker takes 45 ms to start, and the main
// thread stands still for 25 of them: a tree of a few thousand files is through before that pays.

import { ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { CONTROL } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { SMALLEST_POOLED } from "../../thresholds.ts";

/** Bytes that take as long to copy as a small file takes besides its bytes. */
const BYTES_PER_FILE = 64 * 1024;
/** What looking at an unchanged file costs, in copies of a small one. */
const UNCHANGED = 1 / 4;

/** One thread's view, as long as it works alone. */
export class Forecast {
  #folders = 0;
  #others = 0;

  constructor(private readonly ctx: Pick<CopyContext, "control" | "count" | "options">) {}

  /**
   * Whether as much is left as pays for a pool, if folders not yet listed are like those that were.
   *
   * @param listing of the next folder, the first one if it has several
   * @param fresh whether its target is new
   */
  isLarge(listing: Listing, fresh: boolean): boolean {
    this.#folders++;
    for (let i = 0; i < listing.count; i++) {
      if (listing.type[i] !== ENTRY_TYPE.folder) this.#others++;
    }
    const folders = Atomics.load(this.ctx.control, CONTROL.pendingJobs);
    const perFolder = this.#others / this.#folders;
    return folders * perFolder * this.#cost(fresh) >= SMALLEST_POOLED;
  }

  /** Of an entry, in copies of small files. */
  #cost(fresh: boolean): number {
    const { count, options } = this.ctx;
    const reads = fresh || options.compareOnly || options.comparison === "checksum";
    if (!reads) return UNCHANGED;
    return 1 + count[COUNTER.bytesFound] / Math.max(1, count[COUNTER.filesFound]) / BYTES_PER_FILE;
  }
}
