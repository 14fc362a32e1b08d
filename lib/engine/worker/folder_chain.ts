// What a thread remembers of a folder and of those above it, from the root down: the next question is about a folder
// nearby, so that most of it still holds.

import { commonLength } from "../../common_length.ts";

const SLASH = 47;

/** A value for the root and for each folder of a path. */
export class FolderChain<T> {
  #root = -1;
  #path = new Uint8Array();
  readonly #values: T[] = [];
  /** How many bytes of the path lead to each of them. */
  readonly #ends: number[] = [];

  /** The values from the root down. */
  get values(): readonly T[] {
    return this.#values;
  }

  /** Goes to a folder, and forgets those that are not above it. */
  goTo(root: number, path: Uint8Array): void {
    const common = commonLength(this.#path, path);
    if (root === this.#root && path.length === this.#path.length && common === path.length) return;
    const isOn = (end: number) =>
      end <= common && (end === 0 || end === path.length || path[end] === SLASH);
    let left = 0;
    while (root === this.#root && left < this.#ends.length && isOn(this.#ends[left])) left++;
    this.#values.length = this.#ends.length = left;
    this.#root = root;
    this.#path = path.slice();
  }

  /** How many bytes of the path lead to the next folder without a value; -1 where each has one. */
  nextEnd(): number {
    const last = this.#ends.at(-1) ?? -1;
    if (last >= this.#path.length) return -1;
    const slash = last < 0 ? 0 : this.#path.indexOf(SLASH, last + 1);
    return slash < 0 ? this.#path.length : slash;
  }

  /** Adds the value of the folder to which `end` bytes lead, as `nextEnd` says. */
  add(end: number, value: T): void {
    this.#values.push(value);
    this.#ends.push(end);
  }
}
