// A source folder and its counterpart in the target: the descriptors that every call below is relative to, and what
// was learned about the two.

import {
  concatBytes,
  type CString,
  FileStat,
  type Inode,
  type Room,
  withoutNul,
} from "../../ffi/mod.ts";
import type { MethodName } from "../events.ts";
import type { GuardedPaths } from "./guarded_paths.ts";

const SLASH = 47;
/** What the working folder is called where a path would otherwise be empty. */
const WORKING_FOLDER = Uint8Array.of(46);

/** Where a source folder stands that is to be removed. */
export interface SourceRoot {
  /** Descriptor of the folder that it is in. */
  readonly above: number;
  /** Its name there (a C string). */
  readonly name: Uint8Array;
  /** What its mark is made from. */
  readonly moved: { readonly id: string | null; readonly path: string };
  /** Whether the target is a new name, which only the mark tells from a folder to put the source into. */
  readonly isNamed: boolean;
  /** A file in the target that marks the move as under way, and its descriptor; -1 where it is closed. */
  mark: { readonly name: Uint8Array; handle: number } | null;
  /** Since when an earlier run, which was broken off, was removing the source, in seconds by the target's clock; else null. */
  readonly removedSince: number | null;
}

/** A file in the target by which the target is recognised where another file system shows it. */
export interface TargetMark {
  /** A C string. */
  readonly name: Uint8Array;
  /**
   * Some names that the folder had when the run began (C strings): the mark is made when a source folder has all of them. Empty if it
   * was made at once.
   */
  readonly first: readonly Uint8Array[];
  /** Holds the file's lock; -1 where it was not made at once, or was removed. */
  handle: number;
  /** Descriptor of the folder that it is in, and the path of that below the target. */
  readonly folder: number;
  readonly path: Uint8Array;
}

/** A file system in a source that may show a folder of a target and does not tell which (lib/engine/roots/untold_views.ts). */
export interface UntoldView {
  /** Of the source that it is in. */
  readonly root: number;
  /** Where it begins, below that; a character a raw byte. */
  readonly path: string;
  /** Descriptor of that folder, and its device. */
  readonly folder: number;
  readonly dev: number;
  /** Whether it has its own memory of what it shows, so that only what is made there is seen elsewhere. */
  readonly remembers: boolean;
}

/** What is known of a folder in which a dry run would make another one. */
export interface FolderAbove {
  /** `mountOf` */
  readonly mount: number;
  /** As `FileStat.dev`. */
  readonly dev: number;
  /** Index in `FILE_SYSTEM_KINDS`. */
  readonly kind: number;
  /** Bytes of the longest name that it takes; 0 if that is not told. */
  readonly longestName: number;
  /** `StorageTraits.sharesBlocks` */
  readonly sharesBlocks: boolean | null;
  /** Of one that a root would stand in: what this process may use; null where that is not known. */
  readonly room?: Room | null;
}

/** A source and a target that a run was given. Plain data, the same for all workers. */
export interface RootPair {
  readonly index: number;
  /** Descriptor of the folder; -1 once that is removed. */
  source: number;
  /** Descriptor of the folder, or -1 where a dry run, or a swap, found none. */
  readonly target: number;
  /** As the user named them. */
  readonly sourceLabel: Uint8Array;
  readonly targetLabel: Uint8Array;
  /** The name that a single file gets in the target, where it differs from its own (a C string). */
  readonly targetName: Uint8Array | null;
  /** Where a dry run, or a swap, found no target: the folder that it would stand in. */
  readonly above?: FolderAbove;
  /** Of the target folder, as `FileStat.dev`; 0 where there is none. */
  readonly targetDev: number;
  /** Folders of the target that are also something else. */
  readonly guarded: GuardedPaths;
  /** Marks in the target, where it may be shown in a source (lib/engine/roots/target_marks.ts); emptied when they are removed. */
  readonly marks?: TargetMark[];
  /** Of all sources; none where nothing is changed in the target. */
  readonly untoldViews?: readonly UntoldView[];
  /** Prefix of paths in reports: `NAME/` for SOURCE copied to DEST/NAME, else empty. */
  readonly reportPrefix: Uint8Array;
  /** Descriptors of the folders of earlier copies that correspond to the target, from which entries are linked. */
  readonly earlier?: readonly number[];
  /** What it takes to remove the source folder, where that is to be done in the end. */
  readonly removal?: SourceRoot;
  /** With `--backup-dir`: the folder for backups of what stands in the target, which need not be there. */
  readonly backupDir?: string;
  /** Its path below the target in binary text, if it lies there: nothing in it is deleted. */
  readonly backupsBelow?: string;
  /** Files that a verification must not include, because they are written to. */
  readonly apartFrom?: readonly Inode[];
}

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
