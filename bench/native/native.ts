// The C programs of the benchmark, compiled at its start: the stopwatch that measures each run, the
// roofline that ferry is compared with, and the program that makes memory ready.

import { findProgram, run } from "../command.ts";

/** Paths of the compiled programs; null without a C compiler. All but the stopwatch are for Linux. */
export interface NativeTools {
  readonly stopwatch: string | null;
  readonly roofline: string | null;
  readonly touchMemory: string | null;
}

/** @param folder where the executables go */
export async function compileNative(folder: string): Promise<NativeTools> {
  const compiler = findCompiler();
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

/** The name of a C compiler, if there is one. */
export function findCompiler(): string | undefined {
  return ["cc", "gcc", "clang"].find(findProgram);
}

/** The executable, or null if the compiler fails: the `cc` of macOS may only offer to install one. */
export async function compile(
  compiler: string,
  name: string,
  folder: string,
  ...options: string[]
): Promise<string | null> {
  // The source may be inside this executable, where a compiler cannot read it.
  const source = `${folder}/${name}.c`;
  Deno.writeTextFileSync(source, Deno.readTextFileSync(new URL(`${name}.c`, import.meta.url)));
  const output = `${folder}/${name}`;
  try {
    await run(compiler, "-O2", "-o", output, source, ...options, "-lpthread");
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`);
    return null;
  }
  return output;
}
