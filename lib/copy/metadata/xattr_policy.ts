// Which extended attributes are kept: as the options say, and only those that this user may set.

import { type NativeFileSystem, sameBytes } from "../../../ffi/mod.ts";
import type { Keep } from "../../options.ts";
import { isCapabilities, isPrivileged, kindOfXattr, XATTR_KIND } from "./xattr_names.ts";

/** Names whose fate is remembered; later ones are looked up each time. */
const MOST_FATES = 256;

/** What is done with an attribute. */
export const FATE = {
  kept: 0,
  /** As if the entry did not have it. */
  ignored: 1,
  /** The same, and the loss is reported. */
  ignoredAndReported: 2,
  /** This user may not set it. */
  outOfReach: 3,
} as const;

export class XattrPolicy {
  readonly #keep: Keep;
  readonly #fs: NativeFileSystem;
  /** By name: in most trees there are few. */
  readonly #fates = new Map<string, number>();

  /**
   * @param countsUnsupported true if comparing counts attributes that the target's file system cannot hold: if nothing
   *   is copied, nothing else reports them
   */
  constructor(keep: Keep, fs: NativeFileSystem, readonly countsUnsupported = false) {
    this.#keep = keep;
    this.#fs = fs;
  }

  /** True if any attributes are kept. */
  get any(): boolean {
    return this.#keep.xattrs || this.#keep.acls;
  }
  /** One of FATE. */
  fate(name: string): number {
    const known = this.#fates.get(name);
    if (known !== undefined) return known;
    const fate = this.#decide(name);
    if (this.#fates.size < MOST_FATES) this.#fates.set(name, fate);
    return fate;
  }

  #decide(name: string): number {
    const kind = kindOfXattr(name);
    if (kind === XATTR_KIND.fsInternal) return FATE.ignored;
    if (kind === XATTR_KIND.acl) return this.#keep.acls ? FATE.kept : FATE.ignored;
    if (!this.#keep.xattrs) return FATE.ignored;
    if (kind === XATTR_KIND.fsInternalReported) return FATE.ignoredAndReported;
    return this.#canSet(name) ? FATE.kept : FATE.outOfReach;
  }

  #canSet(name: string): boolean {
    const { canLabel, canSetCapabilities } = this.#fs.identity;
    if (isCapabilities(name)) return canSetCapabilities;
    return canLabel || !isPrivileged(name);
  }
  /** True if a value is as good as `wanted`. */
  isRight(value: Uint8Array, wanted: Uint8Array): boolean {
    return sameBytes(value, wanted) || this.#fs.isAsGood(value, wanted);
  }
}
