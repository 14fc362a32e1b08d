// A security descriptor in self-relative form, as the system returns it: a header with the offsets of owner, group
// and access list, which follow.

import { sameBytes } from "../same_bytes.ts";
import * as k from "./constants.ts";
import { ACL, SECURITY_DESCRIPTOR, SID } from "./structs.ts";

/** Bits of Control that belong to the access list; others belong to owners and audits. */
const DACL_BITS = k.SE_DACL_PRESENT | k.SE_DACL_AUTO_INHERITED | k.SE_DACL_PROTECTED;
const NOTHING = new Uint8Array();
const BYTES_OF_SUB_AUTHORITY = 4;

/**
 * The descriptor, with the request to keep the mark that its access list is inherited, if it has that mark: without
 * the request the system drops it (winnt.h, SECURITY_DESCRIPTOR_CONTROL). Read back, it has the mark alone.
 */
export function keepingInheritance(descriptor: Uint8Array): Uint8Array {
  const asking = descriptor.slice();
  const control = controlOf(descriptor);
  if (control & k.SE_DACL_AUTO_INHERITED) {
    const asked = control | k.SE_DACL_AUTO_INHERIT_REQ;
    viewOf(asking).setUint16(SECURITY_DESCRIPTOR.Control, asked, true);
  }
  return asking;
}

/** True if two descriptors have the same access list, whoever the owners are. */
export function sameAccess(a: Uint8Array, b: Uint8Array): boolean {
  return (controlOf(a) & DACL_BITS) === (controlOf(b) & DACL_BITS) && sameBytes(aclOf(a), aclOf(b));
}

/** True if two descriptors have the same owner and the same group. */
export function sameOwners(a: Uint8Array, b: Uint8Array): boolean {
  const { Owner, Group } = SECURITY_DESCRIPTOR;
  return [Owner, Group].every((field) => sameBytes(sidOf(a, field), sidOf(b, field)));
}

function aclOf(descriptor: Uint8Array): Uint8Array {
  const view = viewOf(descriptor);
  const at = view.getUint32(SECURITY_DESCRIPTOR.Dacl, true);
  if (at === 0) return NOTHING;
  return descriptor.subarray(at, at + view.getUint16(at + ACL.AclSize, true));
}

/** @param field the field of the header that has its offset */
function sidOf(descriptor: Uint8Array, field: number): Uint8Array {
  const at = viewOf(descriptor).getUint32(field, true);
  if (at === 0) return NOTHING;
  const subAuthorities = descriptor[at + SID.SubAuthorityCount];
  return descriptor.subarray(at, at + SID.SubAuthority + subAuthorities * BYTES_OF_SUB_AUTHORITY);
}

function controlOf(descriptor: Uint8Array): number {
  return viewOf(descriptor).getUint16(SECURITY_DESCRIPTOR.Control, true);
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}
