// What the target would not take, by name: few names for many entries, gathered from all threads, so that
// the run's end can say which they were.

import { CONTROL } from "./control.ts";
import type { CounterName } from "./counters.ts";
import { lock, unlock } from "./lock.ts";

/** Bytes of all names; those that find no room are counted like the others and left unnamed. */
const NAMES_BYTES = 4096;
/** Before the names: how many bytes of them are used. */
const HEAD_BYTES = 4;

export function createLostNames(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD_BYTES + NAMES_BYTES);
}

/** A name, the counter of those that are lost as it is, and the code of the error. */
export interface LostName {
  readonly loss: CounterName;
  readonly code: string;
  readonly name: string;
}

/** One thread's view of them. */
export class LostNames {
  readonly #used: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #reported = new Set<string>();

  constructor(memory: SharedArrayBuffer, private readonly control: Int32Array) {
    this.#used = new Int32Array(memory, 0, 1);
    this.#bytes = new Uint8Array(memory, HEAD_BYTES);
  }

  add({ loss, code, name }: LostName): void {
    const record = `${loss} ${code} ${name}`;
    if (this.#reported.has(record)) return;
    this.#reported.add(record);
    const bytes = new TextEncoder().encode(`${record}\0`);
    lock(this.control, CONTROL.lostNamesLock);
    const used = this.#used[0];
    if (used + bytes.length <= NAMES_BYTES && !this.#records().includes(record)) {
      this.#bytes.set(bytes, used);
      this.#used[0] = used + bytes.length;
    }
    unlock(this.control, CONTROL.lostNamesLock);
  }

  /** All of them, in the order of their names. */
  all(): LostName[] {
    lock(this.control, CONTROL.lostNamesLock);
    const records = this.#records();
    unlock(this.control, CONTROL.lostNamesLock);
    return records.sort().map((record) => {
      const [loss, code, ...name] = record.split(" ");
      return { loss: loss as CounterName, code, name: name.join(" ") };
    });
  }

  #records(): string[] {
    // A decoder takes no shared memory.
    const bytes = this.#bytes.slice(0, this.#used[0]);
    return new TextDecoder().decode(bytes).split("\0").slice(0, -1);
  }
}
