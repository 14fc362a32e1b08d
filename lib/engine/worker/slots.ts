// Shared state of work that several threads do parts of: a huge folder in slices, a large file in ranges.
// A run has a few slots; work that finds none free is done by one thread alone.

import { SLOT_WORDS, SLOTS } from "../../shared/mod.ts";

const STATE = 0;
const GENERATION = 1;
/** Helpers in the slot. Never cleared: a late helper enters and leaves at any time. */
const HELPERS = 2;
const FREE = 0;
const TAKEN = 1;

/** First word that the slot's user may use. */
const USER_WORDS = 3;
/** Milliseconds after which the owner looks again, in case a wake-up was lost. */
const WAIT_MS = 100;

export class Slots {
  readonly words: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory);
  }

  /** Takes a free slot with its words cleared; null when none is free. */
  take(): number | null {
    for (let slot = 0; slot < SLOTS; slot++) {
      const at = slot * SLOT_WORDS;
      if (Atomics.compareExchange(this.words, at + STATE, FREE, TAKEN) !== FREE) continue;
      Atomics.add(this.words, at + GENERATION, 1);
      for (let word = USER_WORDS; word < SLOT_WORDS; word++) {
        Atomics.store(this.words, at + word, 0);
      }
      return slot;
    }
    return null;
  }

  release(slot: number): void {
    Atomics.store(this.words, slot * SLOT_WORDS + STATE, FREE);
  }

  /** Names this use of the slot: a late helper does not take the next use for it. */
  ticket(slot: number): number {
    return slot + Atomics.load(this.words, slot * SLOT_WORDS + GENERATION) * SLOTS;
  }

  /** Enters the slot as a helper; null when the use that the ticket names is over. */
  enter(ticket: number): number | null {
    const slot = ticket % SLOTS;
    const at = slot * SLOT_WORDS;
    Atomics.add(this.words, at + HELPERS, 1);
    const current = Atomics.load(this.words, at + STATE) === TAKEN &&
      Atomics.load(this.words, at + GENERATION) === Math.floor(ticket / SLOTS);
    if (current) return slot;
    this.leave(slot);
    return null;
  }

  leave(slot: number): void {
    const helpers = slot * SLOT_WORDS + HELPERS;
    Atomics.sub(this.words, helpers, 1);
    Atomics.notify(this.words, helpers);
  }

  /** Ends this use: admits no new helper and waits for those inside. */
  close(slot: number): void {
    const at = slot * SLOT_WORDS;
    Atomics.add(this.words, at + GENERATION, 1);
    const helpers = at + HELPERS;
    for (
      let left = Atomics.load(this.words, helpers);
      left > 0;
      left = Atomics.load(this.words, helpers)
    ) {
      Atomics.wait(this.words, helpers, left, WAIT_MS);
    }
  }

  /** Index of the slot's user word `word`. */
  at(slot: number, word: number): number {
    return slot * SLOT_WORDS + USER_WORDS + word;
  }
}
