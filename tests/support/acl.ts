// POSIX ACLs and file capabilities as the kernel keeps them in extended attributes, so that a tree
// with hundreds of them is made without a process each.

const TAG = { user: 0x01, namedUser: 0x02, group: 0x04, namedGroup: 0x08, mask: 0x10, other: 0x20 };
const ACL_EA_VERSION = 2; // linux/posix_acl_xattr.h
const NO_ID = 0xffffffff;
const VFS_CAP_REVISION_2 = 0x02000000; // linux/capability.h
const VFS_CAP_FLAGS_EFFECTIVE = 1;

/** Attribute of the ACL proper, and of the one that a folder's new entries inherit. */
export const ACL = "system.posix_acl_access";
export const DEFAULT_ACL = "system.posix_acl_default";
export const CAPABILITY = "security.capability";

/** An ACL with the usual three, one more user, one more group, and a mask; permissions are 0 to 7. */
export function acl(
  user: number,
  group: number,
  other: number,
  named: { uid: number; gid: number; may: number },
): Uint8Array {
  const entries = [
    [TAG.user, user, NO_ID],
    [TAG.namedUser, named.may, named.uid],
    [TAG.group, group, NO_ID],
    [TAG.namedGroup, named.may, named.gid],
    [TAG.mask, named.may | group, NO_ID],
    [TAG.other, other, NO_ID],
  ];
  const view = new DataView(new ArrayBuffer(4 + entries.length * 8));
  view.setUint32(0, ACL_EA_VERSION, true);
  entries.forEach(([tag, may, id], i) => {
    view.setUint16(4 + i * 8, tag, true);
    view.setUint16(6 + i * 8, may, true);
    view.setUint32(8 + i * 8, id, true);
  });
  return new Uint8Array(view.buffer);
}

/** What `setcap N+ep` writes for capability number N below 32. */
export function capability(number: number): Uint8Array {
  const words = new Uint32Array([
    VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
    1 << number,
    0,
    0,
    0,
  ]);
  return new Uint8Array(words.buffer);
}
