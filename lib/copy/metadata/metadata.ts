// Setting what an entry has beside its bytes. The order matters: a change of owner clears setuid and
// capabilities, an ACL sets mode bits, and everything but the times changes no times; so owner, then
// attributes, then mode, then times. Until owner and ACL are right, nobody is let in whom the final mode
// does not let in. Who may not set what belongs to others (CAP_FOWNER) gives an entry away last.

import { type CString, cString, type FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";
import { OTHERS } from "../../preserve/private_mode.ts";
import type { CopyContext } from "../context.ts";
import { applyXattrs } from "./apply_xattrs.ts";
import { limitedSetter } from "./limited_setter.ts";
import { noteBitLoss, noteFlagLosses } from "./losses.ts";
import {
  changeOwner,
  giveAway,
  type OwnerChange,
  ownerChange,
  SPECIAL_BITS,
  takeOver,
  type TargetEntry,
} from "./owner.ts";
import { setFlags } from "./set_flags.ts";
import type { MetadataSetter } from "./setter.ts";
import { ACCESS_ACL } from "./xattr_names.ts";
import type { Xattrs } from "./xattrs.ts";

export { readSourceXattrs } from "./apply_xattrs.ts";
export { noteLosses } from "./losses.ts";
export { type MetadataSetter, settingByHandle, settingByName } from "./setter.ts";

const S_ISGID = 0o2000;
/** Permissions of the group. */
const GROUP = 0o070;
const ACL = cString(ACCESS_ACL);
/** A change of owner clears it. */
const CAPABILITY = "security.capability";
const NOTHING = new Uint8Array();

/** The metadata that a target should get. */
export interface Wanted {
  /** The wanted metadata. */
  readonly source: FileStat;
  /** The present metadata. */
  readonly current: FileStat;
  readonly mode: number;
  /** Attributes, or null if they are not kept or already right. */
  readonly xattrs: Xattrs | null;
}

/**
 * Gives a new or changed target its owner, attributes, mode and times.
 *
 * @returns how many attributes were changed
 */
export function applyMetadata(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString | null,
  asked: MetadataSetter,
  wanted: Wanted,
): number {
  const { policy, flags } = ctx;
  const { source, current, xattrs } = wanted;
  const setter = limitedSetter(ctx, pair, asked, source, current);
  const entry = { ctx, pair, name, setter };
  const flagged = { pair, name, setter, current };
  // With some flags nothing else can be set.
  const lifts = flags !== null && flags.mayLift(source, current);
  const wantedFlags = flags === null ? current.attributes : flags.wanted(source, current);
  noteFlagLosses(ctx, flagged, source, current.attributesMask);
  if (lifts) setFlags(ctx, flagged, wantedFlags & ~flags.locking);
  const change = ownerChange(ctx, source, current);
  if (change?.isTaken) takeOver(entry);
  const mode = pair.fresh ? current.permissions : narrow(setter, wanted, change);
  const isOwned = change === null || changeOwner(entry, current, change);
  const target = { ...entry, current: { permissions: mode } };
  let changed = xattrs === null ? 0 : applyXattrs(ctx, target, xattrs);
  // What takes effect for the owner must not do so for another one.
  const wish = isOwned ? wanted.mode : wanted.mode & ~SPECIAL_BITS;
  // A change of owner clears setuid, an ACL changes the group's bits: then it is set whatever it was.
  const mustSetMode = wish !== mode || xattrs !== null || (change !== null && wish > 0o777);
  if (mustSetMode && !source.isSymlink) {
    // chmod(2) clears it silently.
    if (policy.losesGroupBit(wish, change?.gid ?? current.gid)) {
      noteBitLoss(ctx, entry, (source.permissions & S_ISGID) === 0);
    }
    setMode(entry, wish);
  }
  const locks = flags !== null && (wantedFlags & flags.locking) !== 0;
  const setsFlags = lifts ? locks : wantedFlags !== current.attributes;
  if (setsFlags && !locks) setFlags(ctx, flagged, wantedFlags);
  if (policy.keepsTimes(source)) {
    const error = setter.setTimes(source);
    if (error < 0) ctx.fail(targetOf(pair, name), "keep times of", "utimensat", error);
  }
  if (change?.comesLast && giveAway(entry, change) && xattrs?.has(CAPABILITY)) {
    changed = Math.max(changed, applyXattrs(ctx, target, xattrs));
  }
  if (setsFlags && locks) setFlags(ctx, flagged, wantedFlags);
  return changed;
}

function setMode({ ctx, pair, name, setter }: TargetEntry, mode: number): void {
  const error = setter.setMode(mode);
  if (error < 0) ctx.fail(targetOf(pair, name), "keep mode of", "fchmod", error);
}

/**
 * Removes permissions that the final mode does not grant, before the target gets another owner or ACL.
 *
 * @returns the mode that the target has then
 */
function narrow(setter: MetadataSetter, wanted: Wanted, change: OwnerChange | null): number {
  const { source, current: { permissions }, xattrs, mode } = wanted;
  if (source.isSymlink || (permissions & OTHERS) === 0) return permissions;
  let kept = change === null ? permissions : permissions & (mode | ~OTHERS);
  // With an ACL the group's bits are its mask, not the group's permissions: they are cleared while the ACL changes.
  const hasAcl = () => setter.xattrs.get(ACL, NOTHING) > 0;
  if (xattrs !== null && (permissions & GROUP) !== 0) {
    const getsAcl = xattrs.has(ACCESS_ACL);
    if (change === null ? !getsAcl && hasAcl() : getsAcl || hasAcl()) kept &= ~GROUP;
  }
  return kept !== permissions && setter.setMode(kept) === 0 ? kept : permissions;
}
