// Traits of the file systems at hand, asked once a device, and reservations for large files: faster where that pays, and
// a full disk fails before a byte is copied.

import { EINTR } from "../../../ffi/errno.ts";
import { FileStat, type NativeFileSystem, type StorageTraits } from "../../../ffi/mod.ts";
import { SMALLEST_RESERVATION } from "../../thresholds.ts";
import { fallsThrough } from "./fall_through.ts";

/** One thread's view of them. */
export class Storage {
  readonly #byDevice = new Map<number, StorageTraits>();
  /** Traits of the device asked for last, which mostly is the next one, too. */
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

  /** Reserves room for a file of `size` bytes where that pays; 0, or a negated errno if there is none. */
  reserve(target: number, dev: number, size: number): number {
    if (size < SMALLEST_RESERVATION || !this.traits(target, dev).reservingPays) return 0;
    const error = this.fs.reserve(target, size);
    // Signals may interrupt a large reservation again and again; it is not worth an error.
    return error === -EINTR || fallsThrough(error) ? 0 : error;
  }

  /** Gives back a reservation beyond the end of a file that became shorter than expected. */
  giveBack(target: number): void {
    const stat = new FileStat();
    if (this.fs.statHandle(target, stat) === 0) this.fs.truncate(target, stat.size);
  }
}
