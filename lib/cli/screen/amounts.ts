// Sums and products of the amounts of work of a run.

import { type Amounts, KINDS } from "./work_left.ts";

export const NOTHING: Amounts = KINDS.map(() => 0);
/** 1 for each kind that is a number of entries. */
export const ENTRIES: Amounts = KINDS.map((kind) => Number(!kind.startsWith("bytes")));

/** What the entries of some amounts cost, without their bytes. */
export function ofEntries(costs: Amounts, amounts: Amounts): number {
  return product(costs, amounts.map((amount, i) => ENTRIES[i] * amount));
}

export function isNothing(amounts: Amounts): boolean {
  return amounts.every((amount) => amount <= 0);
}

export function sum(a: Amounts, b: Amounts): number[] {
  return a.map((amount, i) => amount + b[i]);
}

export function difference(a: Amounts, b: Amounts): number[] {
  return a.map((amount, i) => amount - b[i]);
}

export function product(a: Amounts, b: Amounts): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
