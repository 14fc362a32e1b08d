// How long a thread had nothing to do, and the number under which the system knows it. The main thread reads both, to
// tell what a thread waits for: jobs or storage.

/** A row is a cache line, so that threads do not slow each other down. */
const COLUMNS = 8;
/** 0 before the thread is there. */
const ID = 0;
const IDLE_MS = 1;
/** When it began to idle; 0 while it works. */
const IDLE_SINCE = 2;

/** The id of a thread that the system does not tell apart from others. */
const NO_ID = -1;

const BYTES_PER_ROW = COLUMNS * Float64Array.BYTES_PER_ELEMENT;

/** Memory for so many threads. */
export function createThreadTimes(threads: number): SharedArrayBuffer {
  return new SharedArrayBuffer(threads * BYTES_PER_ROW);
}

/** The row of one thread. */
export class ThreadTime {
  readonly #cells: Float64Array;

  constructor(memory: SharedArrayBuffer, thread: number) {
    this.#cells = new Float64Array(memory, thread * BYTES_PER_ROW, COLUMNS);
  }

  /** @param id by `ThreadCalls.threadId` */
  introduce(id: number): void {
    this.#cells[ID] = id > 0 ? id : NO_ID;
  }

  get isThere(): boolean {
    return this.#cells[ID] !== 0;
  }

  /** By `ThreadCalls.threadId`; not above 0 where the thread cannot be asked for. */
  get id(): number {
    return this.#cells[ID];
  }

  /** Notes that the thread has nothing to do from now on. */
  beginIdle(): void {
    this.#cells[IDLE_SINCE] = now();
  }

  endIdle(): void {
    this.#cells[IDLE_MS] += now() - this.#cells[IDLE_SINCE];
    this.#cells[IDLE_SINCE] = 0;
  }

  /** Milliseconds for which it has had nothing to do. */
  get idleMs(): number {
    const since = this.#cells[IDLE_SINCE];
    return this.#cells[IDLE_MS] + (since === 0 ? 0 : now() - since);
  }
}

/** The rows of all threads. */
export function rowsOf(memory: SharedArrayBuffer): ThreadTime[] {
  const threads = memory.byteLength / BYTES_PER_ROW;
  return Array.from({ length: threads }, (_, thread) => new ThreadTime(memory, thread));
}

/** Milliseconds on a clock that all threads share: `performance.now()` counts from the start of its thread. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
