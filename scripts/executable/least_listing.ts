// A folder's entries as the kernel gives them, for the least programs that the benchmark compares ferry with: no entry has an object.

export type Bytes = Uint8Array<ArrayBuffer>;

const LISTING_BYTES = 256 << 10;
/** In struct linux_dirent64. */
const LENGTH = 16, TYPE = 18, NAME = 19;
const DT_DIR = 4, DOT = 46;

/** What one call gives, in memory that this thread has once: new memory for each folder is what small ones would cost most. */
const room = new Uint8Array(LISTING_BYTES);

/** A folder's entries as the kernel gave them. */
export class Listing {
  readonly bytes: Bytes;
  readonly length: number;

  /** @param list getdents64(2), which ends the program where it fails */
  constructor(list: (room: Bytes) => number) {
    const parts: Bytes[] = [];
    for (let got = list(room); got > 0; got = list(room)) parts.push(room.slice(0, got));
    this.bytes = parts.length === 1 ? parts[0] : joined(parts);
    this.length = this.bytes.length;
  }

  first(): number {
    return this.#skip(0);
  }

  after(at: number): number {
    return this.#skip(at + this.#lengthOf(at));
  }

  isFolder(at: number): boolean {
    return this.bytes[at + TYPE] === DT_DIR;
  }

  /** Up to its NUL and beyond: C takes no more. */
  name(at: number): Bytes {
    return this.bytes.subarray(at + NAME, this.length);
  }

  text(at: number): string {
    let text = "";
    for (let i = at + NAME; this.bytes[i] !== 0; i++) text += String.fromCharCode(this.bytes[i]);
    return text;
  }

  #lengthOf(at: number): number {
    return this.bytes[at + LENGTH] | this.bytes[at + LENGTH + 1] << 8;
  }

  #skip(at: number): number {
    const { bytes } = this;
    while (at < this.length) {
      const isDots = bytes[at + NAME] === DOT &&
        (bytes[at + NAME + 1] === 0 ||
          (bytes[at + NAME + 1] === DOT && bytes[at + NAME + 2] === 0));
      if (!isDots) return at;
      at += this.#lengthOf(at);
    }
    return -1;
  }
}

function joined(parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
