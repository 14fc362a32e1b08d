// Making a target's attributes like its source's, and what is said about those that it does not take: a file
// system that has none of the kind, and a security module that refuses its labels, are not each entry's failure.

import { EACCES, EINVAL, ENOSPC, EOPNOTSUPP, EPERM } from "../../../ffi/errno.ts";
import { type CString, WITHOUT_OWNER } from "../../../ffi/mod.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { CopyContext } from "../context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { isRequired, noteOwnerLoss, XattrLosses } from "./losses.ts";
import { isAcl, isPrivileged } from "./xattr_names.ts";
import {
  isForgotten,
  readXattrs,
  writeXattrs,
  type Written,
  type XattrFailure,
  type Xattrs,
} from "./xattrs.ts";
import { FATE } from "./xattr_policy.ts";
import type { XattrHolder } from "./xattr_holder.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";

/** Codes with which a security module or a namespace of users refuses what the process has the privilege for. */
const REFUSED = new Set([-EPERM, -EACCES, -EINVAL]);
const READ_AND_WRITE = 0o600;

/** An entry of the target that gets attributes. */
export interface XattrTarget {
  readonly pair: FolderPair;
  /** Null for the pair's folder itself. */
  readonly name: CString | null;
  readonly setter: { setMode(mode: number): number; readonly xattrs: XattrHolder };
  /** What it is like. */
  readonly current: { readonly permissions: number };
}

/** Reads a source's attributes; null where that failed, which was then reported. */
export function readSourceXattrs(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString | null,
  holder: XattrHolder,
): Xattrs | null {
  const losses = new XattrLosses(ctx);
  const xattrs = readXattrs(holder, ctx.xattrPolicy, (xattr, fate) => {
    const isOutOfReach = fate === FATE.outOfReach;
    const code = isOutOfReach ? "EPERM" : "EOPNOTSUPP";
    if (!isRequired(ctx, xattr)) {
      return losses.add(isOutOfReach ? "privilegedXattrsNotKept" : "xattrsLeft", xattr, code);
    }
    const why = isOutOfReach
      ? "Operation not permitted"
      : "It means nothing on another file system";
    ctx.failWith(targetOf(pair, name), `keep attribute ${xattr} of`, code, why);
  });
  if (typeof xattrs !== "number") return xattrs;
  ctx.fail(sourceOf(pair, name), "read extended attributes of", "getxattr", xattrs);
  return null;
}

/**
 * Makes the attributes of a target equal to `wanted`. The mode must be set afterwards: an ACL changes it,
 * and so does the owner's way to the attributes of a read-only entry.
 *
 * @returns how many were changed
 */
export function applyXattrs(ctx: CopyContext, target: XattrTarget, wanted: Xattrs): number {
  const { pair, name, setter: { xattrs } } = target;
  let current = readXattrs(xattrs, ctx.xattrPolicy);
  if (current === -EACCES && letOwnerIn(target)) current = readXattrs(xattrs, ctx.xattrPolicy);
  if (typeof current === "number") {
    ctx.fail(targetOf(pair, name), "read extended attributes of", "getxattr", current);
    return 0;
  }
  let written = writeXattrs(xattrs, wanted, current);
  if (written.failures.some(({ error }) => error === -EACCES) && letOwnerIn(target)) {
    written = writeXattrs(xattrs, wanted, current);
  }
  const losses = new XattrLosses(ctx);
  const forgotten = forgottenAcls(ctx, target, wanted, written);
  for (const failure of [...written.failures, ...forgotten]) {
    tell(ctx, target, failure, wanted, losses);
  }
  return written.changed - forgotten.length;
}

/** ACLs that the target took and has not. Where one was kept, the others on its device are. */
function forgottenAcls(
  { devices }: CopyContext,
  { pair, setter: { xattrs } }: XattrTarget,
  wanted: Xattrs,
  { failures, changed }: Written,
): XattrFailure[] {
  const { dev } = pair.targetStat;
  if (changed === 0 || devices.has(dev, DEVICE.keepsAcls)) return [];
  const set = [...wanted].filter(([name]) =>
    isAcl(name) && failures.every((failure) => failure.name !== name)
  );
  const forgotten = set.filter(([name, value]) => isForgotten(xattrs, name, value));
  if (set.length > 0 && forgotten.length === 0) devices.add(dev, DEVICE.keepsAcls);
  return forgotten.map(([name]) => ({ name, syscall: "setxattr", error: -EOPNOTSUPP }));
}

/** Attributes are read and set by who may read and write the contents, which the owner of an entry can see to. */
function letOwnerIn({ setter, current: { permissions } }: XattrTarget): boolean {
  const mode = permissions | READ_AND_WRITE;
  return mode !== permissions && setter.setMode(mode) === 0;
}

function tell(
  ctx: CopyContext,
  { pair, name }: XattrTarget,
  failure: XattrFailure,
  wanted: Xattrs,
  losses: XattrLosses,
): void {
  const { name: xattr, syscall, error } = failure;
  if (error === WITHOUT_OWNER) return noteOwnerLoss(ctx, pair, name);
  if (wanted.has(xattr) && !isRequired(ctx, xattr)) {
    const code = ctx.fs.errorName(error);
    if (error === -EOPNOTSUPP) return losses.add("xattrsUnsupported", xattr, code);
    if (isPrivileged(xattr) && REFUSED.has(error)) return losses.add("xattrsRefused", xattr, code);
  }
  const what = isAcl(xattr) ? "ACL" : `attribute ${xattr}`;
  const size = wanted.get(xattr)?.length ?? 0;
  if (error === -ENOSPC && ctx.fs.hasRoom(pair.target, size)) {
    failForEntry(ctx, pair, name, what, failure);
  } else ctx.fail(targetOf(pair, name), `keep ${what} of`, syscall, error);
}

/**
 * File systems bound what one entry may have (ext4 by a block, btrfs by a leaf) and call that ENOSPC as
 * well. Where the disk has room it is this entry's loss, and no reason to end the run.
 */
function failForEntry(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString | null,
  what: string,
  { syscall, error }: XattrFailure,
): void {
  const { fs } = ctx;
  const text = `${fs.errorText(error)} for attributes of this entry, though the disk has room`;
  ctx.failWith(targetOf(pair, name), `keep ${what} of`, fs.errorName(error), text, {
    syscall,
  });
}
