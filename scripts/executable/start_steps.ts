// The start of ferry's executable as far as a step, for `deno task bench --start`: a program of its own that is compiled
// like ferry, of the same parts, and ends there.
//
//   start-steps STEP

import { openLibC } from "../../ffi/linux/libc.ts";
import { compile, enter, PROGRAMS, read } from "./load.ts";

/** In this order, each after those before it. */
export const STEPS = ["loaded", "read", "compiled", "entered", "bound"] as const;

/** The functions that a copy of ten files calls. */
const CALLED = [
  "openat",
  "statx",
  "close",
  "fstatfs",
  "mkdirat",
  "openat2",
  "getdents64",
  "flistxattr",
  "copy_file_range",
  "fgetxattr",
  "futimens",
  "linkat",
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
