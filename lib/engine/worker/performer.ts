// What becomes of the operations that were decided: carried out, listed or compared. A run has one performer, chosen
// at its start from its mode, and nothing below asks for the mode again.

import type { CString } from "../../../ffi/mod.ts";
import type { FolderAccess } from "../../copy/deletion/folder_access.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";

/** Answers of `makeFolder`. */
export const FOLDER = { failed: -1, wasThere: 0, made: 1 } as const;

/** What performs an operation on one entry; `Entry` says on which, and why. */
interface EntryPerformer {
  /** True if metadata is read before an operation is decided, in a new folder too, for nothing is opened later. */
  readonly needsStat: boolean;
  /** Whether entries that both sides have are only compared. */
  readonly onlyCompares: boolean;
  /** Whether contents are read, so that a large file takes its time. */
  readonly readsFiles: boolean;

  /** Whether `keep` reads contents, too: a large file is left to a worker then. */
  readonly readsKept: boolean;

  /** The target stays as it is. */
  keep(entry: Entry): void;
  /** The entry takes no part, or cannot be done; `name` is that of a folder, else null. */
  passOver(pair: FolderPair, name: CString | null): void;
  /** The pair's folder cannot be done, with all that is in it. */
  leaveOut(pair: FolderPair): void;
  /** Copies a file, in place of the target's where `entry.replaces`. */
  copy(entry: Entry): void;
  /**
   * Makes the target another name of `entry.linkTo`.
   *
   * @returns whether the entry is done with: linked, failed and reported, or deferred. If not, the source is claimed
   *   for this entry, which is the first name of another group
   */
  link(entry: Entry): boolean;
  /** Makes the target another name of `entry.earlier`; false if it is to be made anew. */
  linkEarlier(entry: Entry): boolean;
  /** Makes a symlink, a FIFO or a device. */
  makeLink(entry: Entry): void;
  /** Sets what differs beside the contents. */
  updateMetadata(entry: Entry): void;
  /** Makes the target folder, in place of another kind of entry where `entry.replaces`; one of FOLDER. */
  makeFolder(entry: Entry): number;
  /** Compares an entry that both sides have. */
  compare(entry: Entry): void;
  /** Whether the target's group of names can take no more. */
  isInFullGroup(entry: Entry): boolean;
}

/** What performs the operations on a folder as a whole. */
interface FolderPerformer {
  /** Whether a new folder may be filled under a temporary name. */
  readonly stagesFolders: boolean;
  /** Whether all threads together empty what is to be deleted. */
  readonly sharesDeletions: boolean;

  /** Whether the entries of a pair can be done without its target folder, which answered `error` when it was opened. */
  acceptsMissing(pair: FolderPair, error: number): boolean;
  /** Whether the target folder ignores case, found out by writing to it; null where that cannot be done. */
  probeCase(pair: FolderPair): boolean | null;
  /** Removes what a killed run left under a temporary name. */
  sweep(pair: FolderPair, name: CString): void;
  /** Gives a target entry the source's case; whether that can be seen there and no error was reported. */
  renameCase(pair: FolderPair, from: CString, to: CString): boolean;
  /** Sets the metadata of the target folder, after its entries; `changes` are CHANGED bits. */
  setFolderMetadata(pair: FolderPair, changes: number): void;
  /** How folders of the target are looked into before it is decided whether they go. */
  folderAccess(): FolderAccess;
  /** Gets a target folder ready for the deletion of its extra entries. */
  beginDeletions(pair: FolderPair): void;
  /** Deletes an extra entry of the target with all that is in it. */
  deleteExtra(pair: FolderPair, name: CString, type: number): void;
}

export interface Performer extends EntryPerformer, FolderPerformer {}
