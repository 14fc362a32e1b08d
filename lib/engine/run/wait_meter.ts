// Measures what the threads of a run wait for. The system tells for how long a thread has run or waited for a processor,
// a thread itself for how long it had no job: the rest is storage, however busy the machine is.

import type { NativeFileSystem, ThreadTimes } from "../../../ffi/mod.ts";
import { counted, type CounterName } from "../../shared/counters.ts";
import type { SharedMemory } from "../../shared/mod.ts";
import { rowsOf, type ThreadTime } from "../../shared/thread_time.ts";
import { BYTES_PER_FILE } from "../../thresholds.ts";
import { processorTime } from "../worker/thread_waits.ts";
import type { Sample } from "./thread_count.ts";

/** Counters of what takes about as long as copying a small file, and of bytes. */
const STEPS: readonly CounterName[] = ["entriesSeen", "deleted", "extraEntries"];
const BYTES: readonly CounterName[] = ["bytesCopied", "bytesVerified"];

/** What was known of a thread at a moment. */
interface Seen {
  readonly atMs: number;
  readonly idleMs: number;
  /** Null where the system does not tell. */
  readonly times: ThreadTimes | null;
}

/** What a thread did between two moments; `waitedMs` and `turns` are valid only where the system tells. */
interface Spent {
  readonly workedMs: number;
  readonly waitedMs: number;
  readonly turns: number;
  readonly isTold: boolean;
}

export class WaitMeter {
  readonly #rows: readonly ThreadTime[];
  readonly #seen = new Map<number, Seen>();
  #atMs = performance.now();
  /** Where threads are not told apart: what all have done, and for how long. */
  #done = 0;
  #processMs = 0;

  constructor(private readonly fs: NativeFileSystem, private readonly memory: SharedMemory) {
    this.#rows = rowsOf(memory.threadTimes);
    this.sample(0); // what was before, none holds
  }

  /** What threads from `first` on did since the last sample. */
  sample(first: number): Sample {
    const ms = performance.now() - this.#atMs;
    this.#atMs += ms;
    let threads = 0, workedMs = 0, waitedMs = 0, work = 0, isTold = true;
    for (let thread = first; thread < this.#rows.length; thread++) {
      if (!this.#rows[thread].isThere) break; // they start one after the other
      const spent = this.#spent(thread);
      if (spent === null) continue;
      threads++;
      workedMs += spent.workedMs;
      waitedMs += spent.waitedMs;
      work += spent.turns;
      isTold &&= spent.isTold;
    }
    const sample = { threads, ms, workedMs, waitedMs, work };
    return isTold ? sample : this.#byProcess(sample);
  }

  /** What a thread did since it was looked at last; null where that was never. */
  #spent(thread: number): Spent | null {
    const before = this.#seen.get(thread);
    const { id, idleMs } = this.#rows[thread];
    const times = id > 0 ? this.fs.threadTimes(id) : null;
    const atMs = performance.now();
    this.#seen.set(thread, { atMs, idleMs, times });
    if (before === undefined) return null;
    const workedMs = Math.max(0, atMs - before.atMs - (idleMs - before.idleMs));
    if (times === null || before.times === null) {
      return { workedMs, waitedMs: 0, turns: 0, isTold: false };
    }
    const waitedMs = Math.max(0, workedMs - (times.ranMs - before.times.ranMs));
    return { workedMs, waitedMs, turns: times.turns - before.times.turns, isTold: true };
  }

  /** A sample in which the process stands for its threads, and entries for their waits. */
  #byProcess({ threads, ms, workedMs }: Sample): Sample {
    const processMs = processorTime(), done = workDone(this.memory.counters);
    const waitedMs = Math.max(0, workedMs - (processMs - this.#processMs));
    const work = done - this.#done;
    this.#processMs = processMs;
    this.#done = done;
    return { threads, ms, workedMs, waitedMs, work };
  }
}

/** What has been done so far, in copies of small files. */
function workDone(counters: SharedArrayBuffer): number {
  const sum = (names: readonly CounterName[]) =>
    names.reduce((total, name) => total + counted(counters, name), 0);
  return sum(STEPS) + sum(BYTES) / BYTES_PER_FILE;
}
