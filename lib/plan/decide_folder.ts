// What is to be done about a folder itself. Its entries are decided when it is entered.

import type { Entry } from "../entry/entry.ts";
import { isExcludedHere, isLeftAlone } from "./conflicts.ts";
import type { Basis } from "./basis.ts";
import { CHANGED } from "./changes.ts";
import { EMPTY } from "./facts.ts";
import { TARGET } from "../entry/found.ts";
import { OPERATION, type Operation } from "./operation.ts";
import { REFUSAL } from "./refusals.ts";

export function decideFolder(entry: Entry, basis: Basis): Operation {
  const { facts, options } = basis;
  if (options.oneFileSystem || options.dereference) {
    if (!facts.lookAtSource(entry)) return OPERATION.none;
    // What lies on another file system is neither copied nor deleted.
    entry.staysOut = options.oneFileSystem && entry.source.dev !== entry.pair.sourceStat.dev;
    if (options.dereference && facts.isLoop(entry)) {
      entry.refusal = REFUSAL.isLoop;
      return OPERATION.refuse;
    }
  }
  if (options.pruneEmptyDirs) {
    // As though the source did not have it: in a mirror the target's is extra.
    const isEmpty = entry.staysOut ? EMPTY.yes : facts.isEmptyFolder(entry);
    if (isEmpty === EMPTY.later) return OPERATION.defer;
    if (isEmpty === EMPTY.yes) return OPERATION.none;
  }
  const found = facts.lookAtTarget(entry);
  if (found === TARGET.failed) return OPERATION.none;
  if (found === TARGET.present && entry.target.isFolder) return OPERATION.enterFolder;
  // What a new folder holds would be new, too: with --existing it takes no other entry's place either.
  if (options.existingOnly) return OPERATION.none;
  return found === TARGET.absent ? OPERATION.makeFolder : decideConflictOfFolder(entry, basis);
}

/** The target has another kind of entry by that name. Only a mirror replaces that. */
function decideConflictOfFolder(entry: Entry, basis: Basis): Operation {
  const { facts, options } = basis;
  entry.changes = CHANGED.type;
  entry.replaces = true;
  if (basis.onlyCompares) return OPERATION.makeFolder;
  if (!facts.lookAtSource(entry) || isLeftAlone(entry, basis)) return OPERATION.none;
  const isExcluded = isExcludedHere(entry, basis);
  if (isExcluded || !options.delete) {
    entry.refusal = isExcluded ? REFUSAL.isExcludedEntry : REFUSAL.isNoFolder;
    return OPERATION.refuse;
  }
  if (!entry.pair.replacesConflicts && options.maxDelete !== null) return OPERATION.deferConflict;
  return facts.canListSource(entry) ? OPERATION.makeFolder : OPERATION.none;
}
