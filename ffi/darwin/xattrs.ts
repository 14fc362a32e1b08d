// Extended attributes on Darwin: Finder info, resource forks, quarantine and all others; ACLs are among them under
// a name of ferry's own (acls.ts). No call takes a folder and a name: for those by name the entry itself is opened
// (O_SYMLINK), and never read.

import { type CString, cString, cStringLength } from "../c_string.ts";
import { ENOTDIR, ENXIO, EOPNOTSUPP, EPERM, ERANGE } from "../errno.ts";
import type { XattrCalls } from "../calls/xattrs.ts";
import { wide } from "../lazy_symbols.ts";
import { ACL_NAME, aclCalls } from "./acls.ts";
import { PRESENCE, type Presence, PRESENCE_BYTES, presenceIn } from "./attr_list.ts";
import * as k from "./constants.ts";
import type { FolderTable } from "./folder_table.ts";
import type { OpenLibSystem } from "./libsystem.ts";

const OPEN_ITSELF = k.O_RDONLY | k.O_SYMLINK | k.O_NONBLOCK | k.O_CLOEXEC;
/** Codes of file systems and types of entries without attributes. */
const HAVE_NONE = new Set([-EOPNOTSUPP, -EPERM, -ENOTDIR, -ENXIO]);
const NOTHING = new Uint8Array(1);
/** Room for all names of one entry. */
const NAMES_BYTES = 64 * 1024;
/** The application that wrote a file, which macOS 13 and later set themselves, also for a copy. */
const SYSTEMS_OWN = cString("com.apple.provenance");

export function xattrCalls(libSystem: OpenLibSystem, folders: FolderTable): XattrCalls {
  const { c, failure } = libSystem;
  const acls = aclCalls(libSystem);
  const names = new Uint8Array(NAMES_BYTES + ACL_NAME.length);
  const presence = new Uint8Array(PRESENCE_BYTES);
  const presenceView = new DataView(presence.buffer);
  const unknown: Presence = { mayHaveXattrs: true, hasAcl: true };

  const result = (value: number) => value >= 0 ? value : failure();
  const presenceAfter = (value: number) => value === 0 ? presenceIn(presenceView) : unknown;

  function presenceOf(handle: number): Presence {
    return presenceAfter(
      c.fgetattrlist(
        handle,
        PRESENCE,
        presence,
        wide(PRESENCE_BYTES),
        k.FSOPT_ATTR_CMN_EXTENDED,
      ),
    );
  }

  function presenceAt(folder: number, name: CString): Presence {
    const options = wide(k.FSOPT_ATTR_CMN_EXTENDED | k.FSOPT_NOFOLLOW);
    return presenceAfter(
      c.getattrlistat(folder, name, PRESENCE, presence, wide(PRESENCE_BYTES), options),
    );
  }

  function list(handle: number, buffer: Uint8Array, size: number): number {
    const { mayHaveXattrs, hasAcl } = presenceOf(handle);
    let length = mayHaveXattrs ? result(c.flistxattr(handle, names, wide(NAMES_BYTES), 0)) : 0;
    if (HAVE_NONE.has(length)) length = 0;
    if (length < 0) return length;
    length = withoutName(names, length, SYSTEMS_OWN);
    if (hasAcl && acls.has(handle)) {
      names.set(ACL_NAME, length);
      length += ACL_NAME.length;
    }
    if (size === 0) return length;
    if (length > size) return -ERANGE;
    buffer.set(names.subarray(0, length));
    return length;
  }

  function get(handle: number, xattr: CString, buffer: Uint8Array): number {
    if (isAcl(xattr)) return acls.get(handle, buffer);
    const into = buffer.length === 0 ? NOTHING : buffer;
    return result(c.fgetxattr(handle, xattr, into, wide(buffer.length), 0, 0));
  }

  function set(handle: number, xattr: CString, value: Uint8Array, length: number): number {
    if (isAcl(xattr)) return acls.set(handle, value.subarray(0, length));
    return result(c.fsetxattr(handle, xattr, value, wide(length), 0, 0));
  }

  function remove(handle: number, xattr: CString): number {
    return isAcl(xattr) ? acls.remove(handle) : result(c.fremovexattr(handle, xattr, 0));
  }

  /** Opens an entry for one call. */
  function onEntry(folder: number, name: CString, call: (handle: number) => number): number {
    const handle = c.openat(folder, name, OPEN_ITSELF, 0);
    if (handle < 0) return failure();
    const value = call(handle);
    c.close(handle);
    return value;
  }

  function listAt(folder: number, name: CString, buffer: Uint8Array, size: number): number {
    const { mayHaveXattrs, hasAcl } = presenceAt(folder, name);
    if (!mayHaveXattrs && !hasAcl) return 0;
    const length = onEntry(folder, name, (handle) => list(handle, buffer, size));
    return HAVE_NONE.has(length) ? 0 : length;
  }

  return {
    xattrListSize: (handle) => list(handle, NOTHING, 0),
    xattrListSizeAt: (folder, name) => listAt(folder, name, NOTHING, 0),
    listXattrs: (handle, buffer) => list(handle, buffer, buffer.length),
    listXattrsAt: (folder, name, buffer) => listAt(folder, name, buffer, buffer.length),
    getXattr: get,
    getXattrAt: (folder, name, xattr, buffer) =>
      onEntry(folder, name, (handle) => get(handle, xattr, buffer)),
    setXattr: set,
    setXattrAt(folder, name, xattr, value, length) {
      folders.forget(folder, name);
      return onEntry(folder, name, (handle) => set(handle, xattr, value, length));
    },
    removeXattr: remove,
    removeXattrAt(folder, name, xattr) {
      folders.forget(folder, name);
      return onEntry(folder, name, (handle) => remove(handle, xattr));
    },
  };
}

/** Removes a name from a list; the new length. */
function withoutName(list: Uint8Array, length: number, name: CString): number {
  for (let at = 0; at < length;) {
    const next = at + cStringLength(list, at) + 1;
    if (startsWith(list.subarray(at), name)) {
      list.copyWithin(at, next, length);
      return length - (next - at);
    }
    at = next;
  }
  return length;
}

function startsWith(bytes: Uint8Array, name: CString): boolean {
  return name.every((byte, at) => byte === bytes[at]);
}

function isAcl(xattr: CString): boolean {
  return startsWith(xattr, ACL_NAME);
}
