// The recent speed of a run. An average over the whole run would take minutes to notice that large
// files follow small ones; the last single interval jumps too much to read.

/** How far back the speed looks, in milliseconds. */
const WINDOW_MS = 3000;

/** Remembers how much was done when, for the last few seconds. */
export class RateMeter {
  #samples: { atMs: number; bytes: number }[] = [];

  /**
   * Adds a sample and gives the speed over the window.
   *
   * @param atMs milliseconds since the start, never falling
   * @param bytes done so far
   * @returns bytes a second; 0 until there is anything to compare with
   */
  add(atMs: number, bytes: number): number {
    this.#samples.push({ atMs, bytes });
    while (this.#samples.length > 2 && this.#samples[1].atMs <= atMs - WINDOW_MS) {
      this.#samples.shift();
    }
    const first = this.#samples[0];
    // The very first sample stands for all that happened since the start.
    if (this.#samples.length === 1) return atMs > 0 ? bytes / atMs * 1000 : 0;
    return atMs > first.atMs ? Math.max(0, (bytes - first.bytes) / (atMs - first.atMs) * 1000) : 0;
  }
}
