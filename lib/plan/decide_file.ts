// What is to be done about a regular file.

import type { Entry } from "../entry/entry.ts";
import { BUSY } from "../entry/first_link.ts";
import { CHANGED, CONTENTS, METADATA } from "./changes.ts";
import {
  decideConflict,
  isLeftAlone,
  isMountedOn,
  isReplaced,
  isSameEntry,
  refuse,
} from "./conflicts.ts";
import type { Basis } from "./basis.ts";
import { TARGET } from "../entry/found.ts";
import { OPERATION, type Operation } from "./operation.ts";
import { REFUSAL } from "./refusals.ts";

export function decideFile(entry: Entry, basis: Basis): Operation {
  const { selection, facts, options } = basis;
  const { fresh, isVacant } = entry.pair;
  if ((fresh || isVacant) && !basis.needsStat && !selection.looksAtMetadata) {
    return decideUnseen(entry, basis);
  }
  if (!facts.lookAtSource(entry)) return OPERATION.none;
  if (selection.looksAtMetadata && selection.excludesFile(entry.source)) {
    return options.delete ? OPERATION.exclude : OPERATION.none;
  }
  if (facts.mustDefer(entry)) return OPERATION.defer;
  const found = facts.lookAtTarget(entry);
  if (found === TARGET.present && isUnchanged(entry, basis)) return OPERATION.keep;
  if (found === TARGET.failed) return OPERATION.none;
  if (found === TARGET.present) return decideExisting(entry, basis);
  if (options.existingOnly) return OPERATION.none;
  return waitsForNames(entry, basis) ? OPERATION.deferName : decideAbsent(entry, basis);
}

/**
 * Whether an entry is done only when all names of the source were met: where existing ones stay, it becomes a link to the one
 * that the target has, whichever of them is met first.
 */
export function waitsForNames(
  { pair, source }: Entry,
  { options, keepsLinks, onlyCompares, facts }: Basis,
): boolean {
  if (!options.ignoreExisting || !keepsLinks || onlyCompares || pair.isLate) return false;
  return source.nlink > 1 && facts.targetWasThere();
}

/** The target has no file to keep. Names of one file are told apart when it is opened, if it is to be opened. */
function decideAbsent(entry: Entry, basis: Basis): Operation {
  const { facts } = basis;
  if (!basis.hasEarlier) return OPERATION.copy;
  entry.hasOtherNames = basis.keepsLinks && facts.hasOtherNames(entry);
  if (!entry.hasOtherNames) return decideUnlinkedFile(entry, basis);
  if (!facts.reserveStaged(entry)) return OPERATION.defer;
  entry.linkTo = facts.claim(entry);
  if (entry.linkTo === BUSY) return OPERATION.defer;
  if (entry.linkTo !== null) return OPERATION.link;
  entry.isClaimed = true;
  return decideUnlinkedFile(entry, basis);
}

/**
 * In a folder that has none of the files nothing is looked at before the file is opened; a name of a file that was copied
 * already is not opened at all.
 */
function decideUnseen(entry: Entry, { options, facts }: Basis): Operation {
  if (options.existingOnly) return OPERATION.none;
  if (!entry.pair.expectsLinks) return OPERATION.copy;
  const first = facts.firstLink(entry);
  if (first !== null) {
    entry.linkTo = first;
    return OPERATION.link;
  }
  if (!entry.hasOtherNames) return OPERATION.copy;
  if (entry.pair.staged !== null) return OPERATION.defer;
  return facts.canPutOff(entry) ? OPERATION.putOff : OPERATION.copy;
}

/** Whether a file proves unchanged by the shortest way, which most files of a mirror go. */
export function isUnchanged(entry: Entry, basis: Basis): boolean {
  return !basis.onlyCompares && !basis.selection.looksAtMetadata &&
    (!basis.keepsLinks || entry.source.nlink === 1) &&
    basis.comparer.isQuickMatch(entry.source, entry.target) &&
    basis.facts.xattrDifferences(entry) === 0;
}

/** The name is taken in the target. Both sides were looked at. */
function decideExisting(entry: Entry, basis: Basis): Operation {
  const { source, target } = entry;
  const { facts } = basis;
  if (basis.onlyCompares) return decideComparison(entry);
  if (isLeftAlone(entry, basis)) return leaveAlone(entry, basis, fileDifferences);
  const conflict = decideConflict(entry, basis);
  if (conflict !== null) return conflict;
  if (target.isFolder) return decideAbsent(entry, basis);
  entry.replaces = true;
  entry.hasOtherNames = basis.keepsLinks && (source.nlink > 1 || facts.isOneOfMany(entry));
  const first = entry.hasOtherNames ? facts.claim(entry) : null;
  if (first === null) {
    entry.isClaimed = entry.hasOtherNames;
    return decideUnlinkedFile(entry, basis);
  }
  if (first === BUSY) return OPERATION.defer;
  if (facts.isLinkedTo(entry, first)) return OPERATION.keep;
  facts.askTargetLinkCount(entry);
  if (isRightlyApart(entry, basis)) return OPERATION.keep;
  if (isMountedOn(entry, basis, true)) return refuse(entry, REFUSAL.isMounted);
  entry.linkTo = first;
  return OPERATION.link;
}

/**
 * Leaves an existing target as it is. Where it is a whole copy, further names of the source become links to it: a run that was
 * killed may have made this one alone.
 */
export function leaveAlone(
  entry: Entry,
  basis: Basis,
  differences: (entry: Entry, basis: Basis) => number,
): Operation {
  const { source, target } = entry;
  const { options, keepsLinks, facts } = basis;
  const hasOtherNames = options.ignoreExisting && keepsLinks && source.nlink > 1;
  const mayBeCopy = hasOtherNames && source.type === target.type && !target.hasSameInode(source);
  if (mayBeCopy && differences(entry, basis) === 0 && facts.ownsTarget(entry)) {
    entry.isClaimed = facts.claim(entry) === null;
  }
  return OPERATION.keep;
}

/** What is to be said of an entry that both sides have. */
export function decideComparison(entry: Entry): Operation {
  if (entry.source.type === entry.target.type) return OPERATION.compare;
  entry.changes = CHANGED.type;
  return OPERATION.replace;
}

/** Whether a name in another group than the first one is unchanged, and its own group can take no more. */
export function isRightlyApart(entry: Entry, basis: Basis): boolean {
  if (entry.target.nlink < 2) return false;
  return fileDifferences(entry, basis) === 0 && basis.facts.isInFullGroup(entry);
}

/** What is to be done about a file that is no link to another one. */
export function decideUnlinkedFile(entry: Entry, basis: Basis): Operation {
  const { facts } = basis;
  const isEarlier = () => basis.hasEarlier && facts.findEarlier(entry);
  if (!entry.replaces) return isEarlier() ? OPERATION.linkEarlier : OPERATION.copy;
  let changes = fileDifferences(entry, basis);
  if (entry.hasOtherNames && !facts.ownsTarget(entry)) changes |= CHANGED.contents;
  if (changes !== 0) facts.askTargetLinkCount(entry);
  entry.changes = changes;
  const replaces = isReplaced(entry, basis);
  if (changes !== 0 && isMountedOn(entry, basis, replaces)) {
    return refuse(entry, REFUSAL.isMounted);
  }
  if (changes !== 0 && isSameEntry(entry, basis)) return refuse(entry, REFUSAL.isSource);
  if (changes !== 0 && isEarlier()) return OPERATION.linkEarlier;
  if (replaces) return OPERATION.replace;
  return changes & METADATA ? OPERATION.updateMetadata : OPERATION.keep;
}

/** How two files differ, as CHANGED bits; what the options do not keep is left out. */
export function fileDifferences(entry: Entry, { facts, comparer }: Basis): number {
  let bits = facts.differences(entry);
  const mayBeEqual = (bits & (CONTENTS | CHANGED.size)) === 0;
  if (mayBeEqual && comparer.comparesContents && facts.contentsDiffer(entry)) {
    bits |= CHANGED.checksum | CHANGED.contents;
  }
  bits = comparer.withoutOmitted(entry.source, bits);
  return bits & CONTENTS ? bits : bits | facts.xattrDifferences(entry);
}
