// A source folder and its counterpart in the target: the descriptors that every call below is relative to, and what
// was learned about the two.

import { concatBytes, type CString, FileStat, withoutNul } from "../../ffi/mod.ts";
import type { MethodName } from "../events.ts";
import type { FolderAbove, RootPair } from "./root_pair.ts";

const SLASH = 47;
/** What the working folder is called where a path would otherwise be empty. */
const WORKING_FOLDER = Uint8Array.of(46);

/** A new subtree of the target, under a temporary name while it is filled. */
export interface StagedTree {
  /** Bytes of the files made in it so far. */
  bytes: number;
}

/** An open folder of the target with files that get further names. */
export interface LinkFolder {
  readonly root: number;
  /** Below the root's target. */
  readonly path: Uint8Array;
  readonly handle: number;
}

/** Removes a target entry that was moved to `name`; true if nothing of it is left. */
export type RemoveOld = (name: CString) => boolean;

/** A folder and its counterpart, open. */
export class FolderPair {
  readonly sourceStat = new FileStat();
  readonly targetStat = new FileStat();
  root!: RootPair;
  /** Below the root, without a slash at either end; empty for the root itself. */
  path: Uint8Array = new Uint8Array();
  source = -1;
  /** -1 if there is none: a dry run would make it. */
  target = -1;
  /** True if the target folder was just made, or would be: it is empty. */
  fresh = false;
  /**
   * True if the target folder has none of the files that this shard is to copy into it, as far as its listing tells: they are
   * copied without a look. Where another run puts one there meanwhile, giving the copy its name fails.
   */
  isVacant = false;
  /** True if the target folder is on another mount than the target's root. */
  isOnOtherMount = false;
  /** Whether a source shows the target folder (lib/copy/target/untold_view.ts); null until it is asked for. */
  isShownInSource: boolean | null = null;
  /** True if something in the target folder was changed, and its times with it. */
  touched = false;
  /** True in the second phase, in which target entries of another kind are replaced. */
  replacesConflicts = false;
  /** True in the phase in which names are done that had to wait for others of their file. */
  isLate = false;
  /** Removes the target folder that the current entry replaces; null if it replaces none. */
  removeOld: RemoveOld | null = null;
  /** True if the target folder belongs to a tree that is copied; false for a folder that entries are put into. */
  isOfTree = false;
  /** True if nothing in the folder takes part, on either side, and only its own metadata is kept. */
  isUnlisted = false;
  /** True if the folder itself belongs to another shard. */
  isForeign = false;
  /** The mode that the target folder had before it was made writable, or -1. */
  lockedMode = -1;
  /** Identifies the mount of the target folder; 0 until it is asked for (lib/engine/facts/target_mount.ts). */
  mount = 0;
  /** Where a dry run found no target folder: the nearest one above it; null until it is asked for. */
  above: FolderAbove | null = null;
  /** The new subtree, under a temporary name still, that the target folder is in; or null. */
  staged: StagedTree | null = null;
  /** Sub-folders of a folder in such a subtree, which are entered after its other entries. */
  subfolders: CString[] = [];
  /** Number of target entries that have a source entry, and the sum over their names (lib/engine/facts/matched_names.ts). */
  matched = 0;
  matchedSum = 0;
  /** Both as they were before the present entry. */
  matchedBefore = 0;
  matchedSumBefore = 0;
  /** True if the file copied last has other names: the next one may be another name of a copied file. */
  expectsLinks = false;
  /** Folders that hard links were made from, the latest first; hard links come in rows. Closed with the pair. */
  linkFolders: LinkFolder[] = [];

  /** The same source with the folder of each earlier copy as target; null until one is asked for. Closed with the pair. */
  earlier: FolderPair[] | null = null;
  /** True if the target folder is that of an earlier copy, in which nothing is changed. */
  isEarlier = false;

  /** Owner, group and attributes that a new file gets here by itself; valid if `learned`. */
  newFileUid = -1;
  newFileGid = -1;
  newFileAttributes = 0;
  newFileAttributesMask = 0;
  /** True if existing files here have no labels of a security module. */
  hasNoLabels = false;
  learned = false;
  /** The method of the fast path, whose files are like `template`; null while only the general path is safe. */
  fastMethod: MethodName | null = null;
  readonly template = new FileStat();
  /** The mode that they get. */
  fastMode = 0;
  /** The most permissions that a new entry gets where modes are not kept; -1 until asked for. */
  granted = -1;
  /** True if new files get mode bits or attributes that were not asked for (a default ACL): each is corrected. */
  inherits = false;

  /** Whether no file of the target folder can be equal to one of the source. */
  get lacksFiles(): boolean {
    return this.fresh || this.isVacant || this.target < 0;
  }

  reset(root: RootPair, path: Uint8Array, fresh: boolean): void {
    this.root = root;
    this.path = path;
    this.fresh = fresh;
    this.source = this.target = this.lockedMode = -1;
    this.isOfTree =
      this.isEarlier =
      this.isVacant =
      this.isOnOtherMount =
      this.isUnlisted =
      this.isForeign =
      this.touched =
      this.replacesConflicts =
      this.isLate =
      this.learned =
      this.inherits =
      this.hasNoLabels =
        false;
    setMatched(this, 0, 0);
    this.granted = -1;
    this.expectsLinks = false;
    this.linkFolders = [];
    this.earlier = null;
    this.isShownInSource = null;
    this.fastMethod = null;
    this.mount = 0;
    this.above = null;
    this.removeOld = null;
    this.staged = null;
    this.subfolders = [];
  }

  /** Takes over what was learned in the folder above: a folder just made in it hands down the same. */
  learnFrom(above: FolderPair): void {
    this.learned = above.learned;
    this.newFileUid = above.newFileUid;
    this.newFileGid = above.newFileGid;
    this.newFileAttributes = above.newFileAttributes;
    this.newFileAttributesMask = above.newFileAttributesMask;
    this.inherits = above.inherits;
    this.granted = above.granted;
    this.fastMethod = above.fastMethod;
    this.fastMode = above.fastMode;
    if (above.fastMethod !== null) this.template.copyFrom(above.template);
  }
}

/** `path/name`, or `name` at the root. Name is a C string. */
export function joinPath(path: Uint8Array, name: CString): Uint8Array {
  const last = withoutNul(name);
  if (path.length === 0) return last.slice();
  const joined = new Uint8Array(path.length + 1 + last.length);
  joined.set(path);
  joined[path.length] = SLASH;
  joined.set(last, path.length + 1);
  return joined;
}

/** The path that reports show: relative to what the user named. */
export function reportPath(root: RootPair, path: Uint8Array): Uint8Array {
  const { reportPrefix } = root;
  if (reportPrefix.length === 0) return path;
  return path.length === 0 ? reportPrefix.slice(0, -1) : concatBytes([reportPrefix, path]);
}

/** The path as the user would type it: the label, then the path below it. */
export function labelledPath(label: Uint8Array, path: Uint8Array): Uint8Array {
  if (path.length === 0) return label.length === 0 ? WORKING_FOLDER : label;
  const slash = label.length > 0 && label[label.length - 1] !== SLASH;
  return concatBytes(slash ? [label, Uint8Array.of(SLASH), path] : [label, path]);
}

/** Notes what was found in a folder, before an entry is looked for. */
export function beginMatching(pair: FolderPair): void {
  pair.matchedBefore = pair.matched;
  pair.matchedSumBefore = pair.matchedSum;
}

/** Forgets that the entry was found: it is looked for once more. */
export function undoMatching(pair: FolderPair): void {
  setMatched(pair, pair.matchedBefore, pair.matchedSumBefore);
}

/** Sets what was found in a folder. */
export function setMatched(pair: FolderPair, matched: number, matchedSum: number): void {
  pair.matched = matched;
  pair.matchedSum = matchedSum;
}
