// Names that wait for their turn, packed: a folder may have a million sub-folders, and a tree as many levels.

import { type CString, cStringLength } from "../../../ffi/mod.ts";

/** Bytes at first: most folders on the way down a deep tree have one sub-folder. */
const SMALLEST = 32;

/** A queue of names. */
export class NamesAhead {
  #bytes = new Uint8Array(0);
  #from = 0;
  #to = 0;

  /** Copies a name in, which may run past its NUL. */
  add(name: CString): void {
    const length = cStringLength(name, 0) + 1;
    if (this.#to + length > this.#bytes.length) this.#makeRoom(length);
    this.#bytes.set(name.subarray(0, length), this.#to);
    this.#to += length;
  }

  /** Takes the first name, valid until one is added; null if there is none. */
  next(): CString | null {
    if (this.#from === this.#to) return null;
    const end = this.#bytes.indexOf(0, this.#from) + 1;
    const name = this.#bytes.subarray(this.#from, end);
    this.#from = end;
    return name;
  }

  #makeRoom(length: number): void {
    const waiting = this.#bytes.subarray(this.#from, this.#to);
    const bytes = new Uint8Array(Math.max(SMALLEST, 2 * (waiting.length + length)));
    bytes.set(waiting);
    this.#bytes = bytes;
    this.#from = 0;
    this.#to = waiting.length;
  }
}
