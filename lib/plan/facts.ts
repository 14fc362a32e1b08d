// What `decide` asks about an entry beyond its name and metadata: each question may cost system calls, and is asked
// only where a decision depends on the answer.

import type { Entry } from "../entry/entry.ts";
import type { FirstLink } from "../entry/first_link.ts";

/** Whether a source folder holds, at any depth, nothing but folders; `later`: another thread is to find out. */
export const EMPTY = { no: 0, yes: 1, later: 2 } as const;

export interface Facts {
  /** Reads the source's metadata into `entry.source`; false when that failed, which was reported. */
  lookAtSource(entry: Entry): boolean;
  /** Reads the target's metadata into `entry.target`; one of TARGET, and a failure was reported. */
  lookAtTarget(entry: Entry): number;

  /** Whether another thread, or this one later, is to do the entry, whose source was looked at. */
  mustDefer(entry: Entry): boolean;
  /** Adds the entry to its staged folder, if it is in one; false if it must wait until the folder has its name. */
  reserveStaged(entry: Entry): boolean;

  /** How source and target differ in kind, size, times, mode, owner and flags, as CHANGED bits. */
  differences(entry: Entry): number;
  /** How they differ in attributes and ACLs, as CHANGED bits. */
  xattrDifferences(entry: Entry): number;
  /** Whether two files of one size differ in contents. */
  contentsDiffer(entry: Entry): boolean;
  /** Whether two symlinks differ in where they lead. */
  linkTextsDiffer(entry: Entry): boolean;

  /** Completes what is known of the target by its number of names. */
  askTargetLinkCount(entry: Entry): void;
  /** Whether the source is one of several names, where its listing did not tell. */
  isOneOfMany(entry: Entry): boolean;
  /**
   * Where the source's first name stands; null where it has none yet, and then it is claimed for this entry; BUSY where the
   * entry must be deferred, for this thread cannot wait.
   */
  claim(entry: Entry): FirstLink | null;
  /** Stats the source, sets `entry.hasOtherNames`, and answers as `claim` does, but claims nothing. */
  firstLink(entry: Entry): FirstLink | null;
  /** Whether another thread copies the source's first name just now, and this entry can be done after the folder's others. */
  canPutOff(entry: Entry): boolean;
  /** Whether the source is one of several names, also where its listing did not tell. */
  hasOtherNames(entry: Entry): boolean;
  /** Whether the target was there before the run, so that it may have some of the names of a file. */
  targetWasThere(): boolean;
  /** Whether an earlier copy has the entry just as the target is to have it; `entry.earlier` then says where. */
  findEarlier(entry: Entry): boolean;
  /** Whether the target is a name of `first` already. */
  isLinkedTo(entry: Entry, first: FirstLink): boolean;
  /** Whether the target's link group is full (EMLINK), so that this name rightly belongs to a second group. */
  isInFullGroup(entry: Entry): boolean;
  /** Whether the target is a name of this source alone, and remembered as such. */
  ownsTarget(entry: Entry): boolean;
  /** Whether another name of the target was replaced in this run. */
  wasReplaced(entry: Entry): boolean;

  /** Whether following the source's symlink leads to the target, or into it. */
  leadsToTarget(entry: Entry): boolean;
  /** Whether nothing but folders takes part in the source folder; one of EMPTY. */
  isEmptyFolder(entry: Entry): number;
  /** Whether the source folder, reached through a symlink, is one that holds the entry, or the run's target. */
  isLoop(entry: Entry): boolean;
  /** Whether the target folder is so large that another thread is to remove it. */
  isLargeFolder(entry: Entry): boolean;
  /** Whether the target folder holds something that no deletion takes. */
  holdsProtected(entry: Entry): boolean;
  /** Whether the source folder can be opened and listed, and what it says read; a failure was reported. */
  canListSource(entry: Entry): boolean;
}
