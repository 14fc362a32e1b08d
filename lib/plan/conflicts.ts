// Decides what happens to the entry that has the name in the target: left alone, replaced, or a conflict.

import type { Entry } from "../entry/entry.ts";
import type { Refusal } from "../entry/refusal.ts";
import { CONTENTS, METADATA } from "./changes.ts";
import type { Basis } from "./basis.ts";
import { OPERATION } from "./operation.ts";
import { REFUSAL } from "./refusals.ts";

/** Whether the options keep an existing target as it is, or it is the very same file as the source. */
export function isLeftAlone(
  { source, target }: Entry,
  { options, comparer }: Pick<Basis, "options" | "comparer">,
): boolean {
  return options.ignoreExisting || target.hasSameInode(source) ||
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
 * Whether something is mounted on the target that must not change, or cannot be replaced: on the file system of
 * the source it may be any file of that.
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
 * A source entry that is no folder meets a target entry, which may be of another kind. What is removed for it
 * counts as deleted where there is a limit; a folder, which may be large, always waits until all else is copied.
 *
 * @returns `none` where the two are of one kind or the target is to be replaced now, else what is to be done
 */
export function decideConflict(entry: Entry, basis: Basis): number {
  const { source, target, pair } = entry;
  const { options, facts } = basis;
  if (source.type === target.type) return OPERATION.none;
  const { isFolder } = target;
  if (isFolder && isExcludedHere(entry, basis)) return refuse(entry, REFUSAL.isExcludedFolder);
  if (isFolder && !options.delete) return refuse(entry, REFUSAL.isFolder);
  if (!pair.replacesConflicts && (isFolder || options.maxDelete !== null)) {
    return OPERATION.deferConflict;
  }
  if (!isFolder) return OPERATION.none;
  if (facts.isLargeFolder(entry)) return OPERATION.defer;
  if (facts.holdsProtected(entry)) return refuse(entry, REFUSAL.holdsProtected);
  entry.displacesFolder = true;
  return OPERATION.none;
}

/** Whether the rules leave out the target's entry, though not the source's of the same name: one of the two is a folder. */
export function isExcludedHere({ pair, targetName, target }: Entry, basis: Basis): boolean {
  const { selection, options } = basis;
  return selection.hasRules && !options.deleteExcluded &&
    selection.excludesName(pair.path, targetName, target.isFolder);
}

function refuse(entry: Entry, refusal: Refusal): number {
  entry.refusal = refusal;
  return OPERATION.refuse;
}
