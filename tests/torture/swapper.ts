// An attacker as a program: `swap` exchanges names pairwise, `away` moves the first of each pair to the
// second and back, as fast as it can and in one step each, for so many seconds, until it did so often and a
// file says that it is enough. Prints how often it did. Arguments: what to do, seconds, how often, that
// file, then the paths, two by two.

import * as k from "../../ffi/linux/constants.ts";
import { openLibC } from "../../ffi/linux/libc.ts";
import { type CString, cString } from "../../ffi/mod.ts";

const RENAME_EXCHANGE = 2; // linux/fs.h
/** Rounds between looks at the clock. */
const ROUNDS = 16;
/** A slow machine may take so many times the seconds. */
const MOST_TIMES_LONGER = 10;

const [what, seconds, fewest, enough, ...paths] = Deno.args;
const { c } = openLibC();
const names = paths.map((path) => cString(path));
const startedAt = performance.now();
let swaps = 0;
for (;;) {
  const lasted = (performance.now() - startedAt) / 1000;
  const isEnough = lasted >= Number(seconds) && swaps >= Number(fewest) && exists(enough);
  if (isEnough || lasted > Number(seconds) * MOST_TIMES_LONGER) break;
  for (let at = 0; at < ROUNDS * names.length; at += 2) {
    const [a, b] = [names[at % names.length], names[(at + 1) % names.length]];
    if (what === "swap") swaps += rename(a, b, RENAME_EXCHANGE);
    else swaps += rename(a, b, k.RENAME_NOREPLACE) + rename(b, a, k.RENAME_NOREPLACE);
  }
}
console.log(swaps);

/** 1 if that succeeded, else 0. */
function rename(from: CString, to: CString, flags: number): number {
  const { SYS_renameat2: call, AT_FDCWD: here } = k;
  return Number(c.renameat2(BigInt(call), here, from, here, to, flags)) === 0 ? 1 : 0;
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
