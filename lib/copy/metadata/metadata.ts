// Setting what an entry has beside its bytes. The order matters: a change of owner clears setuid and
// capabilities, an ACL sets mode bits, and everything but the times changes no times; so owner, then
// attributes, then mode, then times.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import type { Place } from "../place.ts";
import { applyXattrs } from "./apply_xattrs.ts";
import { type XattrHolder, type Xattrs, xattrsOfHandle, xattrsOfName } from "./xattrs.ts";

export { readSourceXattrs } from "./apply_xattrs.ts";
export { noteLosses } from "./losses.ts";

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

/**
 * Gives a new or changed target its owner, attributes, mode and times.
 *
 * @param source what it should be like
 * @param current what it is like
 * @param wanted attributes, or null when they are not kept or are already right
 * @returns how many attributes were changed
 */
export function applyMetadata(
  ctx: CopyContext,
  place: Place,
  name: CString | null,
  setter: MetadataSetter,
  source: FileStat,
  current: FileStat,
  wanted: Xattrs | null,
): number {
  const { keeping, options } = ctx;
  const uid = keeping.uid(source, current.uid);
  const gid = keeping.gid(source, current.gid);
  const chowns = uid !== current.uid || gid !== current.gid;
  if (chowns) {
    const error = setter.setOwner(uid, gid);
    if (error < 0) ctx.fail(place, name, "target", "keep owner of", "fchown", error);
  }
  const changed = wanted === null ? 0 : applyXattrs(ctx, { place, name, setter, current }, wanted);
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
  return changed;
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
