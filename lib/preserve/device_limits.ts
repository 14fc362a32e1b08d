// Which metadata the file system of one device keeps, and how it changes them: a time that it rounds or moves into its
// range is as good as the one that was asked for.

import { type FileStat, type FileSystemKind, WORD } from "../../ffi/mod.ts";
import { DEVICE } from "../shared/device_memory.ts";

const NANOSECONDS_PER_SECOND = 1_000_000_000;

/** Steps in which file systems keep times, from fine to coarse: NTFS, networks, exFAT, ext4 and HFS+, FAT. */
const STEPS_NS = [100, 1000, 1_000_000, 10_000_000, NANOSECONDS_PER_SECOND] as const;
/** FAT's step, which nanoseconds alone do not show. */
export const COARSEST_NS = 2 * NANOSECONDS_PER_SECOND;

/** Where file systems' times begin and end: 32 bits with and without a sign, FAT, ext4, xfs with bigtime. */
const FIRST_SECONDS = [-0x8000_0000, 0, 315_532_800];
const LAST_SECONDS = [
  ...[0x7fff_ffff, 0xffff_ffff, 4_354_819_198, 4_354_819_199],
  ...[0x3_7fff_ffff, 16_299_260_424],
];
/** Where the kind of a file system does not tell more. */
const ALL_ENDS = { first: FIRST_SECONDS, last: LAST_SECONDS };
/** First seconds of which files do not have the time by themselves, as they have 1970's and 1980's first. */
const ENDS = [-0x8000_0000];
/** The range of times that every file system has: 1980 to 2038. */
const ALWAYS_FROM = 315_532_800;
const ALWAYS_BEFORE = 0x7fff_ffff;

/** Flags of a device that is fully known. */
export const KNOWN = DEVICE.isIdentified | DEVICE.timesAreKnown | DEVICE.restIsKnown;
const LOSES = DEVICE.losesTimes | DEVICE.losesModes | DEVICE.losesSpecialBits |
  DEVICE.losesOwners;

/** True if the modification time is out of range on some file systems. */
export function isFarTime({ words }: FileStat): boolean {
  return words[WORD.mtime + 1] !== 0 || words[WORD.mtime] < ALWAYS_FROM ||
    words[WORD.mtime] >= ALWAYS_BEFORE;
}

/** The coarsest step that all these nanoseconds are multiples of; 1 if there is none. */
export function stepOf(...nanoseconds: readonly number[]): number {
  return STEPS_NS.findLast((step) => nanoseconds.every((ns) => ns % step === 0)) ?? 1;
}

/** The known limits of one device. */
export class DeviceLimits {
  constructor(
    readonly flags: number,
    readonly granularityNs: number,
    readonly kind: FileSystemKind,
  ) {}

  has(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }

  /** True if everything is known to be kept, apart from times out of range. */
  get isWhole(): boolean {
    return (this.flags & KNOWN) === KNOWN && !this.isLossy;
  }

  /** True if something may come out differently from what was set. */
  get isLossy(): boolean {
    return this.granularityNs > 1 || this.has(LOSES);
  }

  /** True if the modification time needs no rounding. */
  keepsExactly({ mtimeSec, mtimeNsec }: FileStat): boolean {
    const { granularityNs } = this;
    if (granularityNs === COARSEST_NS && mtimeSec % 2 !== 0) return false;
    return granularityNs <= 1 || mtimeNsec % granularityNs === 0;
  }

  /** True if the target's time is what this file system makes of the source's. */
  isTimeOf(source: FileStat, target: FileStat): boolean {
    // If times cannot be set, the target has the time of its copy.
    if (this.has(DEVICE.losesTimes)) return target.mtimeSec > source.mtimeSec;
    if (isFarTime(source) && this.#isMovedIntoRange(source, target)) return true;
    return this.#isRounded(source, target) || this.#isRoundedUp(source, target);
  }

  /** True if it is rounded to the steps of this file system, or to finer ones where it has both. */
  #isRounded(source: FileStat, target: FileStat): boolean {
    const { granularityNs, kind } = this;
    return isRounded(source, target, granularityNs) || (kind.roundsUnevenly === true &&
      STEPS_NS.some((step) => step < granularityNs && isRounded(source, target, step)));
  }

  /** True if a time before 1970 came out as the next whole second. */
  #isRoundedUp(source: FileStat, target: FileStat): boolean {
    return this.kind.roundsEarlyTimesUp === true && source.mtimeSec < 0 &&
      target.mtimeNsec === 0 && target.mtimeSec === source.mtimeSec + 1;
  }

  /** True if the modes are as equal as this file system allows. */
  isModeOf(wanted: number, current: number): boolean {
    return this.has(DEVICE.losesModes) ||
      (this.has(DEVICE.losesSpecialBits) && (wanted & 0o777) === (current & 0o777));
  }

  /** Moves the modification time into the known range of this file system. */
  moveIntoRange(stat: FileStat): void {
    const second = this.#nearest(stat.mtimeSec);
    if (second === stat.mtimeSec) return;
    stat.words[WORD.mtime] = second % 2 ** 32;
    stat.words[WORD.mtime + 1] = Math.floor(second / 2 ** 32);
    stat.words[WORD.mtimeNsec] = 0;
  }

  #nearest(second: number): number {
    const { seconds } = this.kind;
    return seconds === null ? second : Math.min(Math.max(second, seconds[0]), seconds[1]);
  }

  #isMovedIntoRange(from: FileStat, to: FileStat): boolean {
    const source = from.mtimeSec, target = to.mtimeSec;
    if (source === target) return this.#isCutAtEnd(from, to);
    if (this.kind.seconds !== null) return this.#nearest(source) === target;
    const { first, last } = this.kind.ends ?? ALL_ENDS;
    return (source < target ? first : last).includes(target);
  }

  /** True if the fraction of the first or last second is gone, which Linux cuts off (timestamp_truncate). */
  #isCutAtEnd({ mtimeSec, mtimeNsec }: FileStat, to: FileStat): boolean {
    if (mtimeNsec === 0 || to.mtimeNsec !== 0) return false;
    return this.kind.seconds?.includes(mtimeSec) ?? (this.kind.cutsEnds === true &&
      [...ENDS, ...LAST_SECONDS].includes(mtimeSec));
  }
}

/** True if the target's time is the source's, rounded to steps of `step` nanoseconds. */
function isRounded(source: FileStat, target: FileStat, step: number): boolean {
  if (step <= 1 || target.mtimeNsec % step !== 0) return false;
  if (step === COARSEST_NS && target.mtimeSec % 2 !== 0) return false;
  const seconds = source.mtimeSec - target.mtimeSec;
  return Math.abs(seconds * NANOSECONDS_PER_SECOND + source.mtimeNsec - target.mtimeNsec) < step;
}

/** True if some coarse file system could make the target's time of the source's. */
export function couldBeRounded(source: FileStat, target: FileStat): boolean {
  return STEPS_NS.some((step) => isRounded(source, target, step)) ||
    isRounded(source, target, COARSEST_NS);
}
