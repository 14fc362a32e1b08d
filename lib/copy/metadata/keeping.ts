// What of an entry's metadata this process can keep: an ordinary user cannot give files away, and must
// then not hand out setuid either. Decided once a run, asked for every entry, so that comparing and
// setting never disagree.

import type { FileStat, Identity } from "../../../ffi/mod.ts";
import type { Options } from "../../options.ts";

const S_ISUID = 0o4000;
const S_ISGID = 0o2000;
const S_ISVTX = 0o1000;
const ACCESS_BITS = 0o777;

export class Keeping {
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

  /**
   * The mode that a target entry should have.
   *
   * @param current what it has, or null when it is new
   */
  mode(source: FileStat, current: FileStat | null): number {
    const { permissions } = source;
    if (this.#perms) return permissions & ~this.#unsafeBits(source);
    if (current !== null) return current.permissions;
    return source.isFolder
      ? (permissions | 0o700) & ACCESS_BITS & ~this.identity.umask
      : permissions & ACCESS_BITS & ~this.identity.umask;
  }

  /** setuid and setgid must not take effect for another owner than they were set for. */
  #unsafeBits(source: FileStat): number {
    let bits = 0;
    if (source.isFolder) return bits;
    if (source.permissions & S_ISUID && !(this.#owner && this.canSetUid(source.uid))) {
      bits |= S_ISUID;
    }
    if (source.permissions & S_ISGID && !(this.#owner && this.canSetGid(source.gid))) {
      bits |= S_ISGID;
    }
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
