// The start of ferry's executable as far as a step, for `deno task bench --start`: a program of its own that is compiled
// like ferry, of the same parts, and ends there.
//
//   start-steps STEP

import { openLibC } from "../../ffi/linux/libc.ts";
import { compile, enter, PROGRAMS, read } from "./load.ts";

/** In this order, each after those before it. */
export const STEPS = ["loaded", "read", "compiled", "entered", "bound"] as const;

/** What binds all functions that a copy of ten files calls; others share theirs. */
const CALLED = [
  "openat",
  "statx",
  "openat2",
  "copy_file_range",
  "fchmod",
] as const;

const last = (STEPS as readonly string[]).indexOf(Deno.args[0]);
if (last === STEPS.indexOf("read")) read([PROGRAMS.main.source, PROGRAMS.main.bytecode]);
if (last >= STEPS.indexOf("compiled")) {
  const script = compile("main");
  if (last >= STEPS.indexOf("entered")) enter(script);
  if (last >= STEPS.indexOf("bound")) {
    const { c } = openLibC();
    for (const name of CALLED) bind(c[name]);
  }
}
Deno.exit(last < 0 ? 2 : 0);

/** To look at a function is to bind it. */
function bind(_function: unknown): void {}
