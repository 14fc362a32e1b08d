// Whether whoever hears of a run has fallen behind: then its threads wait between jobs, so that what they have to tell
// does not pile up in memory.

import { CONTROL } from "./control.ts";

/** What has not been heard yet. */
export class Backlog {
  readonly #controls: Int32Array[] = [];
  #isLong = false;

  /** Whether the threads are to wait. */
  get isLong(): boolean {
    return this.#isLong;
  }

  set isLong(isLong: boolean) {
    if (isLong === this.#isLong) return;
    this.#isLong = isLong;
    for (const control of this.#controls) this.#tell(control);
  }

  /** Tells these threads from now on, too. @param control the words that they share */
  attach(control: Int32Array): void {
    this.#controls.push(control);
    this.#tell(control);
  }

  #tell(control: Int32Array): void {
    Atomics.store(control, CONTROL.backlog, this.#isLong ? 1 : 0);
    if (!this.#isLong) Atomics.notify(control, CONTROL.backlog);
  }
}

/** Whether the threads are to wait. */
export function isBehind(control: Int32Array): boolean {
  return Atomics.load(control, CONTROL.backlog) !== 0;
}
