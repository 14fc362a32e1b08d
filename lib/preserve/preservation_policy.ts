// Which owners and modes this process can preserve: an ordinary user cannot give files away, and must then not grant
// setuid either. Comparing and setting ask the same policy, so that they never disagree.

import type { FileStat, Identity } from "../../ffi/mod.ts";
import type { Options } from "../options.ts";

const S_ISUID = 0o4000;
const S_ISGID = 0o2000;
const S_ISVTX = 0o1000;
const ACCESS_BITS = 0o777;

export class PreservationPolicy {
  readonly #groups: Set<number>;
  readonly #owner: boolean;
  readonly #perms: boolean;

  constructor(options: Options, private readonly identity: Identity) {
    this.#groups = new Set([identity.gid, ...identity.groups]);
    this.#owner = options.keep.owner;
    this.#perms = options.keep.perms;
  }

  canSetUid(uid: number): boolean {
    return this.identity.canChown || uid === this.identity.uid;
  }
  canSetGid(gid: number): boolean {
    return this.identity.canChown || this.#groups.has(gid);
  }

  /** The owner that a target entry should have, given the one it has. */
  uid(source: FileStat, current: number): number {
    return this.#owner && this.canSetUid(source.uid) ? source.uid : current;
  }
  gid(source: FileStat, current: number): number {
    return this.#owner && this.canSetGid(source.gid) ? source.gid : current;
  }

  /** True if the owner or group of `source` is asked for and cannot be set. */
  losesOwner(source: FileStat): boolean {
    return this.#owner && !(this.canSetUid(source.uid) && this.canSetGid(source.gid));
  }

  /** The mode that an existing target entry should have. */
  mode(source: FileStat, current: FileStat): number {
    if (!this.#perms) return current.permissions;
    const mode = this.modeOfNew(source, ACCESS_BITS);
    if ((source.permissions & S_ISGID) === 0) return mode;
    const gid = this.gid(source, current.gid);
    if (this.#canSetGroupBit(gid) || !(source.isFolder || gid === source.gid)) return mode;
    // chmod(2) would clear it silently, so the bit that the target has is right.
    return (mode & ~S_ISGID) | (current.permissions & S_ISGID);
  }

  /**
   * The mode that a new target entry should have.
   *
   * @param granted the most permissions that it gets where modes are not kept
   */
  modeOfNew(source: FileStat, granted: number): number {
    const { permissions } = source;
    if (this.#perms) return permissions & ~this.#unsafeBits(source);
    return permissions & ACCESS_BITS & granted;
  }

  /** True if mode and times cannot be set once an entry has this owner. */
  givesAway(uid: number): boolean {
    return !this.identity.canSetOthers && uid !== this.identity.uid;
  }

  /** True if setgid can be set on an entry of that group. */
  #canSetGroupBit(gid: number): boolean {
    return this.identity.canSetGroupBits || this.#groups.has(gid);
  }

  /**
   * Bits that the target must not get: setuid and setgid must not take effect for another owner than they were set
   * for. A setgid that cannot be set counts as one of them.
   */
  #unsafeBits(source: FileStat): number {
    const hasItsGroup = this.#owner && this.canSetGid(source.gid);
    let bits = hasItsGroup && !this.#canSetGroupBit(source.gid) ? source.permissions & S_ISGID : 0;
    if (source.isFolder) return bits;
    if (this.#owner && this.canSetUid(source.uid) && this.givesAway(source.uid)) {
      return source.permissions & (S_ISUID | S_ISGID);
    }
    if (source.permissions & S_ISUID && !(this.#owner && this.canSetUid(source.uid))) {
      bits |= S_ISUID;
    }
    if (source.permissions & S_ISGID && !hasItsGroup) bits |= S_ISGID;
    return bits;
  }

  /** True if setuid or setgid of `source` cannot be preserved. */
  losesSpecialBits(source: FileStat): boolean {
    return this.#perms && this.#unsafeBits(source) !== 0;
  }

  /** True if a file created with `mode` gets exactly that mode, as far as the umask goes. */
  survivesUmask(mode: number): boolean {
    return (mode & (this.identity.umask | S_ISUID | S_ISGID | S_ISVTX)) === 0;
  }
}
