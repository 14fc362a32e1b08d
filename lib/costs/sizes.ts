// How large the files are that a run copies, in a few ranges.

/** Files of sizes in one range, and their bytes. */
export interface SizeRange {
  /** Bytes of the largest file in it; null where there is no such limit. */
  readonly upTo: number | null;
  /** How many files. */
  readonly files: number;
  /** Bytes of these files. */
  readonly bytes: number;
}

/** The largest size in each range. Files up to 64 KiB are small to ferry; the steps beside are 16 to 64 times as long. */
const LIMITS: readonly (number | null)[] = [
  4 * 1024,
  64 * 1024,
  1024 * 1024,
  32 * 1024 * 1024,
  1024 * 1024 * 1024,
  null,
];

export class SizeRanges {
  readonly #ranges = LIMITS.map((upTo) => ({ upTo, files: 0, bytes: 0 }));

  /** Counts a file. @param size in bytes */
  add(size: number): void {
    const range = this.#ranges.find(({ upTo }) => upTo === null || size <= upTo)!;
    range.files++;
    range.bytes += size;
  }

  /** From small to large. */
  all(): SizeRange[] {
    return this.#ranges.map((range) => ({ ...range }));
  }
}
