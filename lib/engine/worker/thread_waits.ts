// For how much of its time a thread waits, as the system tells it of the thread or else of the process.

import type { NativeFileSystem } from "../../../ffi/mod.ts";

/** Share of its time for which a thread waits, from which on storage keeps it from work. */
export const MOSTLY = 0.5;

/** Milliseconds between two looks. */
export interface Waits {
  readonly ms: number;
  /** For which the thread neither ran nor was ready to. */
  readonly waitedMs: number;
  /** For which it was ready, and others had the processors; 0 where that is not told. */
  readonly readyMs: number;
}

/** Looks at the calling thread from time to time. */
export class ThreadWaits {
  #atMs = 0;
  #ranMs = 0;
  #readyMs = 0;

  constructor(private readonly fs: NativeFileSystem, private readonly id: number) {}

  /** What it did since the last look. */
  look(): Waits {
    const atMs = performance.now();
    const told = this.id > 0 ? this.fs.threadTimes(this.id) : null;
    const { ranMs, readyMs } = told ?? { ranMs: processorTime(), readyMs: 0 };
    const ms = atMs - this.#atMs;
    const waits = { ms, waitedMs: ms - (ranMs - this.#ranMs), readyMs: readyMs - this.#readyMs };
    this.#atMs = atMs;
    this.#ranMs = ranMs;
    this.#readyMs = readyMs;
    return waits;
  }
}

const host = globalThis as unknown as {
  process: { cpuUsage(): { user: number; system: number } };
};

/** Milliseconds for which all threads of the process have run. */
export function processorTime(): number {
  const { user, system } = host.process.cpuUsage();
  return (user + system) / 1000;
}
