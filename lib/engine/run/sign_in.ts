// Which workers take part in a phase. One that is still starting when the work is done must not be waited
// for, so each signs in, and the main thread closes the list when no job is left. One word holds the
// number of the phase, whether its list is closed, and how many signed in, so that they never disagree.

import { CONTROL } from "../../shared/control.ts";

const COUNT_BITS = 9;
const COUNT_MASK = (1 << COUNT_BITS) - 1;
const CLOSED = 1 << COUNT_BITS;
const NUMBER_SHIFT = COUNT_BITS + 1;

/** Opens the list of phase `number`, counted from 1. */
export function openPhase(control: Int32Array, number: number): void {
  Atomics.store(control, CONTROL.phase, number << NUMBER_SHIFT);
}

/** Signs a worker in; false when the phase is over. */
export function signIn(control: Int32Array, number: number): boolean {
  for (;;) {
    const word = Atomics.load(control, CONTROL.phase);
    if (word >> NUMBER_SHIFT !== number || (word & CLOSED) !== 0) return false;
    if (Atomics.compareExchange(control, CONTROL.phase, word, word + 1) === word) return true;
  }
}

/** How many workers have signed in so far. */
export function signedIn(control: Int32Array): number {
  return Atomics.load(control, CONTROL.phase) & COUNT_MASK;
}

/** Closes the list; how many workers signed in, each of which will say that it is idle. */
export function closePhase(control: Int32Array): number {
  return Atomics.or(control, CONTROL.phase, CLOSED) & COUNT_MASK;
}
