// How many of some files are further names of one, as their counts of names say: of three names of a file two are. That holds
// in whatever order they come, but only where all names are in the tree: that some have names elsewhere is told by files that
// are remembered and not met again.

import type { FileStat } from "../../../../ffi/mod.ts";

/** One inode of this many is remembered, and this many at most. */
const ONE_OF = 16;
const MOST_REMEMBERED = 4096;
/** Second names that had to be expected, and did not come, before it counts that there are none in the tree. */
const SURELY = 3;

export class FurtherNames {
  #sum = 0;
  readonly #remembered = new Set<number>();
  #isMetAgain = false;
  #folders = 0;
  #sumBefore = 0;

  /** Takes a name of a file with several into account. */
  add(stat: FileStat): void {
    this.#sum += 1 - 1 / stat.nlink;
    const { inode } = stat;
    if (this.#isMetAgain || inode % ONE_OF !== 0) return;
    this.#isMetAgain = this.#remembered.has(inode);
    if (this.#remembered.size < MOST_REMEMBERED) this.#remembered.add(inode);
  }

  /** No more of a folder is to come. */
  endFolder(): void {
    if (this.#sum > this.#sumBefore) this.#folders++;
    this.#sumBefore = this.#sum;
  }

  /**
   * The further names among those that came so far.
   *
   * @param share of all files that came, as far as it is known
   */
  expected(share: number): number {
    const areElsewhere = share === 1 || this.#folders * share >= SURELY;
    return areElsewhere && !this.#isMetAgain ? 0 : this.#sum;
  }
}
