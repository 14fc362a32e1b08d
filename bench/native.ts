// The C programs of the benchmark, compiled at its start: the stopwatch that measures each run, the
// roofline that ferry is held against and what makes memory ready. Without a compiler they are missing.

import { fromFileUrl } from "@std/path";
import { findProgram, run } from "./command.ts";

/** Paths of the compiled programs; null where there is no C compiler. */
export interface NativeTools {
  readonly stopwatch: string | null;
  readonly roofline: string | null;
  readonly touchMemory: string | null;
}

/** @param folder where the executables go */
export async function compileNative(folder: string): Promise<NativeTools> {
  const compiler = ["cc", "gcc", "clang"].find(findProgram);
  if (!compiler) return { stopwatch: null, roofline: null, touchMemory: null };
  return {
    stopwatch: await compile(compiler, "stopwatch", folder),
    roofline: await compile(compiler, "roofline", folder),
    touchMemory: await compile(compiler, "touch_memory", folder),
  };
}

async function compile(compiler: string, name: string, folder: string): Promise<string> {
  const source = fromFileUrl(new URL(`${name}.c`, import.meta.url));
  const output = `${folder}/${name}`;
  await run(compiler, "-O2", "-o", output, source, "-lpthread");
  return output;
}
