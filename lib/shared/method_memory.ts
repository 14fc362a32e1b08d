// What earlier files have taught about a pair of file systems: the methods that do not work from one
// to the other. Shared by all workers of a run, so that each is tried once.

import { majorOf, minorOf } from "../../ffi/file_stat.ts";
import { CONTROL } from "./control.ts";
import { lock, unlock } from "./lock.ts";

/** Pairs that are remembered; later ones are tried anew each time, which is slow but correct. */
const PAIRS = 64;
/** In words: source device and target device (two words each), and the methods that failed, one bit each. */
const PAIR_WORDS = 5;
const FAILED = 4;

export function createMethodMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer((1 + PAIRS * PAIR_WORDS) * Int32Array.BYTES_PER_ELEMENT);
}

/** One worker's view of the memory. */
export class MethodMemory {
  /** Word 0 counts the pairs. */
  readonly #words: Int32Array;
  readonly #control: Int32Array;
  #pairAt = -1;
  #sourceDev = -1;
  #targetDev = -1;

  constructor(memory: SharedArrayBuffer, control: Int32Array) {
    this.#words = new Int32Array(memory);
    this.#control = control;
  }

  /** Selects the pair that the next questions are about; devices as FileStat.dev gives them. */
  select(sourceDev: number, targetDev: number): void {
    if (sourceDev === this.#sourceDev && targetDev === this.#targetDev) return;
    this.#sourceDev = sourceDev;
    this.#targetDev = targetDev;
    lock(this.#control, CONTROL.pairsLock);
    this.#pairAt = this.#findOrAdd(sourceDev, targetDev);
    unlock(this.#control, CONTROL.pairsLock);
  }

  hasFailed(bit: number): boolean {
    return this.#pairAt > 0 && (Atomics.load(this.#words, this.#pairAt + FAILED) & bit) !== 0;
  }

  remember(bit: number): void {
    if (this.#pairAt > 0) Atomics.or(this.#words, this.#pairAt + FAILED, bit);
  }

  #findOrAdd(sourceDev: number, targetDev: number): number {
    const count = this.#words[0];
    for (let i = 0; i < count; i++) {
      if (this.#holds(1 + i * PAIR_WORDS, sourceDev, targetDev)) return 1 + i * PAIR_WORDS;
    }
    if (count === PAIRS) return -1;
    const at = 1 + count * PAIR_WORDS;
    this.#words.set(wordsOf(sourceDev), at);
    this.#words.set(wordsOf(targetDev), at + 2);
    this.#words[0] = count + 1;
    return at;
  }

  #holds(at: number, sourceDev: number, targetDev: number): boolean {
    const [a, b] = wordsOf(sourceDev);
    const [c, d] = wordsOf(targetDev);
    const words = this.#words;
    return words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d;
  }
}

function wordsOf(dev: number): [number, number] {
  return [majorOf(dev) | 0, minorOf(dev) | 0];
}
