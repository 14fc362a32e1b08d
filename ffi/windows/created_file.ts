// The file that this thread is making. Until it has its final name it is open, and not shared for writing, renaming
// or deleting, so that only the handle that made it can rename it.

import { type CString, cStringLength } from "../c_string.ts";

const NONE = -1;

export class CreatedFile {
  #handle = NONE;
  #folder = NONE;
  #name: CString = new Uint8Array();

  set(handle: number, folder: number, name: CString): void {
    this.#handle = handle;
    this.#folder = folder;
    this.#name = name;
  }

  /** The handle of the file if it has that name, or -1. */
  handleOf(folder: number, name: CString): number {
    if (this.#handle === NONE || folder !== this.#folder) return NONE;
    const length = cStringLength(name, 0);
    if (length !== cStringLength(this.#name, 0)) return NONE;
    for (let i = 0; i < length; i++) if (name[i] !== this.#name[i]) return NONE;
    return this.#handle;
  }

  closed(handle: number): void {
    if (handle === this.#handle) this.#handle = NONE;
  }
}
