// The jobs that wait, in shared memory. A stack, not a queue: a run goes deep before it goes wide, so that
// few jobs wait at a time. It is bounded; where it is full, a thread does a job itself.

import { CONTROL } from "../../shared/control.ts";
import { lock, unlock } from "../../shared/lock.ts";
import { decodeJob, encodeJob, type Job, jobBytes } from "./job.ts";

/** Each job is followed by its length in bytes, so that the last one can be taken off. */
const TRAILER_BYTES = 4;

/** One worker's view of the stack. */
export class JobStack {
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;

  /** @param top index of the control word that holds how many bytes are in use */
  constructor(
    memory: SharedArrayBuffer,
    private readonly control: Int32Array,
    private readonly top: number,
  ) {
    this.#words = new Int32Array(memory);
    this.#bytes = new Uint8Array(memory);
  }

  /** Puts a job on the stack; false when there is no room. */
  push(job: Job): boolean {
    const { control } = this;
    const length = jobBytes(job);
    lock(control, CONTROL.stackLock);
    const top = control[this.top];
    if (top + length + TRAILER_BYTES > this.#bytes.length) {
      unlock(control, CONTROL.stackLock);
      return false;
    }
    const end = encodeJob(this.#words, this.#bytes, top, job);
    this.#words[end >> 2] = end - top;
    control[this.top] = end + TRAILER_BYTES;
    Atomics.add(control, CONTROL.pendingJobs, 1);
    Atomics.add(control, CONTROL.wake, 1);
    unlock(control, CONTROL.stackLock);
    if (Atomics.load(control, CONTROL.idleWorkers) > 0) Atomics.notify(control, CONTROL.wake, 1);
    return true;
  }

  /** Takes the newest job; null when none waits. */
  tryPop(): Job | null {
    const { control } = this;
    if (this.isEmpty) return null;
    lock(control, CONTROL.stackLock);
    const top = control[this.top];
    if (top === 0) {
      unlock(control, CONTROL.stackLock);
      return null;
    }
    const length = this.#words[(top - TRAILER_BYTES) >> 2];
    const start = top - TRAILER_BYTES - length;
    const copy = this.#bytes.slice(start, start + length);
    control[this.top] = start;
    unlock(control, CONTROL.stackLock);
    return decodeJob(copy);
  }

  /** Counts a job that waits elsewhere: the phase does not end before it is finished. */
  hasOneMore(): void {
    Atomics.add(this.control, CONTROL.pendingJobs, 1);
  }

  /** Counts a job as finished; wakes all threads after the last one. */
  finished(): void {
    if (Atomics.sub(this.control, CONTROL.pendingJobs, 1) !== 1) return;
    Atomics.add(this.control, CONTROL.wake, 1);
    Atomics.notify(this.control, CONTROL.wake);
  }

  /** Whether no job waits. */
  get isEmpty(): boolean {
    return Atomics.load(this.control, this.top) === 0;
  }

  /** Whether a thread waits for work. */
  get someoneIsIdle(): boolean {
    return Atomics.load(this.control, CONTROL.idleWorkers) > 0;
  }
}
