// Compares the metadata of a source entry with that of the target entry of the same name. No system
// call is made here; what needs one (contents, link text, attributes) is asked for by the caller.

import { type FileStat, S_IFMT, S_IFREG, WORD } from "../../ffi/mod.ts";
import type { FlagPolicy } from "../preserve/flag_policy.ts";
import type { PreservationPolicy } from "../preserve/preservation_policy.ts";
import type { DeviceLimits } from "../preserve/device_limits.ts";
import { DEVICE } from "../shared/device_memory.ts";
import type { Options } from "../options.ts";
import { CHANGED } from "./changes.ts";

const NANOSECONDS_PER_SECOND = 1e9;

/** Words of mode and owner. */
const RIGHTS_WORDS = [WORD.mode, WORD.uid, WORD.gid];

/** Words in which two files agree that are equal in all that is compared. */
const COMPARED_WORDS = [
  WORD.mode,
  WORD.uid,
  WORD.gid,
  WORD.size,
  WORD.size + 1,
  WORD.mtime,
  WORD.mtime + 1,
  WORD.mtimeNsec,
];

export class Comparer {
  readonly #options: Options;
  readonly #keeping: PreservationPolicy;
  readonly #windowNs: number;

  /**
   * @param granularityNs the finest difference in time that the platform keeps
   * @param flags which flags beside the mode are kept; null for none
   */
  constructor(
    options: Options,
    keeping: PreservationPolicy,
    granularityNs: number,
    private readonly flags: FlagPolicy | null = null,
  ) {
    this.#options = options;
    this.#keeping = keeping;
    this.#windowNs = Math.max(options.modifyWindowNs, granularityNs > 1 ? granularityNs : 0);
  }

  /**
   * Whether two files are so alike that `compare` would find nothing, by the shortest way; false says
   * nothing, and where contents are to be read or copied in any case it is false.
   */
  isQuickMatch(source: FileStat, target: FileStat): boolean {
    const { comparison } = this.#options;
    if (comparison === "checksum" || comparison === "always" || this.#keeping.changes) return false;
    return isPlain(source.words[WORD.mode]) && source.hasSameWords(target, COMPARED_WORDS) &&
      (this.flags === null || this.flags.differing(source, target) === 0);
  }

  /**
   * Differences of two entries that are both no folders, as CHANGED bits.
   *
   * @param kept what the target's file system makes of metadata, which is as good as what was asked for
   */
  compare(source: FileStat, target: FileStat, kept: DeviceLimits | null = null): number {
    if (source.type !== target.type) return CHANGED.type;
    let bits = this.compareMetadata(source, target, kept);
    if (source.isFile) {
      if (!source.hasSameSize(target)) bits |= CHANGED.size;
      if (this.#contentsDiffer(bits)) bits |= CHANGED.contents;
    } else if (!source.isSymlink && !source.hasSameDevice(target)) bits |= CHANGED.target;
    return bits;
  }

  /** Differences in owner, mode and time alone. */
  compareMetadata(source: FileStat, target: FileStat, kept: DeviceLimits | null = null): number {
    let bits = 0;
    const keeping = this.#keeping;
    if (this.mtimesDiffer(source, target) && kept?.isTimeOf(source, target) !== true) {
      bits |= CHANGED.mtime;
    }
    if (this.flags !== null && this.flags.differing(source, target) !== 0) bits |= CHANGED.flags;
    if (this.#haveSameRights(source, target)) return bits;
    if (!source.isSymlink) {
      const mode = keeping.mode(source, target);
      if (mode !== target.permissions && kept?.isModeOf(mode, target.permissions) !== true) {
        bits |= CHANGED.mode;
      }
    }
    if (kept?.has(DEVICE.losesOwners) === true) return bits;
    if (keeping.uid(source, target.uid) !== target.uid) bits |= CHANGED.uid;
    if (keeping.gid(source, target.gid) !== target.gid) bits |= CHANGED.gid;
    return bits;
  }

  /** Whether two files have the same owner and an ordinary mode, and that is right: the shortest way to know it. */
  #haveSameRights(source: FileStat, target: FileStat): boolean {
    return !this.#keeping.changes && isPlain(source.words[WORD.mode]) &&
      source.hasSameWords(target, RIGHTS_WORDS);
  }

  /** Whether a file that is source and target at once is as the target should be: no option asks for another owner or mode. */
  isRightAsItIs(file: FileStat): boolean {
    const { changes, changesAcls } = this.#keeping;
    return !changesAcls && (!changes || this.compareMetadata(file, file) === 0);
  }

  /** Differences without those in times that the options leave out. */
  withoutOmitted(source: FileStat, bits: number): number {
    return this.#keeping.keepsTimes(source) ? bits : bits & ~CHANGED.mtime;
  }

  /** Whether the mtimes differ by more than the window. */
  mtimesDiffer(source: FileStat, target: FileStat): boolean {
    if (source.hasSameMtime(target)) return false;
    return this.#windowNs === 0 || Math.abs(differenceNs(source, target)) > this.#windowNs;
  }

  /** Whether the target was modified after the source, by more than the window. */
  targetIsNewer(source: FileStat, target: FileStat): boolean {
    return differenceNs(target, source) > this.#windowNs;
  }

  /** Whether the options ask for a look at the contents before they are copied. */
  get comparesContents(): boolean {
    return this.#options.comparison === "checksum";
  }

  #contentsDiffer(bits: number): boolean {
    switch (this.#options.comparison) {
      case "always":
        return true;
      case "size-and-mtime":
        return (bits & (CHANGED.size | CHANGED.mtime)) !== 0;
      case "size-only":
      case "checksum":
        return (bits & CHANGED.size) !== 0;
    }
  }
}

/** Whether a mode is that of a regular file without setuid, setgid and sticky, which not everybody may keep. */
function isPlain(mode: number): boolean {
  return (mode & (S_IFMT | 0o7000)) === S_IFREG;
}

/** Exact where it matters: near each other. Far apart the seconds swallow the nanoseconds. */
function differenceNs(a: FileStat, b: FileStat): number {
  return (a.mtimeSec - b.mtimeSec) * NANOSECONDS_PER_SECOND + (a.mtimeNsec - b.mtimeNsec);
}
