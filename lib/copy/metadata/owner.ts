// Giving a target its owner and group, as much of them as can be had. An id that has no number in this user
// namespace is the same failure for all entries that have it: the first one is an error, the rest are counted.

import { EINVAL } from "../../../ffi/errno.ts";
import type { CString, FileStat } from "../../../ffi/mod.ts";
import { CONTROL } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { CopyContext } from "../context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { MetadataSetter } from "./setter.ts";
import { targetOf } from "../../entry/subject.ts";

/** setuid, setgid and sticky: what a mode grants beside reading, writing and searching. */
export const SPECIAL_BITS = 0o7000;

/** Leaves the owner or the group alone (chown(2)). */
const AS_IT_IS = -1;
const UNMAPPED = ": it has no number in this user namespace; --no-owner leaves owners alone";

/** An entry of the target, or the pair's folder itself where `name` is null. */
export interface TargetEntry {
  readonly ctx: CopyContext;
  readonly pair: FolderPair;
  readonly name: CString | null;
  readonly setter: MetadataSetter;
}

/** The owner that an entry is to get, where that is another one. */
export interface OwnerChange {
  readonly uid: number;
  readonly gid: number;
  /** Whether nothing else of it can be set any more once it has that owner. */
  readonly comesLast: boolean;
  /** Whether nothing of it can be set before it is taken from the owner that it has. */
  readonly isTaken: boolean;
}

/** How the owner of `current` has to change to be that of `source`; null where it is right and nothing hinders. */
export function ownerChange(
  { policy, fs }: CopyContext,
  source: FileStat,
  current: FileStat,
): OwnerChange | null {
  const uid = policy.uid(source, current.uid);
  const gid = policy.gid(source, current.gid);
  // Whoever may give entries away may take them, too.
  const isTaken = fs.identity.canChown && policy.givesAway(current.uid);
  if (uid === current.uid && gid === current.gid && !isTaken) return null;
  const isOurs = isTaken || current.uid === fs.identity.uid;
  return { uid, gid, comesLast: isOurs && policy.givesAway(uid), isTaken };
}

/** Takes an entry of which nothing could be set. */
export function takeOver({ ctx, setter }: TargetEntry): void {
  setter.setOwner(ctx.fs.identity.uid, AS_IT_IS); // where that fails, so does all that follows, and is told
}

/** Sets owner and group, but for an owner that comes last. False where something failed, which was told. */
export function changeOwner(entry: TargetEntry, current: FileStat, change: OwnerChange): boolean {
  const isThere = change.uid === current.uid && !change.isTaken;
  const uid = change.comesLast || isThere ? AS_IT_IS : change.uid;
  const gid = change.gid === current.gid ? AS_IT_IS : change.gid;
  return (uid === AS_IT_IS && gid === AS_IT_IS) || setOwner(entry, uid, gid);
}

/** Sets an owner that comes last. False where that failed, which was told. */
export function giveAway(entry: TargetEntry, { uid }: OwnerChange): boolean {
  return setOwner(entry, uid, AS_IT_IS);
}

function setOwner(entry: TargetEntry, uid: number, gid: number): boolean {
  const { setter } = entry;
  const error = setter.setOwner(uid, gid);
  if (error === 0) return true;
  if (error === -EINVAL && uid !== AS_IT_IS && gid !== AS_IT_IS) {
    // One of the two may be known.
    if (setter.setOwner(AS_IT_IS, gid) < 0) setter.setOwner(uid, AS_IT_IS);
  }
  failOwner(entry, error);
  return false;
}

function failOwner({ ctx, pair, name }: TargetEntry, error: number): void {
  const isUnmapped = error === -EINVAL;
  if (isUnmapped && !ctx.options.required.owner) {
    ctx.count[COUNTER.ownersUnmapped]++;
    if (Atomics.exchange(ctx.control, CONTROL.toldUnmapped, 1) !== 0) return;
  }
  const detail = isUnmapped ? UNMAPPED : "";
  ctx.fail(targetOf(pair, name), "keep owner of", "fchown", error, detail);
}
