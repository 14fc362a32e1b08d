// Setting what an entry has beside its bytes. The order matters: a change of owner clears setuid and
// capabilities, an ACL sets mode bits, and everything but the times changes no times; so owner, then
// attributes, then mode, then times.

import { ENOSPC } from "../../../ffi/errno.ts";
import { type CString, type FileStat, WITHOUT_OWNER } from "../../../ffi/mod.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { CopyContext } from "../context.ts";
import type { Place } from "../place.ts";
import {
  readXattrs,
  writeXattrs,
  type XattrFailure,
  type XattrHolder,
  type Xattrs,
  xattrsOfHandle,
  xattrsOfName,
} from "./xattrs.ts";

const NO_XATTRS: Xattrs = new Map();

/** The calls that set metadata of one entry: by handle, or by name for what must not be opened. */
export interface MetadataSetter {
  setOwner(uid: number, gid: number): number;
  setMode(mode: number): number;
  setTimes(from: FileStat): number;
  setAttributes(from: FileStat): number;
  readonly xattrs: XattrHolder;
}

export function settingByHandle({ fs }: CopyContext, handle: number): MetadataSetter {
  return {
    setOwner: (uid, gid) => fs.setOwner(handle, uid, gid),
    setMode: (mode) => fs.setMode(handle, mode),
    setTimes: (from) => fs.setTimes(handle, from),
    setAttributes: (from) => fs.setAttributes(handle, from),
    xattrs: xattrsOfHandle(fs, handle),
  };
}

export function settingByName({ fs }: CopyContext, folder: number, name: CString): MetadataSetter {
  return {
    setOwner: (uid, gid) => fs.setOwnerAt(folder, name, uid, gid),
    setMode: (mode) => fs.setModeAt(folder, name, mode),
    setTimes: (from) => fs.setTimesAt(folder, name, from),
    setAttributes: (from) => fs.setAttributesAt(folder, name, from),
    xattrs: xattrsOfName(fs, folder, name),
  };
}

/** Counts what an ordinary user cannot keep, or fails it where the user asked for it by name. */
export function noteLosses(
  ctx: CopyContext,
  place: Place,
  name: CString | null,
  source: FileStat,
): void {
  const { keeping, count } = ctx;
  if (keeping.losesOwner(source)) noteOwnerLoss(ctx, place, name);
  if (keeping.losesSpecialBits(source)) count[COUNTER.specialBitsNotKept]++;
}

function noteOwnerLoss(ctx: CopyContext, place: Place, name: CString | null): void {
  ctx.count[COUNTER.ownersNotKept]++;
  if (!ctx.options.required.owner) return;
  ctx.failWith(place, name, "target", "keep owner of", null, "EPERM", "Operation not permitted");
}

/** Reads a source's attributes; null where that failed, which was then reported. */
export function readSourceXattrs(
  ctx: CopyContext,
  place: Place,
  name: CString | null,
  holder: XattrHolder,
): Xattrs | null {
  const xattrs = readXattrs(
    holder,
    ctx.xattrPolicy,
    () => ctx.count[COUNTER.privilegedXattrsNotKept]++,
  );
  if (typeof xattrs !== "number") return xattrs;
  ctx.fail(place, name, "source", "read extended attributes of", "getxattr", xattrs);
  return null;
}

/** Makes the attributes of a target equal to `wanted`; each that fails is reported. */
export function applyXattrs(
  ctx: CopyContext,
  place: Place,
  name: CString | null,
  holder: XattrHolder,
  wanted: Xattrs,
  mayHaveSome: boolean,
): void {
  let current = NO_XATTRS;
  if (mayHaveSome) {
    const read = readXattrs(holder, ctx.xattrPolicy);
    if (typeof read === "number") {
      return ctx.fail(place, name, "target", "read extended attributes of", "getxattr", read);
    }
    current = read;
  }
  for (const failure of writeXattrs(holder, wanted, current)) {
    if (failure.error === WITHOUT_OWNER) {
      noteOwnerLoss(ctx, place, name);
      continue;
    }
    const what = failure.name.startsWith("system.posix_acl") ? "ACL" : `attribute ${failure.name}`;
    const size = wanted.get(failure.name)?.length ?? 0;
    if (failure.error === -ENOSPC && ctx.fs.hasRoom(place.target, size)) {
      failForEntry(ctx, place, name, what, failure);
    } else ctx.fail(place, name, "target", `keep ${what} of`, failure.syscall, failure.error);
  }
}

/**
 * File systems bound what one entry may have (ext4 by a block, btrfs by a leaf) and call that ENOSPC as
 * well. Where the disk has room it is this entry's loss, and no reason to end the run.
 */
function failForEntry(
  ctx: CopyContext,
  place: Place,
  name: CString | null,
  what: string,
  { syscall, error }: XattrFailure,
): void {
  const { fs } = ctx;
  const text = `${fs.errorText(error)} for attributes of this entry, though the disk has room`;
  ctx.failWith(place, name, "target", `keep ${what} of`, syscall, fs.errorName(error), text);
}

/**
 * Gives a new or changed target its owner, attributes, mode and times.
 *
 * @param source what it should be like
 * @param current what it is like
 * @param wanted attributes, or null when they are not kept or are already right
 */
export function applyMetadata(
  ctx: CopyContext,
  place: Place,
  name: CString | null,
  setter: MetadataSetter,
  source: FileStat,
  current: FileStat,
  wanted: Xattrs | null,
): void {
  const { keeping, options } = ctx;
  const uid = keeping.uid(source, current.uid);
  const gid = keeping.gid(source, current.gid);
  const chowns = uid !== current.uid || gid !== current.gid;
  if (chowns) {
    const error = setter.setOwner(uid, gid);
    if (error < 0) ctx.fail(place, name, "target", "keep owner of", "fchown", error);
  }
  if (wanted !== null) applyXattrs(ctx, place, name, setter.xattrs, wanted, true);
  if (!source.isSymlink) {
    // A folder that was just made is private until now.
    const isNew = name === null && place.fresh;
    const mode = keeping.mode(source, isNew ? null : current);
    // A change of owner clears setuid, an ACL changes the group's bits: then set it whatever it was.
    if (mode !== current.permissions || wanted !== null || (chowns && mode > 0o777)) {
      const error = setter.setMode(mode);
      if (error < 0) ctx.fail(place, name, "target", "keep mode of", "fchmod", error);
    }
  }
  const setsAttributes = ctx.keepsAttributes && source.attributes !== current.attributes;
  // With some of them nothing else can be set any more.
  const locks = setsAttributes && (source.attributes & ctx.fs.can.lockingAttributes) !== 0;
  if (setsAttributes && !locks) keepAttributes(ctx, place, name, setter, source);
  if (options.keep.times) {
    const error = setter.setTimes(source);
    if (error < 0) ctx.fail(place, name, "target", "keep times of", "utimensat", error);
  }
  if (locks) keepAttributes(ctx, place, name, setter, source);
}

/** Gives a target its flags beside the mode. */
export function keepAttributes(
  ctx: CopyContext,
  place: Place,
  name: CString | null,
  setter: Pick<MetadataSetter, "setAttributes">,
  source: FileStat,
): void {
  const error = setter.setAttributes(source);
  if (error < 0) ctx.fail(place, name, "target", "keep attributes of", "fchflags", error);
}
