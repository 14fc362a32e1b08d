// How long the entries of a thread take, by a look at the clock now and then: often enough that a thread whose
// calls wait soon leaves work to others, seldom enough that it costs nothing where an entry takes microseconds.

/** Milliseconds between looks, as far as entries are alike. */
const BETWEEN_LOOKS_MS = 4;
/** Entries between looks at most: the next ones may be large. */
const MOST_ENTRIES = 16;

export class Pace {
  /** Milliseconds that an entry took lately. */
  entryMs = 0;
  #stride = 1;
  #left = 0;
  #seenAt = 0;

  /** When it was looked at last, by `performance.now`. */
  get lookedAtMs(): number {
    return this.#seenAt;
  }

  /** Begins with the entries of a folder: what came before was no entry. */
  begin(): void {
    this.#left = this.#stride;
    this.#seenAt = performance.now();
  }

  /** Asked before each entry: whether to look what else there is to do. */
  isDue(): boolean {
    return this.#left-- <= 0 && this.#look();
  }

  #look(): boolean {
    const now = performance.now();
    this.entryMs = (now - this.#seenAt) / this.#stride;
    const fitting = Math.floor(BETWEEN_LOOKS_MS / Math.max(this.entryMs, 1e-3));
    this.#stride = Math.min(Math.max(fitting, 1), MOST_ENTRIES);
    this.#left = this.#stride - 1;
    this.#seenAt = now;
    return true;
  }
}
