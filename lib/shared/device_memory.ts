// What has been found out about the file system on a device: what it cannot do or does not keep, one
// flag each, and how finely it keeps times. Shared by all workers of a run, so that each is found out once.

import { majorOf, minorOf } from "../../ffi/file_stat.ts";
import { CONTROL } from "./control.ts";
import { lock, unlock } from "./lock.ts";

/** Devices that are remembered; later ones are asked anew each time, which is slow but correct. */
const DEVICES = 64;
/** In words: the device (two words), its flags, the granularity of its times in nanoseconds, the kind of its file system. */
const DEVICE_WORDS = 8;
const FLAGS = 2;
const GRANULARITY = 3;
const KIND = 4;

/** Flags of a device. */
export const DEVICE = {
  /** Its kind is known. */
  isIdentified: 1,
  /** The granularity of its times is final; before, it is the coarsest that all times seen so far allow. */
  timesAreKnown: 1 << 1,
  /** The flags about modes and owners are final. */
  restIsKnown: 1 << 2,
  /** Times cannot be set at all. */
  losesTimes: 1 << 3,
  losesModes: 1 << 4,
  /** Modes are kept but for setuid, setgid and sticky. */
  losesSpecialBits: 1 << 5,
  losesOwners: 1 << 6,
  /** Something of these was lost in this run, which is reported at the end. */
  lostTimes: 1 << 8,
  lostModes: 1 << 9,
  lostSpecialBits: 1 << 10,
  lostOwners: 1 << 11,
  /** Each name of a file has an inode number of its own. */
  numbersNames: 1 << 12,
  /** Two names were seen to be one file. */
  sharesInodes: 1 << 13,
  /** How its folders compare names, where that was found out. */
  tellsCase: 1 << 14,
  ignoresCase: 1 << 15,
  /** Its listings show the case that names were given in, or do not. */
  showsCase: 1 << 16,
  hidesCase: 1 << 17,
  /** An ACL that was set was there afterwards. */
  keepsAcls: 1 << 18,
} as const;

export function createDeviceMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer((1 + DEVICES * DEVICE_WORDS) * Int32Array.BYTES_PER_ELEMENT);
}

/** What is remembered of one device. */
export interface DeviceRecord {
  readonly dev: number;
  readonly flags: number;
  readonly granularityNs: number;
  readonly kind: number;
}

/** One worker's view of the memory. Devices are as `FileStat.dev` gives them. */
export class DeviceMemory {
  /** Word 0 counts the devices. */
  readonly #words: Int32Array;
  readonly #control: Int32Array;
  #dev = -1;
  #at = -1;

  constructor(memory: SharedArrayBuffer, control: Int32Array) {
    this.#words = new Int32Array(memory);
    this.#control = control;
  }

  /** The flags found so far. */
  flags(dev: number): number {
    const at = this.#select(dev);
    return at < 0 ? 0 : Atomics.load(this.#words, at + FLAGS);
  }
  has(dev: number, flag: number): boolean {
    return (this.flags(dev) & flag) !== 0;
  }

  /** Remembers flags; whether one of them is new, which is for one worker alone to say. */
  add(dev: number, flags: number): boolean {
    const at = this.#select(dev);
    if (at < 0) return true;
    return (Atomics.or(this.#words, at + FLAGS, flags) & flags) !== flags;
  }

  /** Nanoseconds; 0 while that is not known. */
  granularityNs(dev: number): number {
    const at = this.#select(dev);
    return at < 0 ? 0 : Atomics.load(this.#words, at + GRANULARITY);
  }
  /** A number of the caller's; 0 while that is not known. */
  kind(dev: number): number {
    const at = this.#select(dev);
    return at < 0 ? 0 : Atomics.load(this.#words, at + KIND);
  }

  /** Remembers what a device keeps; flags add to those that it has. */
  learn({ dev, flags, granularityNs, kind }: DeviceRecord): void {
    const at = this.#select(dev);
    if (at < 0) return;
    Atomics.store(this.#words, at + GRANULARITY, granularityNs);
    Atomics.store(this.#words, at + KIND, kind);
    Atomics.or(this.#words, at + FLAGS, flags);
  }

  /** All devices, in the order in which they were met. */
  all(): DeviceRecord[] {
    const words = this.#words;
    return Array.from({ length: words[0] }, (_, i) => {
      const at = 1 + i * DEVICE_WORDS;
      return {
        dev: (words[at] >>> 0) * 2 ** 32 + (words[at + 1] >>> 0),
        flags: words[at + FLAGS],
        granularityNs: words[at + GRANULARITY],
        kind: words[at + KIND],
      };
    });
  }

  /** Where the device's words begin, or -1 where there is no room for it. */
  #select(dev: number): number {
    if (dev === this.#dev) return this.#at;
    lock(this.#control, CONTROL.devicesLock);
    const at = this.#findOrAdd(majorOf(dev) | 0, minorOf(dev) | 0);
    unlock(this.#control, CONTROL.devicesLock);
    this.#dev = dev;
    return this.#at = at;
  }

  #findOrAdd(high: number, low: number): number {
    const words = this.#words;
    const end = 1 + words[0] * DEVICE_WORDS;
    for (let at = 1; at < end; at += DEVICE_WORDS) {
      if (words[at] === high && words[at + 1] === low) return at;
    }
    if (words[0] === DEVICES) return -1;
    words[end] = high;
    words[end + 1] = low;
    words[0]++;
    return end;
  }
}
