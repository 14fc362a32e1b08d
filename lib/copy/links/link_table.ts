// The table behind hard_links.ts, one for all workers in shared memory: open addressing by device and inode.
// Whoever calls holds the lock.

import { CONTROL } from "../../shared/control.ts";
import { hashOfInode, hashOfKept } from "./inode_words.ts";
import { ENTRY_WORDS, INO, LINK, type LinkKey, LinkRecords, STATE } from "./link_records.ts";

export class LinkTable extends LinkRecords {
  /** Index of the entry for an inode, or of the free one where it belongs. */
  find(key: LinkKey): number {
    this.seeGrowth();
    const capacity = this.#capacity;
    for (let slot = hashOfInode(key.stat) % capacity;; slot = (slot + 1) % capacity) {
      const at = slot * ENTRY_WORDS;
      if (this.state(at) === LINK.free || this.isAbout(at, key)) return at;
    }
  }

  /** As `find`; what is not there is entered, still free, where there is room for it. */
  findOrAdd(key: LinkKey): number {
    this.#makeRoom();
    const at = this.find(key);
    if (this.state(at) === LINK.free) this.write(at, key);
    return at;
  }

  /** Doubles a table that is half full, so that a search stays short. */
  #makeRoom(): void {
    this.seeGrowth();
    if (this.control[CONTROL.linkEntries] * 2 * ENTRY_WORDS < this.entries.length) return;
    this.#double();
  }

  #double(): void {
    const old = this.entries.slice();
    this.grow("linkEntries", old.byteLength * 2);
    this.entries.fill(LINK.free);
    for (let from = 0; from + ENTRY_WORDS <= old.length; from += ENTRY_WORDS) {
      if (old[from + STATE] === LINK.free) continue;
      const to = this.#firstFree(hashOfKept(old, from + INO));
      this.entries.set(old.subarray(from, from + ENTRY_WORDS), to);
    }
  }

  #firstFree(hash: number): number {
    const capacity = this.#capacity;
    let slot = hash % capacity;
    while (this.state(slot * ENTRY_WORDS) !== LINK.free) slot = (slot + 1) % capacity;
    return slot * ENTRY_WORDS;
  }

  get #capacity(): number {
    return Math.floor(this.entries.length / ENTRY_WORDS);
  }
}
