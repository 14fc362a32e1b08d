// Shared state of work that several workers do a part of: a huge folder in slices, a large file in
// ranges. A few slots serve a whole run; work that finds none free is done by one worker alone.

import { SLOT_WORDS, SLOTS } from "../../shared/mod.ts";

const STATE = 0;
const GENERATION = 1;
/** Helpers that look at the slot or work on it. Never cleared: a late helper may be counted at any time, and always leaves again. */
const HELPERS = 2;
const FREE = 0;
const TAKEN = 1;

/** First word that the slot's user may use. */
const USER_WORDS = 3;
/** Milliseconds between looks at a helper that should have woken the owner. */
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

  /** Names this use of the slot, so that a late helper does not mistake the next use for it. */
  ticket(slot: number): number {
    return slot + Atomics.load(this.words, slot * SLOT_WORDS + GENERATION) * SLOTS;
  }

  /** Begins to help with the use that a ticket names; null when that is over. */
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

  /** Ends this use: lets no new helper in and waits for those inside. */
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
