// Which owner and mode a target should have: the source's, as --usermap, --groupmap and --chmod change them, as far as
// this process can preserve them. An ordinary user cannot give files away, and must then not grant setuid either.
// Comparing and setting ask the same policy, so that they never disagree.

import type { FileStat, Identity } from "../../ffi/mod.ts";
import type { IdRule } from "../id_rules.ts";
import { ModeChanges } from "../mode_changes.ts";
import type { Options } from "../options.ts";
import { type AccountNames, NO_NAMES } from "./account_names.ts";
import { IdMap, type NameOf } from "./id_map.ts";

const S_ISUID = 0o4000;
const S_ISGID = 0o2000;
const S_ISVTX = 0o1000;
const ACCESS_BITS = 0o777;

export class PreservationPolicy {
  readonly #groups: Set<number>;
  readonly #options: Options;
  readonly #owner: boolean;
  readonly #group: boolean;
  readonly #perms: boolean;
  readonly #users: IdMap | null;
  readonly #groupMap: IdMap | null;
  readonly #aclUsers: IdMap | null;
  readonly #aclGroups: IdMap | null;
  readonly #modes: ModeChanges | null;

  constructor(
    options: Options,
    private readonly identity: Identity,
    names: AccountNames = NO_NAMES,
  ) {
    const { keep, userMap, groupMap, chmod } = options;
    this.#groups = new Set([identity.gid, ...identity.groups]);
    this.#options = options;
    this.#owner = keep.owner;
    this.#group = keep.group;
    this.#perms = keep.perms;
    this.#users = mapOf(userMap, names.userName);
    this.#groupMap = mapOf(groupMap, names.groupName);
    this.#aclUsers = keep.owner ? mapOf(withoutAll(userMap), names.userName) : null;
    this.#aclGroups = keep.group ? mapOf(withoutAll(groupMap), names.groupName) : null;
    this.#modes = chmod.length === 0 ? null : new ModeChanges(chmod, identity.umask);
  }

  /** True if targets get another owner, group or mode than their sources have. */
  get changes(): boolean {
    return this.#users !== null || this.#groupMap !== null || this.#modes !== null;
  }

  /** True if targets' ACLs name other users or groups than those of their sources. */
  get changesAcls(): boolean {
    return this.#aclUsers !== null || this.#aclGroups !== null;
  }

  /** The user that a target's ACL names for one that its source's names. */
  userInAcl(uid: number): number {
    return this.#aclUsers?.of(uid) ?? uid;
  }
  groupInAcl(gid: number): number {
    return this.#aclGroups?.of(gid) ?? gid;
  }

  /** The mode that the target should have, as far as that can be set. */
  permissions(source: FileStat): number {
    const { permissions } = source;
    if (this.#modes === null || source.isSymlink) return permissions;
    return this.#modes.of(permissions, source.isFolder);
  }

  #uidOf({ uid }: FileStat): number {
    return this.#users === null ? uid : this.#users.of(uid);
  }
  #gidOf({ gid }: FileStat): number {
    return this.#groupMap === null ? gid : this.#groupMap.of(gid);
  }

  canSetUid(uid: number): boolean {
    return this.identity.canChown || uid === this.identity.uid;
  }
  canSetGid(gid: number): boolean {
    return this.identity.canChown || this.#groups.has(gid);
  }

  /** The owner that a target entry should have, given the one it has. */
  uid(source: FileStat, current: number): number {
    if (!this.#owner) return current;
    const uid = this.#uidOf(source);
    return this.canSetUid(uid) ? uid : current;
  }
  gid(source: FileStat, current: number): number {
    if (!this.#group) return current;
    const gid = this.#gidOf(source);
    return this.canSetGid(gid) ? gid : current;
  }

  /** True if the owner that the target should have is asked for and cannot be set. */
  losesOwner(source: FileStat): boolean {
    return this.#owner && !this.canSetUid(this.#uidOf(source));
  }
  /** The same of its group. */
  losesGroup(source: FileStat): boolean {
    return this.#group && !this.canSetGid(this.#gidOf(source));
  }

  /** True if it is lost to a target that does not have it already. */
  lacksOwner(source: FileStat, target: FileStat): boolean {
    return this.losesOwner(source) && this.#uidOf(source) !== target.uid;
  }
  lacksGroup(source: FileStat, target: FileStat): boolean {
    return this.losesGroup(source) && this.#gidOf(source) !== target.gid;
  }

  /** True if the target gets its source's modification time. */
  keepsTimes(source: FileStat): boolean {
    const { keep: { times }, omitFolderTimes, omitLinkTimes } = this.#options;
    return times && !(omitFolderTimes && source.isFolder) && !(omitLinkTimes && source.isSymlink);
  }

  /** The mode that an existing target entry should have. */
  mode(source: FileStat, current: FileStat): number {
    if (!this.#perms) return current.permissions;
    const mode = this.modeOfNew(source, ACCESS_BITS);
    if ((this.permissions(source) & S_ISGID) === 0) return mode;
    const gid = this.gid(source, current.gid);
    const isGroup = source.isFolder || gid === this.#gidOf(source);
    if (this.#canSetGroupBit(gid) || !isGroup) return mode;
    // chmod(2) would clear it silently, so the bit that the target has is right.
    return (mode & ~S_ISGID) | (current.permissions & S_ISGID);
  }

  /**
   * The mode that a new target entry should have.
   *
   * @param granted the most permissions that it gets where modes are not kept
   */
  modeOfNew(source: FileStat, granted: number): number {
    const permissions = this.permissions(source);
    if (this.#perms) return permissions & ~this.#unsafeBits(source, permissions);
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
   * for, unless --chmod gives them to whoever that is. Those that cannot be set count as such.
   *
   * @param permissions the mode that the target should have
   */
  #unsafeBits(source: FileStat, permissions: number): number {
    if ((permissions & (S_ISUID | S_ISGID)) === 0) return 0;
    const uid = this.#uidOf(source), gid = this.#gidOf(source);
    const hasItsOwner = this.#owner && this.canSetUid(uid);
    const hasItsGroup = this.#group && this.canSetGid(gid);
    let bits = hasItsGroup && !this.#canSetGroupBit(gid) ? permissions & S_ISGID : 0;
    if (source.isFolder) return bits;
    if (hasItsOwner && this.givesAway(uid)) return permissions & (S_ISUID | S_ISGID);
    const own = source.permissions & permissions;
    if (!hasItsOwner) bits |= own & S_ISUID;
    if (!hasItsGroup) bits |= own & S_ISGID;
    return bits;
  }

  /** True if setuid or setgid that the target should have cannot be set. */
  losesSpecialBits(source: FileStat): boolean {
    return this.#perms && this.#unsafeBits(source, this.permissions(source)) !== 0;
  }

  /** The same of bits that --chmod gives. */
  losesGivenBits(source: FileStat): boolean {
    const permissions = this.permissions(source);
    return (this.#unsafeBits(source, permissions) & ~source.permissions) !== 0;
  }

  /**
   * setuid and setgid that an existing target does not get although its source has them, or --chmod gives them. One
   * that chmod(2) would clear is not lost where the target has it already.
   */
  bitsOutOfReach(source: FileStat, current: FileStat): number {
    const wanted = this.permissions(source) & (S_ISUID | S_ISGID);
    return wanted === 0 || !this.#perms ? 0 : wanted & ~this.mode(source, current);
  }

  /** True if a mode has setgid that cannot be set on an entry of that group. */
  losesGroupBit(mode: number, gid: number): boolean {
    return (mode & S_ISGID) !== 0 && !this.#canSetGroupBit(gid);
  }

  /** True if anything of owner, group and mode is lost. */
  loses(source: FileStat): boolean {
    return this.losesOwner(source) || this.losesGroup(source) || this.losesSpecialBits(source);
  }

  /** True if a file created with `mode` gets exactly that mode, as far as the umask goes. */
  survivesUmask(mode: number): boolean {
    return (mode & (this.identity.umask | S_ISUID | S_ISGID | S_ISVTX)) === 0;
  }
}

function mapOf(rules: readonly IdRule[], nameOf: NameOf): IdMap | null {
  return rules.length === 0 ? null : new IdMap(rules, nameOf);
}

/** Rules before the one for everybody, which is about owners: it would make one of all whom an ACL names. */
function withoutAll(rules: readonly IdRule[]): readonly IdRule[] {
  const all = rules.findIndex(({ from }) => from === "*");
  return all < 0 ? rules : rules.slice(0, all);
}
