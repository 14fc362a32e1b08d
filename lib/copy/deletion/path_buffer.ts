// The path of the folder that a walk is in: one buffer that grows and shrinks by a name, so that a descent takes time and
// memory in proportion to its length.

import { type CString, cString, withoutNul } from "../../../ffi/mod.ts";

const SLASH = 47;

export class PathBuffer {
  #bytes: Uint8Array;
  #length: number;

  /** @param path that it starts with, without a slash at its end */
  constructor(path: Uint8Array) {
    this.#bytes = new Uint8Array(path.length + 256);
    this.#bytes.set(path);
    this.#length = path.length;
  }

  get length(): number {
    return this.#length;
  }

  /** The path, or so many bytes of it: a view that is valid until the next change. */
  view(length = this.#length): Uint8Array {
    return this.#bytes.subarray(0, length);
  }

  /** Adds a name; `cut` takes the length before. */
  add(name: CString): void {
    const bytes = withoutNul(name);
    const needed = this.#length + 1 + bytes.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(2 * needed);
      larger.set(this.view());
      this.#bytes = larger;
    }
    if (this.#length > 0) this.#bytes[this.#length++] = SLASH;
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  cut(length: number): void {
    this.#length = length;
  }

  /** The last name, as a C string of its own, where the path above it has so many bytes. */
  nameAfter(above: number): CString {
    return cString(this.view().subarray(above === 0 ? 0 : above + 1));
  }
}
