// DEST itself where it belongs to another user, as the mount point of a container's volume does: this process may write into
// it, and not set its mode and times. That is told once and left out of comparisons, as owners are that it may not set,
// but for what was asked for by name.

import type { FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { MetadataSetter } from "../../copy/metadata/metadata.ts";
import { AS_IT_IS } from "../../copy/metadata/owner.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { CHANGED, METADATA } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";

/**
 * The metadata of a target folder that this process may set, or is to, as CHANGED bits: all, unless it is DEST itself
 * and another user's.
 */
export function settableBits(ctx: CopyContext, pair: FolderPair): number {
  const { fs: { identity }, reach } = ctx;
  const isRoot = pair.path.length === 0 && !pair.fresh && pair.target >= 0;
  // Who may give entries away takes it over first.
  if (!isRoot || identity.uid < 0 || identity.canChown) return METADATA;
  return reach.givesAway(pair.targetStat.uid) ? insistedBits(ctx, pair.sourceStat) : METADATA;
}

/** Metadata that the user asked for by name. */
function insistedBits({ options: { required }, policy }: CopyContext, source: FileStat): number {
  const isModeGiven = policy.permissions(source) !== source.permissions;
  return (required.times ? CHANGED.mtime : 0) |
    (required.perms || isModeGiven ? CHANGED.mode : 0) |
    (required.owner ? CHANGED.uid : 0) |
    (required.group ? CHANGED.gid : 0) |
    (required.xattrs ? CHANGED.xattrs : 0) |
    (required.acls ? CHANGED.acl : 0) |
    (required.flags ? CHANGED.flags : 0);
}

/** Leaves differences out that are not settable, and remembers to tell that. */
export function withoutUnsettable(ctx: CopyContext, bits: number, settable: number): number {
  if ((bits & METADATA & ~settable) !== 0) ctx.count[COUNTER.rootsNotKept]++;
  return bits & (settable | ~METADATA);
}

/**
 * A setter that leaves alone what is not settable.
 *
 * @param current the present metadata
 */
export function settingOnly(
  setter: MetadataSetter,
  settable: number,
  current: FileStat,
): MetadataSetter {
  if (settable === METADATA) return setter;
  const ifIn = (bits: number, set: () => number) => (settable & bits) === 0 ? 0 : set();
  return {
    ...setter,
    setOwner(uid, gid) {
      const isChanged = (id: number, present: number) => id !== present && id !== AS_IT_IS;
      const changed = (isChanged(uid, current.uid) ? CHANGED.uid : 0) |
        (isChanged(gid, current.gid) ? CHANGED.gid : 0);
      return ifIn(changed, () => setter.setOwner(uid, gid));
    },
    setMode: (mode) => ifIn(CHANGED.mode, () => setter.setMode(mode)),
    setTimes: (from) => ifIn(CHANGED.mtime, () => setter.setTimes(from)),
    setAttributes: (from) => ifIn(CHANGED.flags, () => setter.setAttributes(from)),
  };
}
