// What is to be done about a symlink, a FIFO or a device. It is replaced as a whole where it differs: none of
// these has contents to keep.

import type { Entry } from "../entry/entry.ts";
import { BUSY } from "../entry/first_link.ts";
import { CHANGED, CONTENTS, METADATA } from "./changes.ts";
import { decideConflict, isLeftAlone, isReplaced, isSameEntry, refuse } from "./conflicts.ts";
import { decideComparison, leaveAlone, waitsForNames } from "./decide_file.ts";
import type { Basis } from "./basis.ts";
import { TARGET } from "../entry/found.ts";
import { OPERATION, type Operation } from "./operation.ts";
import { REFUSAL } from "./refusals.ts";

export function decideLink(entry: Entry, basis: Basis): Operation {
  const { source } = entry;
  const { facts, options } = basis;
  if (!facts.lookAtSource(entry)) return OPERATION.none;
  if (source.isFile || source.isFolder) {
    entry.refusal = source.isFile ? REFUSAL.becameFile : REFUSAL.becameFolder;
    return OPERATION.refuse;
  }
  if (!facts.reserveStaged(entry)) return OPERATION.defer;
  if (!source.isSymlink && !options.keep.specials) return OPERATION.none;
  const found = facts.lookAtTarget(entry);
  if (found === TARGET.failed) return OPERATION.none;
  if (found === TARGET.present) {
    const decided = decideTaken(entry, basis);
    if (decided !== null) return decided;
  } else if (options.existingOnly) return OPERATION.none;
  else if (waitsForNames(entry, basis)) return OPERATION.deferName;
  return decideNamed(entry, basis);
}

/** What an existing target decides; null to go on: the source takes its name. */
function decideTaken(entry: Entry, basis: Basis): Operation | null {
  if (basis.onlyCompares) return decideComparison(entry);
  if (isLeftAlone(entry, basis) && !mayBeUnfinished(entry, basis)) {
    return leaveAlone(entry, basis, linkDifferences);
  }
  if (basis.facts.leadsToTarget(entry)) {
    entry.refusal = entry.target.isFolder ? REFUSAL.leadsToFolder : REFUSAL.leadsToFile;
    return OPERATION.refuse;
  }
  const conflict = decideConflict(entry, basis);
  if (conflict === null) entry.replaces = !entry.target.isFolder;
  return conflict;
}

/** Whether a target is newer because a run was killed that had made it and not set its times: as in rsync it gets them. */
function mayBeUnfinished(entry: Entry, basis: Basis): boolean {
  const { source, target } = entry;
  if (basis.options.ignoreExisting || source.type !== target.type) return false;
  return !target.hasSameInode(source) && (linkDifferences(entry, basis) & CONTENTS) === 0;
}

/** What is to be done once it is known whether the entry replaces one. */
function decideNamed(entry: Entry, basis: Basis): Operation {
  const { facts } = basis;
  entry.hasOtherNames = basis.keepsLinks && !basis.onlyCompares && entry.source.nlink > 1;
  const first = entry.hasOtherNames ? facts.claim(entry) : null;
  if (first === null) {
    entry.isClaimed = entry.hasOtherNames;
    return decideUnlinkedLink(entry, basis);
  }
  if (first === BUSY) return OPERATION.defer;
  if (entry.replaces && facts.isLinkedTo(entry, first)) return OPERATION.keep;
  entry.linkTo = first;
  return OPERATION.link;
}

/** What is to be done about an entry that is no link to another one. */
export function decideUnlinkedLink(entry: Entry, basis: Basis): Operation {
  const make = entry.source.isSymlink ? OPERATION.symlink : OPERATION.special;
  if (!entry.replaces) {
    return basis.hasEarlier && basis.facts.findEarlier(entry) ? OPERATION.linkEarlier : make;
  }
  entry.changes = linkDifferences(entry, basis);
  if (entry.changes !== 0 && isSameEntry(entry, basis)) return refuse(entry, REFUSAL.isSource);
  if (isReplaced(entry, basis)) return make;
  return entry.changes & METADATA ? OPERATION.updateMetadata : OPERATION.keep;
}

/** How two such entries differ, as CHANGED bits; what the options do not keep is left out. */
export function linkDifferences(entry: Entry, { facts, comparer }: Basis): number {
  const bits = comparer.withoutOmitted(entry.source, facts.differences(entry));
  if (bits & CONTENTS) return bits;
  if (entry.source.isSymlink && facts.linkTextsDiffer(entry)) return bits | CHANGED.target;
  return bits | facts.xattrDifferences(entry);
}
