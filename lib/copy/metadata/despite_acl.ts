// Renaming an entry whose own ACL forbids it ("everyone deny delete"): the ACL is removed for the moment of the rename
// and restored by the open handle.

import { EACCES, EPERM } from "../../../ffi/errno.ts";
import { cString } from "../../../ffi/mod.ts";
import type { Subject } from "../../entry/subject.ts";
import type { CopyContext } from "../context.ts";
import { xattrsOfHandle } from "./xattr_holder.ts";
import { XattrPolicy } from "./xattr_policy.ts";
import { readXattrs, writeXattrs, type Xattrs } from "./xattrs.ts";

const NONE: Xattrs = new Map();

/**
 * Retries a refused rename without the ACL of the entry.
 *
 * @param error the answer of the rename
 * @param subject the entry, or a folder itself
 * @returns the answer of the last rename
 */
export function renameDespiteAcl(
  ctx: CopyContext,
  subject: Subject,
  handle: number,
  error: number,
  rename: () => number,
): number {
  const { fs, options } = ctx;
  if (!fs.can.aclsForbidRenaming || (error !== -EACCES && error !== -EPERM)) return error;
  const aclsAlone = new XattrPolicy({ ...options.keep, xattrs: false, acls: true }, fs);
  const holder = xattrsOfHandle(fs, handle);
  const acls = readXattrs(holder, aclsAlone);
  if (typeof acls === "number" || acls.size === 0) return error;
  for (const acl of acls.keys()) holder.remove(cString(acl));
  const again = rename();
  for (const failure of writeXattrs(holder, acls, NONE).failures) {
    ctx.fail(subject, "keep ACL of", failure.syscall, failure.error);
  }
  return again;
}
