// What each option means, in groups of those that decide one thing; `Options` has them all. Plain data, so that it travels to
// workers as it is (a run with a `filter` has none), and read-only, so that no layer below can change its mind.

import type { EntryFilter, FilterRule } from "./filter_rules.ts";
import type { IdRule } from "./id_rules.ts";
import type { Shard } from "./shard.ts";

/** How an existing target file is found to differ from its source. */
export type Comparison = "size-and-mtime" | "checksum" | "size-only" | "always";

/** `always` fails a file that cannot have it; `never` does not try; `auto` decides by evidence. */
export type Choice = "auto" | "always" | "never";

/** What is removed from the source once it has arrived in the target. */
export type SourceRemoval = "nothing" | "files" | "everything";

/** What is kept of an entry beside its bytes. */
export interface Keep {
  /** Permission bits. */
  readonly perms: boolean;
  /** Times of last modification, to the nanosecond. */
  readonly times: boolean;
  /** Owners, where this user may set them. */
  readonly owner: boolean;
  /** Groups, where this user may set them. */
  readonly group: boolean;
  /** Extended attributes; on Windows alternate data streams. */
  readonly xattrs: boolean;
  /** Access control lists. */
  readonly acls: boolean;
  /** Which names are of one file. */
  readonly hardLinks: boolean;
  /** FIFOs and devices; without it they are left out. */
  readonly specials: boolean;
  /** Flags beside the mode: those that cost no call, and all where they are asked for by name. */
  readonly flags: boolean;
}

/** A limit on deletions: so many entries, or so many percent of the target's entries. */
export interface DeleteLimit {
  /** How many. */
  readonly amount: number;
  /** Of what. */
  readonly unit: "entries" | "percent";
}

/** Which entries take part. What is left out of a mirror is kept in the target, too. */
export interface SelectionOptions {
  /** Rules in the order in which they are asked: the first that matches an entry decides. */
  readonly filters: readonly FilterRule[];
  /**
   * Asked for each entry that the rules leave in; false leaves it out, and what is in it if it is a folder. It is called
   * where the run was started, so that the run has one thread, however many processors there are.
   */
  readonly filter: EntryFilter | null;
  /** Paths below SOURCE, in binary text, that alone take part, with all that is in folders; null is everything. */
  readonly onlyPaths: readonly string[] | null;
  /** Bytes that a file has at least; null is no limit. */
  readonly minSize: number | null;
  /** Bytes that a file has at most; null is no limit. */
  readonly maxSize: number | null;
  /** Seconds since a file's last modification, at least; null is no limit. */
  readonly minAge: number | null;
  /** Seconds since a file's last modification, at most; null is no limit. */
  readonly maxAge: number | null;
  /** Whether what is mounted in SOURCE is left out. */
  readonly oneFileSystem: boolean;
  /** Levels below SOURCE that take part: with 1 only what lies in SOURCE itself; null is all. */
  readonly maxDepth: number | null;
  /** Whether folders in which nothing but folders takes part are left out. */
  readonly pruneEmptyDirs: boolean;
  /** The part of all entries that is this run's, while others do theirs; null is all. */
  readonly shard: Shard | null;
}

/** How an existing target is compared with its source. */
export interface ComparisonOptions {
  /** How a file is found to differ. */
  readonly comparison: Comparison;
  /** Nanoseconds by which two mtimes may differ and still count as equal. */
  readonly modifyWindowNs: number;
}

/** What is kept of an entry beside its bytes, and what it is changed to. */
export interface MetadataOptions {
  /** What is kept. */
  readonly keep: Keep;
  /** Those of `keep` that the user asked for by name: failing to keep them sets the exit code. */
  readonly required: Partial<Keep>;
  /** Which owner a target gets for each that a source has, as `--usermap` says. */
  readonly userMap: readonly IdRule[];
  /** Which group a target gets for each that a source has, as `--groupmap` says. */
  readonly groupMap: readonly IdRule[];
  /** Changes of modes, each as `--chmod` takes it. */
  readonly chmod: readonly string[];
  /** Whether the times of folders are left out of `keep.times`. */
  readonly omitFolderTimes: boolean;
  /** Whether the times of symlinks are left out of `keep.times`. */
  readonly omitLinkTimes: boolean;
}

/** Backups: what is replaced or deleted stays under another name. */
export interface BackupOptions {
  /** Whether what is replaced or deleted is kept as a backup; so it is, too, if one of the next two is not null. */
  readonly backup: boolean;
  /** What is appended to the name of a backup; null is `~` without `backupDir`, and nothing with it. */
  readonly suffix: string | null;
  /** The folder that backups go into, each with its path; relative to DEST. Null leaves them beside what took their place. */
  readonly backupDir: string | null;
}

/** Threads, and what they leave to others. */
export interface ThreadOptions {
  /** Threads; 0 lets the engine decide. */
  readonly jobs: number;
  /** Whether all threads leave processor and disk to others that want them. */
  readonly lowPriority: boolean;
  /** Whether what was read and written is dropped from the system's cache, file by file. */
  readonly dropCache: boolean;
}

/** What is told of each entry. */
export interface TellingOptions {
  /** Whether each operation, of a comparison each file that is equal, is reported as an event. Errors and notices always are. */
  readonly reportOperations: boolean;
  /** Whether these events tell more of the entry (`OperationEvent.details`). */
  readonly reportDetails: boolean;
  /** Whether they tell what each is expected to cost (`OperationEvent.cost`). */
  readonly reportCosts: boolean;
}

/** Links of the source. */
export interface LinkOptions {
  /** Whether what symlinks lead to is copied in their place. */
  readonly dereference: boolean;
}

/** How what differs is written. */
export interface WriteOptions {
  /** Whether nothing is changed, and only told what would be. */
  readonly dryRun: boolean;
  /** Whether a target that is newer than its source is kept. */
  readonly update: boolean;
  /** Whether a target that is there is kept, whatever it is like. */
  readonly ignoreExisting: boolean;
  /** Whether nothing is made that is not there. */
  readonly existingOnly: boolean;
  /** Whether an existing file is overwritten where it is; a run that is broken off leaves it half written. */
  readonly inplace: boolean;
  /** Earlier copies of SOURCE: what is unchanged in one is linked from there. Relative to DEST. */
  readonly linkDest: readonly string[];
  /** Whether files whose contents are not on this machine are fetched; without it they are errors. */
  readonly materialize: boolean;
  /** Whether holes are kept (`auto`), made of all zeros (`always`), or filled (`never`). */
  readonly sparse: Choice;
  /** Whether files share their blocks with their sources. */
  readonly reflink: Choice;
  /** Whether the system copies the bytes, and they do not pass through this process. */
  readonly zeroCopy: Choice;
  /** Whether each file, and then its folder, is on disk before it counts as done (fsync(2)). */
  readonly fsync: boolean;
  /** Whether both sides of each copy are read again and compared. */
  readonly verify: boolean;
  /** Whether a large file that was not finished goes on from what is right of it. */
  readonly resume: boolean;
  /** Bytes a second that all threads together copy at most; null is no limit. */
  readonly bandwidthLimit: number | null;
  /** How often an entry that failed for a passing reason is tried again. */
  readonly retries: number;
  /** Seconds before the first of them; each later wait is twice as long. */
  readonly retryWait: number;
}

/** What is removed from the source. */
export interface RemovalOptions {
  /** `files` are all entries but folders; `everything` is also each folder of which nothing is left. */
  readonly removeSource: SourceRemoval;
}

/** What a symlink that is named as a source stands for. */
export interface NamedLinkOptions {
  /** Whether a symlink that is named as SOURCE is followed; null is not, and a notice says so. */
  readonly dereferenceArgs: boolean | null;
}

/** What a mirror does with what only the target has. */
export interface DeletionOptions {
  /** Whether it is deleted. */
  readonly delete: boolean;
  /** A limit: where more would be deleted, nothing is, and the run stops. Null is no limit. */
  readonly maxDelete: DeleteLimit | null;
  /** Whether what the filters exclude is deleted from the target, too; `verify` reports it as extra. */
  readonly deleteExcluded: boolean;
  /** Whether a source without entries empties the target; else it is refused. */
  readonly allowEmptySource: boolean;
  /** Whether the target is exchanged for a new tree in one step; it is never seen half done. */
  readonly swap: boolean;
}

/** What a comparison reports. */
export interface ReportOptions {
  /** Whether the SHA-256 of each file that is equal is reported. */
  readonly digests: boolean;
  /** Whether what only the target has is left out. */
  readonly ignoreExtra: boolean;
}
