// What is known of the file systems at hand, asked once a device, and the room that is reserved there
// for a large file: faster where that pays, and a disk that is too full says so before a byte is copied.

import { EINTR } from "../../../ffi/errno.ts";
import { FileStat, type NativeFileSystem, type StorageTraits } from "../../../ffi/mod.ts";
import { fallsThrough } from "./fall_through.ts";
import { SMALLEST_RESERVATION } from "../../thresholds.ts";

/** One worker's view of them. */
export class Storage {
  readonly #byDevice = new Map<number, StorageTraits>();
  /** Of the device asked for last, which mostly is the one asked for next. */
  #lastDev = -1;
  #last!: StorageTraits;

  constructor(private readonly fs: NativeFileSystem) {}

  /** @param dev device of `file`, as FileStat.dev */
  traits(file: number, dev: number): StorageTraits {
    if (dev === this.#lastDev) return this.#last;
    let traits = this.#byDevice.get(dev);
    if (traits === undefined) {
      traits = this.fs.storageTraits(file);
      this.#byDevice.set(dev, traits);
    }
    this.#lastDev = dev;
    this.#last = traits;
    return traits;
  }

  /** Reserves room for a file of `size` bytes where that pays; 0, or a negated errno where there is none. */
  reserve(target: number, dev: number, size: number): number {
    if (size < SMALLEST_RESERVATION || !this.traits(target, dev).reservingPays) return 0;
    const error = this.fs.reserve(target, size);
    // Of a large reservation a signal may come in the way again and again; it is not worth an error.
    return error === -EINTR || fallsThrough(error) ? 0 : error;
  }

  /** Gives back what was reserved beyond the end of a file that became shorter than expected. */
  giveBack(target: number): void {
    const stat = new FileStat();
    if (this.fs.statHandle(target, stat) === 0) this.fs.truncate(target, stat.size);
  }
}
