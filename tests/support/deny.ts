// System calls that fail before they reach the kernel: deny.c, compiled once a test file.

import { needsPrograms } from "./mounts.ts";

/** Flags of an unnamed file, of which O_DIRECTORY is a part (fcntl.h). */
export const O_TMPFILE = Deno.build.arch === "aarch64" ? 0o20040000 : 0o20200000;

export interface Denier {
  /** Why it cannot be had, or null. */
  readonly reason: string | null;
  /** The command before the program: `rules` as deny.c takes them. */
  prefix(...rules: string[]): string[];
}

/** Compiles deny.c into a folder. */
export function makeDenier(scratch: string): Denier {
  const program = `${scratch}/deny`;
  const prefix = (...rules: string[]) => [program, ...rules, "--"];
  const missing = needsPrograms("cc");
  if (missing !== null) return { reason: missing, prefix };
  const source = new URL("./deny.c", import.meta.url).pathname;
  const { success, stderr } = new Deno.Command("cc", { args: ["-O1", "-o", program, source] })
    .outputSync();
  if (!success) return { reason: `deny.c: ${new TextDecoder().decode(stderr)}`, prefix };
  return { reason: null, prefix };
}
