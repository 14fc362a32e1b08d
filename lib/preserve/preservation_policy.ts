// What of an entry's metadata this process can keep: an ordinary user cannot give files away, and must
// then not hand out setuid either. Decided once a run, asked for every entry, so that comparing and
// setting never disagree.

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

  /** Whether the owner or group of `source` is asked for and out of reach. */
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
    // chmod(2) would clear it without a word: what there is of it is as it should be.
    return (mode & ~S_ISGID) | (current.permissions & S_ISGID);
  }

  /**
   * The mode that a new target entry should have.
   *
   * @param granted permissions that it has at most where modes are not kept
   */
  modeOfNew(source: FileStat, granted: number): number {
    const { permissions } = source;
    if (this.#perms) return permissions & ~this.#unsafeBits(source);
    return permissions & ACCESS_BITS & granted;
  }

  /** Whether mode and times are out of reach once an entry has this owner. */
  givesAway(uid: number): boolean {
    return !this.identity.canSetOthers && uid !== this.identity.uid;
  }

  /** Whether setgid can be set of what has that group. */
  #canSetGroupBit(gid: number): boolean {
    return this.identity.canSetGroupBits || this.#groups.has(gid);
  }

  /**
   * setuid and setgid must not take effect for another owner than they were set for, and a change of owner
   * clears them. A setgid that cannot be set is as good as unsafe.
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

  losesSpecialBits(source: FileStat): boolean {
    return this.#perms && this.#unsafeBits(source) !== 0;
  }

  /** Whether creating a file with `mode` gives exactly that mode, as far as the umask goes. */
  survivesUmask(mode: number): boolean {
    return (mode & (this.identity.umask | S_ISUID | S_ISGID | S_ISVTX)) === 0;
  }
}
