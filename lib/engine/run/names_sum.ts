// A sum over the names of a folder and their types: two folders with the same ones have the same sum, in whatever order they
// are listed. It takes a tenth of the time of a set of names.

import type { Listing } from "../../../ffi/mod.ts";

export class NamesSum {
  #count = 0;
  #sum = 0;

  add({ bytes, nameAt, type, count }: Listing): void {
    this.#count += count;
    for (let i = 0; i < count; i++) {
      // FNV-1a
      let hash = 0x811c9dc5 ^ type[i];
      for (let at = nameAt[i]; bytes[at] !== 0; at++) {
        hash = Math.imul(hash ^ bytes[at], 0x01000193);
      }
      this.#sum = (this.#sum + hash) | 0;
    }
  }

  equals(other: NamesSum): boolean {
    return this.#count === other.#count && this.#sum === other.#sum;
  }
}
