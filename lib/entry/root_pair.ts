// A source and a target that a run was given, and what is known of them before it begins.

import type { Inode, Room } from "../../ffi/mod.ts";
import type { GuardedPaths } from "./guarded_paths.ts";

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
