// Makes memory ready before a run. The host of a virtual machine hands out a page when it is first touched,
// and takes free ones back a few seconds later: a page then costs 10 µs instead of 0.5. A run that fills
// some gigabytes would measure the host, so what it will need is touched right before it. Small trees need
// none of this: their pages come from the target that was removed a moment ago.

import { run } from "../command.ts";
import { allocatedBytes } from "./check.ts";
import type { Paths } from "../workloads/workload.ts";

/** For smaller needs, what the last run freed is enough. */
const SMALLEST_NEED = 2 ** 30;
/** Of an inode with its name, in kernel memory. */
const ENTRY_BYTES = 2 ** 11;
/** Left free, so that nothing is evicted from memory. */
const RESERVE = 2 * 2 ** 30;

/**
 * What a copy of the source takes, twice: in the cache and, on an image, in its file.
 *
 * @param files how many there are
 * @returns bytes; 0 where nothing needs to be done
 */
export function memoryFor({ source }: Pick<Paths, "source">, files: number): number {
  const need = 2 * (allocatedBytes(source) + files * ENTRY_BYTES);
  return need < SMALLEST_NEED ? 0 : need;
}

/** @param program the compiled touch_memory.c */
export async function touchMemory(program: string, bytes: number): Promise<void> {
  const spare = Deno.systemMemoryInfo().free - RESERVE;
  const touched = Math.min(bytes, spare);
  if (touched > 0) await run(program, String(touched));
}
