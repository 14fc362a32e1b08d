// A security descriptor as bytes, in one piece as the system hands it out: owner, group and access list
// stand behind a header that tells where.

import { sameBytes } from "../same_bytes.ts";
import * as k from "./constants.ts";
import { ACL, SECURITY_DESCRIPTOR, SID } from "./structs.ts";

/** Bits of Control that say what an access list is; the others are about owners and audits. */
const DACL_BITS = k.SE_DACL_PRESENT | k.SE_DACL_AUTO_INHERITED | k.SE_DACL_PROTECTED;
const NOTHING = new Uint8Array();
const BYTES_OF_SUB_AUTHORITY = 4;

/**
 * The descriptor, asking for the mark that an access list came from the folder above where it has that mark
 * (winnt.h, SECURITY_DESCRIPTOR_CONTROL): else the system drops it. What is read back has the mark alone.
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

/** Whether two descriptors have the same access list, whoever owns the entries. */
export function sameAccess(a: Uint8Array, b: Uint8Array): boolean {
  return (controlOf(a) & DACL_BITS) === (controlOf(b) & DACL_BITS) && sameBytes(aclOf(a), aclOf(b));
}

/** Whether two descriptors name the same owner and the same group. */
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

/** @param field where the header tells where it stands */
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
