// The C programs of the benchmark, compiled at its start: the stopwatch that measures each run, the
// roofline that ferry is held against and what makes memory ready. Without a compiler they are missing.

import { findProgram, run } from "./command.ts";

/** Paths of the compiled programs; null where there is no C compiler, or the program is Linux' own. */
export interface NativeTools {
  readonly stopwatch: string | null;
  readonly roofline: string | null;
  readonly touchMemory: string | null;
}

/** @param folder where the executables go */
export async function compileNative(folder: string): Promise<NativeTools> {
  const compiler = ["cc", "gcc", "clang"].find(findProgram);
  const tools = { stopwatch: null, roofline: null, touchMemory: null };
  if (!compiler || Deno.build.os === "windows") return tools;
  const stopwatch = await compile(compiler, "stopwatch", folder);
  if (Deno.build.os !== "linux") return { ...tools, stopwatch };
  return {
    stopwatch,
    roofline: await compile(compiler, "roofline", folder),
    touchMemory: await compile(compiler, "touch_memory", folder),
  };
}

/** Null where the compiler fails: macOS has a `cc` that only offers to install one. */
async function compile(compiler: string, name: string, folder: string): Promise<string | null> {
  // A compiler cannot read what is inside an executable.
  const source = `${folder}/${name}.c`;
  Deno.writeTextFileSync(source, Deno.readTextFileSync(new URL(`${name}.c`, import.meta.url)));
  const output = `${folder}/${name}`;
  try {
    await run(compiler, "-O2", "-o", output, source, "-lpthread");
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`);
    return null;
  }
  return output;
}
