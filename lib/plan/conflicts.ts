// Decides what happens to the entry that has the name in the target: left alone, replaced, or a conflict.

import type { Entry } from "../entry/entry.ts";
import type { Refusal } from "../entry/refusal.ts";
import { CONTENTS, METADATA } from "./changes.ts";
import type { Basis } from "./basis.ts";
import { OPERATION, type Operation } from "./operation.ts";
import { REFUSAL } from "./refusals.ts";

/** Whether the options keep an existing target as it is, or it is the very same file as the source and right as that is. */
export function isLeftAlone(
  { source, target }: Entry,
  { options, comparer }: Pick<Basis, "options" | "comparer">,
): boolean {
  return options.ignoreExisting ||
    (target.hasSameInode(source) && comparer.isRightAsItIs(target)) ||
    (options.update && comparer.targetIsNewer(source, target));
}

/**
 * Whether an existing target is replaced as a whole. So it is, too, when only its metadata differ but it has
 * other names: those may belong to someone else, and setting it in place would change them as well.
 */
export function isReplaced(entry: Entry, { facts }: Basis): boolean {
  const { changes, target } = entry;
  return (changes & CONTENTS) !== 0 ||
    ((changes & METADATA) !== 0 && (target.nlink > 1 || facts.wasReplaced(entry)));
}

/**
 * Whether the target is a mount point that must stay: one on the source's file system may show any file of it, the
 * source too, and none can be replaced by a rename.
 */
export function isMountedOn(
  { source, target }: Entry,
  { options, mountRootAttribute }: Basis,
  replaces: boolean,
): boolean {
  const isMount = (target.attributes & mountRootAttribute) !== 0;
  return isMount && (target.dev === source.dev || (replaces && !options.inplace));
}

/**
 * Whether source and target may be one name, shown by a mount or reached by a link: to remove it would remove both, and to
 * replace it changes both. Two names of one file are known by the folders that they are in.
 */
export function isSameEntry(
  { pair, source, target }: Entry,
  { mountRootAttribute }: Pick<Basis, "mountRootAttribute">,
): boolean {
  if (!source.hasSameInode(target)) return false;
  const mounted = (source.attributes | target.attributes) & mountRootAttribute;
  return mounted !== 0 || Math.max(source.nlink, target.nlink) < 2 ||
    pair.sourceStat.hasSameInode(pair.targetStat);
}

/**
 * A source entry that is no folder meets a target entry, which may be of another kind. What is removed for it
 * counts as deleted where there is a limit; a folder, which may be large, always waits until all else is copied.
 *
 * @returns what is to be done; null to go on: the two are of one kind, or the target is replaced now
 */
export function decideConflict(entry: Entry, basis: Basis): Operation | null {
  const { source, target, pair } = entry;
  const { options, facts } = basis;
  if (source.type === target.type) return null;
  const { isFolder } = target;
  if (isFolder && isExcludedHere(entry, basis)) return refuse(entry, REFUSAL.isExcludedFolder);
  if (isFolder && !options.delete) return refuse(entry, REFUSAL.isFolder);
  if (!pair.replacesConflicts && (isFolder || options.maxDelete !== null)) {
    return OPERATION.deferConflict;
  }
  if (!isFolder) return null;
  if (facts.isLargeFolder(entry)) return OPERATION.defer;
  if (facts.holdsProtected(entry)) return refuse(entry, REFUSAL.holdsProtected);
  entry.displacesFolder = true;
  return null;
}

/** Whether the filters keep the target's entry, though not the source's of the same name: one of the two is a folder. */
export function isExcludedHere({ pair, targetName, target }: Entry, basis: Basis): boolean {
  return basis.selection.protectsName(pair, pair.path, targetName, target.isFolder);
}

/** Says why an entry is not done. */
export function refuse(entry: Entry, refusal: Refusal): Operation {
  entry.refusal = refusal;
  return OPERATION.refuse;
}
