// The jobs that wait, in shared memory: a stack, so that a run goes deep before it goes wide and few
// jobs wait at a time. Bounded: `push` says no when it is full, and the worker does that job itself.

import { CONTROL, isStopping } from "../shared/control.ts";
import { lock, unlock } from "../shared/lock.ts";
import { decodeJob, encodeJob, type Job, jobBytes } from "./job.ts";

/** Each job is followed by its length in bytes, so that the last one can be taken off. */
const TRAILER_BYTES = 4;
/** Milliseconds; a lost wake-up then costs this and not the run. */
const LONGEST_SLEEP_MS = 1000;

/** One worker's view of the stack. */
export class JobStack {
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(memory: SharedArrayBuffer, private readonly control: Int32Array) {
    this.#words = new Int32Array(memory);
    this.#bytes = new Uint8Array(memory);
  }

  /** Puts a job on the stack; false when there is no room. */
  push(job: Omit<Job, "entries">, names: Uint8Array | null = null, count = 0): boolean {
    const { control } = this;
    const length = jobBytes(job.path, names?.length ?? 0);
    lock(control, CONTROL.stackLock);
    const top = control[CONTROL.stackTop];
    if (top + length + TRAILER_BYTES > this.#bytes.length) {
      unlock(control, CONTROL.stackLock);
      return false;
    }
    const end = encodeJob(this.#words, this.#bytes, top, job, names, count);
    this.#words[end >> 2] = end - top;
    control[CONTROL.stackTop] = end + TRAILER_BYTES;
    Atomics.add(control, CONTROL.pendingJobs, 1);
    Atomics.add(control, CONTROL.wake, 1);
    unlock(control, CONTROL.stackLock);
    if (Atomics.load(control, CONTROL.idleWorkers) > 0) Atomics.notify(control, CONTROL.wake, 1);
    return true;
  }

  /** Takes the newest job, or null when none waits just now. */
  tryPop(): Job | null {
    const { control } = this;
    if (Atomics.load(control, CONTROL.stackTop) === 0) return null;
    lock(control, CONTROL.stackLock);
    const top = control[CONTROL.stackTop];
    if (top === 0) {
      unlock(control, CONTROL.stackLock);
      return null;
    }
    const length = this.#words[(top - TRAILER_BYTES) >> 2];
    const start = top - TRAILER_BYTES - length;
    const copy = this.#bytes.slice(start, start + length);
    control[CONTROL.stackTop] = start;
    unlock(control, CONTROL.stackLock);
    return decodeJob(copy);
  }

  /** Takes the newest job, waiting for one; null when all work of the phase is done or the run stops. */
  pop(): Job | null {
    const { control } = this;
    for (;;) {
      const seen = Atomics.load(control, CONTROL.wake);
      if (isStopping(control)) return null;
      const job = this.tryPop();
      if (job !== null) return job;
      if (Atomics.load(control, CONTROL.pendingJobs) === 0) return null;
      Atomics.add(control, CONTROL.idleWorkers, 1);
      Atomics.wait(control, CONTROL.wake, seen, LONGEST_SLEEP_MS);
      Atomics.sub(control, CONTROL.idleWorkers, 1);
    }
  }

  /** Says that a job taken is finished; wakes all when it was the last. */
  finished(): void {
    if (Atomics.sub(this.control, CONTROL.pendingJobs, 1) !== 1) return;
    Atomics.add(this.control, CONTROL.wake, 1);
    Atomics.notify(this.control, CONTROL.wake);
  }

  /** Whether someone waits for work. */
  get someoneIsIdle(): boolean {
    return Atomics.load(this.control, CONTROL.idleWorkers) > 0;
  }
}
