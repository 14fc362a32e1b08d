// An attacker as a program: swaps names pairwise, as fast as it can and in one step each, for so many
// seconds. Prints how often it did. Arguments: seconds, then the paths, two by two.

import * as k from "../../ffi/linux/constants.ts";
import { openLibC } from "../../ffi/linux/libc.ts";
import { cString } from "../../ffi/mod.ts";

const RENAME_EXCHANGE = 2; // linux/fs.h
/** Rounds between looks at the clock. */
const ROUNDS = 16;

const [seconds, ...paths] = Deno.args;
const { c } = openLibC();
const names = paths.map((path) => cString(path));
const end = performance.now() + Number(seconds) * 1000;
let swaps = 0;
while (performance.now() < end) {
  for (let at = 0; at < ROUNDS * names.length; at += 2) {
    const [a, b] = [names[at % names.length], names[(at + 1) % names.length]];
    const error = c.renameat2(
      BigInt(k.SYS_renameat2),
      k.AT_FDCWD,
      a,
      k.AT_FDCWD,
      b,
      RENAME_EXCHANGE,
    );
    if (Number(error) === 0) swaps++;
  }
}
console.log(swaps);
