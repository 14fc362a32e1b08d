// ACLs on Darwin (acl(3)), presented as an extended attribute with a name like those of Linux's ACLs, so that
// the same rules compare, keep and leave them out. The value is the ACL in the kernel's form (struct
// kauth_filesec), which is the same on every Mac.

import { cString } from "../c_string.ts";
import { ENODATA, ENOENT, EOPNOTSUPP, ERANGE } from "../errno.ts";
import * as k from "./constants.ts";
import type { OpenLibSystem } from "./libsystem.ts";

/** The attribute's name, with its NUL. */
export const ACL_NAME = cString("system.acl");

/** _FILESEC_REMOVE_ACL (sys/fcntl.h): a value, not an address. */
const REMOVE_ACL = 1n;

export interface AclCalls {
  has(handle: number): boolean;
  /** The value's length; -ENODATA where there is no ACL. An empty buffer asks for the length alone. */
  get(handle: number, buffer: Uint8Array): number;
  set(handle: number, value: Uint8Array): number;
  remove(handle: number): number;
}

export function aclCalls({ c, failure }: OpenLibSystem): AclCalls {
  function get(handle: number, buffer: Uint8Array): number {
    const acl = c.acl_get_fd_np(handle, k.ACL_TYPE_EXTENDED);
    if (acl === null) {
      const error = failure();
      // ENOENT: the entry has no ACL. ENOTSUP: the file system has none.
      return error === -ENOENT || error === -EOPNOTSUPP ? -ENODATA : error;
    }
    const size = Number(c.acl_size(acl));
    let result = size;
    if (buffer.length > 0) {
      if (size > buffer.length) result = -ERANGE;
      else if (Number(c.acl_copy_ext_native(buffer, acl, BigInt(size))) < 0) result = failure();
    }
    c.acl_free(acl);
    return result;
  }

  return {
    has: (handle) => get(handle, new Uint8Array()) >= 0,
    get,
    set(handle, value) {
      const acl = c.acl_copy_int_native(value);
      if (acl === null) return failure();
      const result = c.acl_set_fd_np(handle, acl, k.ACL_TYPE_EXTENDED) === 0 ? 0 : failure();
      c.acl_free(acl);
      return result;
    },
    remove(handle) {
      const security = c.filesec_init();
      if (security === null) return failure();
      const value = Deno.UnsafePointer.create(REMOVE_ACL);
      const isRemoved = c.filesec_set_property(security, k.FILESEC_ACL, value) === 0 &&
        c.fchmodx_np(handle, security) === 0;
      const result = isRemoved ? 0 : failure();
      c.filesec_free(security);
      return result;
    },
  };
}
