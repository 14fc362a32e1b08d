// Owner, group and access list of an entry, in the one piece that Windows keeps them in: a security
// descriptor. The interface passes it around as an extended attribute of the kind that holds ACLs.
// Alternate streams are no attributes here: they may be as long as any file (streams.ts).

import type { CString } from "../c_string.ts";
import { ENODATA, EOPNOTSUPP, ERANGE } from "../errno.ts";
import { wide } from "../wide.ts";
import type { XattrCalls } from "../native_file_system.ts";
import { type Calls, SHARE_ALL } from "./calls.ts";
import * as k from "./constants.ts";
import { SECURITY_DESCRIPTOR } from "./structs.ts";

/** Its name; `system.` is what names of ACLs begin with. */
export const SECURITY_XATTR = "system.ntfs_security";
const LIST = new TextEncoder().encode(`${SECURITY_XATTR}\0`);
const ALL_PARTS = k.OWNER_SECURITY_INFORMATION | k.GROUP_SECURITY_INFORMATION |
  k.DACL_SECURITY_INFORMATION;
const WRITE_SECURITY = k.WRITE_DAC | k.WRITE_OWNER;

export function xattrCalls(calls: Calls): XattrCalls {
  const needed = new Uint32Array(1);
  const neededBytes = new Uint8Array(needed.buffer);

  function list(buffer: Uint8Array): number {
    if (buffer.length < LIST.length) return -ERANGE;
    buffer.set(LIST);
    return LIST.length;
  }

  function get(handle: number, xattr: CString, buffer: Uint8Array): number {
    if (!isSecurity(xattr)) return -ENODATA;
    const status = calls.nt.NtQuerySecurityObject(
      wide(handle),
      ALL_PARTS,
      buffer,
      buffer.length,
      neededBytes,
    );
    if (status === k.STATUS_BUFFER_TOO_SMALL) return -ERANGE;
    return status < 0 ? calls.errors.ofStatus(status) : needed[0];
  }

  function set(handle: number, xattr: CString, value: Uint8Array): number {
    if (!isSecurity(xattr)) return -EOPNOTSUPP;
    const descriptor = keepingInheritance(value);
    return calls.result(calls.nt.NtSetSecurityObject(wide(handle), ALL_PARTS, descriptor));
  }

  /** Makes a call on an entry by name, with the access that the call needs. */
  function at(
    folder: number,
    name: CString,
    access: number,
    call: (handle: number) => number,
  ): number {
    const handle = calls.openName(folder, name, access, SHARE_ALL, 0);
    if (handle < 0) return handle;
    const result = call(handle);
    calls.close(handle);
    return result;
  }

  /** The same for an open entry, which is opened once more: its handle was not opened for this. */
  function again(entry: number, access: number, call: (handle: number) => number): number {
    calls.unitCount = 0;
    const handle = calls.open(entry, access, SHARE_ALL, 0);
    if (handle < 0) return handle;
    const result = call(handle);
    calls.close(handle);
    return result;
  }

  return {
    xattrListSize: () => LIST.length,
    xattrListSizeAt: () => LIST.length,
    listXattrs: (_handle, buffer) => list(buffer),
    listXattrsAt: (_folder, _name, buffer) => list(buffer),
    getXattr: get,
    getXattrAt: (folder, name, xattr, buffer) =>
      at(folder, name, k.READ_CONTROL, (handle) => get(handle, xattr, buffer)),
    setXattr: (entry, xattr, value) =>
      again(entry, WRITE_SECURITY, (handle) => set(handle, xattr, value)),
    setXattrAt: (folder, name, xattr, value) =>
      at(folder, name, WRITE_SECURITY, (handle) => set(handle, xattr, value)),
    // Every entry has one; there is nothing to remove.
    removeXattr: () => -EOPNOTSUPP,
    removeXattrAt: () => -EOPNOTSUPP,
  };
}

/**
 * The descriptor, asking for the mark that an access list came from the folder above where it has that mark
 * (winnt.h, SECURITY_DESCRIPTOR_CONTROL): else the system drops it. What is read back has the mark alone.
 */
export function keepingInheritance(descriptor: Uint8Array): Uint8Array {
  const asking = descriptor.slice();
  const view = new DataView(asking.buffer);
  const control = view.getUint16(SECURITY_DESCRIPTOR.Control, true);
  if (control & k.SE_DACL_AUTO_INHERITED) {
    view.setUint16(SECURITY_DESCRIPTOR.Control, control | k.SE_DACL_AUTO_INHERIT_REQ, true);
  }
  return asking;
}

function isSecurity(xattr: CString): boolean {
  for (let i = 0; i < LIST.length; i++) if (xattr[i] !== LIST[i]) return false;
  return true;
}
