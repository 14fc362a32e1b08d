// The security descriptor of an entry: owner, group and access list. The interface passes it around as an extended
// attribute with a name like those of ACLs. Alternate data streams are no attributes, because they may be as long as
// any file (streams.ts).

import type { CString } from "../c_string.ts";
import { EACCES, ENODATA, EOPNOTSUPP, ERANGE } from "../errno.ts";
import { wide } from "../lazy_symbols.ts";
import { WITHOUT_OWNER, type XattrCalls, type XattrComparison } from "../calls/xattrs.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import { keepingInheritance, sameAccess, sameOwners } from "./descriptor.ts";
import { type Opening, opening } from "./opening.ts";

/** Its name; names of ACLs begin with `system.`. */
export const SECURITY_XATTR = "system.ntfs_security";
const LIST = new TextEncoder().encode(`${SECURITY_XATTR}\0`);
const ALL_PARTS = k.OWNER_SECURITY_INFORMATION | k.GROUP_SECURITY_INFORMATION |
  k.DACL_SECURITY_INFORMATION;
const READ = opening(k.READ_CONTROL);
const WRITE = opening(k.READ_CONTROL | k.WRITE_DAC | k.WRITE_OWNER);
const WRITE_ACCESS_LIST = opening(k.READ_CONTROL | k.WRITE_DAC);
/** Statuses that refuse an owner or a group, and with them the whole descriptor. */
const REFUSED: ReadonlySet<number> = new Set([
  k.STATUS_INVALID_OWNER,
  k.STATUS_INVALID_PRIMARY_GROUP,
  k.STATUS_PRIVILEGE_NOT_HELD,
  k.STATUS_ACCESS_DENIED,
]);
/** Room for owner and group and the longest access list. */
const LARGEST_DESCRIPTOR = 128 * 1024;

/** Opens an entry, makes a call on it and closes it again. */
type Opener = (how: Opening, call: (handle: number) => number) => number;

export function xattrCalls(calls: Calls): XattrCalls & XattrComparison {
  const needed = new Uint32Array(1);
  const neededBytes = new Uint8Array(needed.buffer);
  const wasEnabled = new Uint8Array(1);
  const current = new Uint8Array(LARGEST_DESCRIPTOR);
  let gives: boolean | null = null;

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

  /** True if this process may set any owner. Administrators may, once they enable the privilege. */
  function givesAway(): boolean {
    gives ??= calls.nt.RtlAdjustPrivilege(k.SE_RESTORE_PRIVILEGE, 1, 0, wasEnabled) >= 0;
    return gives;
  }

  function set(handle: number, xattr: CString, value: Uint8Array): number {
    if (!isSecurity(xattr)) return -EOPNOTSUPP;
    givesAway();
    const status = calls.nt.NtSetSecurityObject(wide(handle), ALL_PARTS, keepingInheritance(value));
    return REFUSED.has(status) ? setAccess(handle, xattr, value) : calls.result(status);
  }

  /** Sets the access list, and owner and group as far as this user may. */
  function setAccess(handle: number, xattr: CString, value: Uint8Array): number {
    if (!isSecurity(xattr)) return -EOPNOTSUPP;
    const descriptor = keepingInheritance(value);
    const set = (part: number) => calls.nt.NtSetSecurityObject(wide(handle), part, descriptor);
    set(k.GROUP_SECURITY_INFORMATION);
    set(k.OWNER_SECURITY_INFORMATION);
    const status = set(k.DACL_SECURITY_INFORMATION);
    if (status < 0) return calls.errors.ofStatus(status);
    const length = get(handle, xattr, current);
    return length >= 0 && sameOwners(value, current) ? 0 : WITHOUT_OWNER;
  }

  /** Sets the descriptor of an entry that `open` opens, without the owner if this process may not set that. */
  function setOpened(open: Opener, xattr: CString, value: Uint8Array): number {
    const result = open(WRITE, (handle) => set(handle, xattr, value));
    if (result !== -EACCES) return result;
    return open(WRITE_ACCESS_LIST, (handle) => setAccess(handle, xattr, value));
  }

  /** Opens an entry by name for one call. */
  function at(
    folder: number,
    name: CString,
    how: Opening,
    call: (handle: number) => number,
  ): number {
    const handle = calls.openName(folder, name, how);
    if (handle < 0) return handle;
    const result = call(handle);
    calls.close(handle);
    return result;
  }

  /** Opens an open entry once more for one call, because its handle has not the access. */
  function again(entry: number, how: Opening, call: (handle: number) => number): number {
    const handle = calls.openAgain(entry, how);
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
      at(folder, name, READ, (handle) => get(handle, xattr, buffer)),
    setXattr: (entry, xattr, value) =>
      setOpened((how, call) => again(entry, how, call), xattr, value),
    setXattrAt: (folder, name, xattr, value) =>
      setOpened((how, call) => at(folder, name, how, call), xattr, value),
    // Every entry has a descriptor, which cannot be removed.
    removeXattr: () => -EOPNOTSUPP,
    removeXattrAt: () => -EOPNOTSUPP,
    isAsGood: (value, wanted) => !givesAway() && sameAccess(value, wanted),
  };
}

function isSecurity(xattr: CString): boolean {
  for (let i = 0; i < LIST.length; i++) if (xattr[i] !== LIST[i]) return false;
  return true;
}
