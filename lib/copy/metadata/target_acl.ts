// POSIX ACLs as Linux keeps them in attributes (linux/posix_acl_xattr.h): their relation to the mode (acl(5)), in which the
// mask stands for the group, and what the options make of a source's ACL.

import type { FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { ACCESS_ACL, DEFAULT_ACL } from "./xattr_names.ts";
import type { Xattrs } from "./xattrs.ts";

/** A version, then entries of a tag, permissions and an id. */
const HEADER_BYTES = 4;
const ENTRY_BYTES = 8;
/** POSIX_ACL_XATTR_VERSION. */
const HEADER = Uint8Array.of(2, 0, 0, 0);
/** In this order. */
const TAG = { owner: 0x01, user: 0x02, groupOfOwner: 0x04, group: 0x08, mask: 0x10, other: 0x20 };

/** The id of entries that name nobody, and of those that this user namespace has no number for. */
const NO_ID = 0xffff_ffff;

/** One entry. */
interface AclEntry {
  readonly tag: number;
  permissions: number;
  readonly id: number;
}

/** An ACL that lets one user read beside the owner, who may also write. */
export function aclFor(user: number): Uint8Array {
  return valueOf(HEADER, [
    { tag: TAG.owner, permissions: 6, id: NO_ID },
    { tag: TAG.user, permissions: 4, id: user },
    { tag: TAG.groupOfOwner, permissions: 0, id: NO_ID },
    { tag: TAG.mask, permissions: 4, id: NO_ID },
    { tag: TAG.other, permissions: 0, id: NO_ID },
  ]);
}

/** An ACL's permissions as mode bits; null for a value that is none. */
export function modeOfAcl(value: Uint8Array): number | null {
  const entries = entriesOf(value);
  if (entries.length === 0) return null;
  const granted = (tag: number) => entries.find((entry) => entry.tag === tag)?.permissions;
  const group = granted(TAG.mask) ?? granted(TAG.groupOfOwner) ?? 0;
  return (granted(TAG.owner) ?? 0) << 6 | group << 3 | (granted(TAG.other) ?? 0);
}

/**
 * Makes the ACLs among a source's attributes those that the target should have: with the users and groups that those of
 * the source are mapped to, and with the mode that --chmod makes. If the mode were only set afterwards, others would be
 * let in for a moment, and comparing would find a difference each time.
 *
 * @param source whose attributes they are
 * @returns the attributes
 */
export function toTargetAcls(
  { options: { keep, chmod }, policy }: CopyContext,
  source: FileStat,
  xattrs: Xattrs,
): Xattrs {
  if (!policy.changes) return xattrs;
  for (const name of [ACCESS_ACL, DEFAULT_ACL]) {
    const acl = xattrs.get(name);
    if (acl === undefined) continue;
    let entries = entriesOf(acl);
    if (policy.changesAcls) {
      entries = merged(entries.map((entry) => ({ ...entry, id: idOf(policy, entry) })));
    }
    if (name === ACCESS_ACL && chmod.length > 0 && keep.perms) {
      grant(entries, policy.permissions(source));
    }
    xattrs.set(name, valueOf(acl, entries));
  }
  return xattrs;
}

/** True if an ACL names a user or group that has no number in this user namespace: reading it gives -1 for such. */
export function namesUnmapped(value: Uint8Array): boolean {
  return entriesOf(value).some(({ tag, id }) =>
    (tag === TAG.user || tag === TAG.group) && id === NO_ID
  );
}

function idOf(policy: CopyContext["policy"], { tag, id }: AclEntry): number {
  if (tag === TAG.user) return policy.userInAcl(id);
  return tag === TAG.group ? policy.groupInAcl(id) : id;
}

/** Entries in their order; users who are one now have what any of them had. */
function merged(entries: readonly AclEntry[]): AclEntry[] {
  const all: AclEntry[] = [];
  for (const entry of entries.toSorted((a, b) => a.tag - b.tag || a.id - b.id)) {
    const last = all.at(-1);
    if (last?.tag === entry.tag && last.id === entry.id) last.permissions |= entry.permissions;
    else all.push({ ...entry });
  }
  return all;
}

/** Has the entries grant a mode. */
function grant(entries: readonly AclEntry[], mode: number): void {
  const hasMask = entries.some(({ tag }) => tag === TAG.mask);
  for (const entry of entries) {
    if (entry.tag === TAG.owner) entry.permissions = mode >> 6 & 7;
    if (entry.tag === TAG.other) entry.permissions = mode & 7;
    if (entry.tag === (hasMask ? TAG.mask : TAG.groupOfOwner)) entry.permissions = mode >> 3 & 7;
  }
}

function entriesOf(value: Uint8Array): AclEntry[] {
  const view = new DataView(value.buffer, value.byteOffset, value.length);
  const entries: AclEntry[] = [];
  for (let at = HEADER_BYTES; at + ENTRY_BYTES <= value.length; at += ENTRY_BYTES) {
    const tag = view.getUint16(at, true), permissions = view.getUint16(at + 2, true);
    entries.push({ tag, permissions, id: view.getUint32(at + 4, true) });
  }
  return entries;
}

/** @param acl one that has the header */
function valueOf(acl: Uint8Array, entries: readonly AclEntry[]): Uint8Array {
  const value = new Uint8Array(HEADER_BYTES + entries.length * ENTRY_BYTES);
  value.set(acl.subarray(0, HEADER_BYTES));
  const view = new DataView(value.buffer);
  entries.forEach(({ tag, permissions, id }, index) => {
    const at = HEADER_BYTES + index * ENTRY_BYTES;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, permissions, true);
    view.setUint32(at + 4, id, true);
  });
  return value;
}
