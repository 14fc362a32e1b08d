// Makes a target's attributes equal to its source's and reports those that the target refuses. A file system without
// attributes of the kind, or a security module that refuses its labels, is no failure of each entry.

import { EACCES, EINVAL, ENOSPC, EOPNOTSUPP, EPERM } from "../../../ffi/errno.ts";
import { type CString, type FileStat, WITHOUT_OWNER } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";
import { usableRoom } from "../target/usable_room.ts";
import { CONTROL } from "../../shared/control.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { CopyContext } from "../context.ts";
import { namesUnmapped, toTargetAcls } from "./target_acl.ts";
import { isRequired, noteOwnerLoss, XattrLosses } from "./losses.ts";
import type { XattrHolder } from "./xattr_holder.ts";
import { isAcl, isPrivileged } from "./xattr_names.ts";
import { FATE } from "./xattr_policy.ts";
import {
  isForgotten,
  readXattrs,
  writeXattrs,
  type Written,
  type XattrFailure,
  type Xattrs,
} from "./xattrs.ts";

/** Codes with which a security module or a user namespace refuses a privileged process. */
const REFUSED = new Set([-EPERM, -EACCES, -EINVAL]);
const READ_AND_WRITE = 0o600;
const UNMAPPED =
  ": it names users or groups without a number in this user namespace; --no-acls leaves ACLs out";

/** An entry of the target that gets attributes. */
interface XattrTarget {
  readonly pair: FolderPair;
  /** Null for the pair's folder itself. */
  readonly name: CString | null;
  readonly setter: { setMode(mode: number): number; readonly xattrs: XattrHolder };
  /** Its present mode. */
  readonly current: { readonly permissions: number };
}

/**
 * Reads a source's attributes, as the target should have them; null if that failed, which was reported.
 *
 * @param name of the source in the pair's folder; null for that itself
 * @param stat the source's metadata
 */
export function readSourceXattrs(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString | null,
  stat: FileStat,
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
  if (typeof xattrs !== "number") return toTargetAcls(ctx, stat, xattrs);
  ctx.fail(sourceOf(pair, name), "read extended attributes of", "getxattr", xattrs);
  return null;
}

/**
 * Makes the attributes of a target equal to `wanted`. The mode must be set afterwards: an ACL changes it, and a read-only
 * entry is made writable for this.
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
    reportFailure(ctx, target, failure, wanted, losses);
  }
  return written.changed - forgotten.length;
}

/** ACLs that were set and are missing. Once an ACL was kept on a device, all others are trusted. */
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

/** Lets the owner read and write the entry, which reading and setting attributes requires; true if the mode changed. */
function letOwnerIn({ setter, current: { permissions } }: XattrTarget): boolean {
  const mode = permissions | READ_AND_WRITE;
  return mode !== permissions && setter.setMode(mode) === 0;
}

/** Reports an attribute that is not kept: as a loss of its kind, or as a failure of the entry. */
function reportFailure(
  ctx: CopyContext,
  { pair, name }: XattrTarget,
  failure: XattrFailure,
  wanted: Xattrs,
  losses: XattrLosses,
): void {
  const { name: xattr, syscall, error } = failure;
  if (error === WITHOUT_OWNER) return noteOwnerLoss(ctx, { pair, name }, true, true);
  if (wanted.has(xattr) && !isRequired(ctx, xattr)) {
    const code = ctx.fs.errorName(error);
    if (error === -EOPNOTSUPP) return losses.add("xattrsUnsupported", xattr, code);
    if (isPrivileged(xattr) && REFUSED.has(error)) return losses.add("xattrsRefused", xattr, code);
  }
  const what = isAcl(xattr) ? "ACL" : `attribute ${xattr}`;
  const acl = isAcl(xattr) ? wanted.get(xattr) : undefined;
  if (error === -EINVAL && acl !== undefined && namesUnmapped(acl)) {
    if (!isRequired(ctx, xattr)) {
      losses.add("aclsUnmapped", xattr, ctx.fs.errorName(error));
      if (Atomics.exchange(ctx.control, CONTROL.hasReportedUnmappedAcl, 1) !== 0) return;
    }
    return ctx.fail(targetOf(pair, name), `keep ${what} of`, syscall, error, UNMAPPED);
  }
  const size = wanted.get(xattr)?.length ?? 0;
  if (error === -ENOSPC && hasRoom(ctx, pair, size)) {
    failForEntry(ctx, pair, name, what, failure);
  } else ctx.fail(targetOf(pair, name), `keep ${what} of`, syscall, error);
}

/** Whether the disk has room for an attribute, be it what ext4 keeps back for this process. */
function hasRoom({ fs }: CopyContext, { target }: FolderPair, size: number): boolean {
  if (fs.hasRoom(target, size)) return true;
  const told = fs.room(target), usable = usableRoom(fs, target);
  if (told === null || usable === null || usable.freeBytes === told.freeBytes) return false;
  const { totalBytes, blockBytes, freeBytes } = usable;
  // One block for the addresses of the others. What ext4 keeps for itself is known to a hundredth of the disk only.
  return freeBytes >= size + 2 * blockBytes + totalBytes / 100;
}

/**
 * File systems limit the attributes of one entry (ext4 to a block, btrfs to a leaf) and call that ENOSPC as well. If the
 * disk has room, only this entry fails, and the run goes on.
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
