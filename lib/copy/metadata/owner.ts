// Sets a target's owner and group, as far as possible. An id that has no number in this user namespace fails for all
// entries alike: the first failure is reported, the others are counted.

import { EINVAL } from "../../../ffi/errno.ts";
import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";
import { CONTROL } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { CopyContext } from "../context.ts";
import type { MetadataSetter } from "./setter.ts";

/** setuid, setgid and sticky. */
export const SPECIAL_BITS = 0o7000;

/** Leaves the owner or the group alone (chown(2)). */
export const AS_IT_IS = -1;
const UNMAPPED =
  ": it has no number in this user namespace; --no-owner and --no-group leave both alone";

/** An entry of the target, or the pair's folder itself where `name` is null. */
export interface TargetEntry {
  readonly ctx: CopyContext;
  readonly pair: FolderPair;
  readonly name: CString | null;
  readonly setter: MetadataSetter;
}

/** A change of owner and group. */
export interface OwnerChange {
  readonly uid: number;
  readonly gid: number;
  /** True if nothing else can be set once the entry has that owner. */
  readonly comesLast: boolean;
  /** True if nothing can be set before the entry is taken from its present owner. */
  readonly isTaken: boolean;
}

/** The change of owner from `current` to `source`; null if none is needed. */
export function ownerChange(
  { policy, fs }: CopyContext,
  source: FileStat,
  current: FileStat,
): OwnerChange | null {
  const uid = policy.uid(source, current.uid);
  const gid = policy.gid(source, current.gid);
  // A process that may give entries away may take them, too.
  const isTaken = fs.identity.canChown && policy.givesAway(current.uid);
  if (uid === current.uid && gid === current.gid && !isTaken) return null;
  const isOurs = isTaken || current.uid === fs.identity.uid;
  return { uid, gid, comesLast: isOurs && policy.givesAway(uid), isTaken };
}

/** Takes an entry from an owner under whom nothing can be set. */
export function takeOver({ ctx, setter }: TargetEntry): void {
  setter.setOwner(ctx.fs.identity.uid, AS_IT_IS); // if that fails, so do the calls that follow, which report it
}

/** Sets owner and group, except an owner that comes last; false if that failed, which was reported. */
export function changeOwner(entry: TargetEntry, current: FileStat, change: OwnerChange): boolean {
  const isThere = change.uid === current.uid && !change.isTaken;
  const uid = change.comesLast || isThere ? AS_IT_IS : change.uid;
  const gid = change.gid === current.gid ? AS_IT_IS : change.gid;
  return (uid === AS_IT_IS && gid === AS_IT_IS) || setOwner(entry, uid, gid);
}

/** Sets an owner that comes last; false if that failed, which was reported. */
export function giveAway(entry: TargetEntry, { uid }: OwnerChange): boolean {
  return setOwner(entry, uid, AS_IT_IS);
}

function setOwner(entry: TargetEntry, uid: number, gid: number): boolean {
  const { setter } = entry;
  const error = setter.setOwner(uid, gid);
  if (error === 0) return true;
  if (error === -EINVAL && uid !== AS_IT_IS && gid !== AS_IT_IS) {
    // One of the two ids may be mapped.
    if (setter.setOwner(AS_IT_IS, gid) < 0) setter.setOwner(uid, AS_IT_IS);
  }
  failOwner(entry, error);
  return false;
}

function failOwner({ ctx, pair, name }: TargetEntry, error: number): void {
  const isUnmapped = error === -EINVAL;
  const { owner, group } = ctx.options.required;
  if (isUnmapped && !owner && !group) {
    ctx.count[COUNTER.ownersUnmapped]++;
    if (Atomics.exchange(ctx.control, CONTROL.hasReportedUnmapped, 1) !== 0) return;
  }
  const detail = isUnmapped ? UNMAPPED : "";
  ctx.fail(targetOf(pair, name), "keep owner of", "fchown", error, detail);
}
