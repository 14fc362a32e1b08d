// One file on a bench of files in memory, for the tests of `DataMover`.

import { SMALLEST_CLONE } from "../../../lib/thresholds.ts";
import type { Bench } from "../../support/bytes_mover.ts";
import { native, pattern } from "../../support/entries.ts";

/** Enough for a clone to be tried. */
export const LARGE = pattern(SMALLEST_CLONE + 3);
/** The device that source and target are on. */
export const DEV = 1;

/** For what is large: assertEquals takes a second for it. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && native.sameBytes(a.slice(), b.slice(), a.length);
}

/** Moves `bytes` into an empty file; what came of it. */
export function move(bench: Bench, bytes: Uint8Array, targetDev = DEV) {
  const source = bench.files.open(bytes), target = bench.files.open();
  const result = bench.mover.move(source, target, bench.files.statOf(source), targetDev);
  return { result, method: bench.transfer.method, moved: bench.files.bytesOf(target), target };
}
