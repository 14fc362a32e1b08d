// What a run is asked to do, once every default is filled in. Plain data, so that it travels to
// workers as it is, and read-only, so that no layer below can change its mind.

import type { FilterRule } from "./filter_rules.ts";
import type { IdRule } from "./id_rules.ts";

export type * from "./filter_rules.ts";
export type { IdRule };

/** How an existing target file is found to differ from its source. */
export type Comparison = "size-and-mtime" | "checksum" | "size-only" | "always";

/** `always` fails a file that cannot have it; `never` does not try; `auto` decides by evidence. */
export type Choice = "auto" | "always" | "never";

/** What is removed from the source once it has arrived in the target. */
export type SourceRemoval = "nothing" | "files" | "everything";

/** What is kept of an entry beside its bytes. */
export interface Keep {
  readonly perms: boolean;
  readonly times: boolean;
  readonly owner: boolean;
  readonly group: boolean;
  readonly xattrs: boolean;
  readonly acls: boolean;
  readonly hardLinks: boolean;
  readonly specials: boolean;
  /** Flags beside the mode: those that cost no call, and all where they are asked for by name. */
  readonly flags: boolean;
}

/** A limit on deletions: so many entries, or so many percent of the target's entries. */
export interface DeleteLimit {
  readonly amount: number;
  readonly unit: "entries" | "percent";
}

/** Everything that decides what a run does; see `--help` for the flag behind each field. */
export interface Options {
  readonly dryRun: boolean;
  /** Only compare and report each difference, as `verify` does; a dry run, always. */
  readonly compareOnly: boolean;
  /** Whether `verify` reports the SHA-256 of each file that is equal. */
  readonly digests: boolean;
  /** Whether `verify` leaves out what only the target has. */
  readonly ignoreExtra: boolean;
  readonly delete: boolean;
  readonly maxDelete: DeleteLimit | null;
  /** Whether a mirror deletes from the target what the filters exclude, too. */
  readonly deleteExcluded: boolean;
  readonly allowEmptySource: boolean;
  /** `files` are all entries but folders; `everything` is also each folder of which nothing is left. */
  readonly removeSource: SourceRemoval;
  readonly update: boolean;
  readonly ignoreExisting: boolean;
  readonly existingOnly: boolean;
  readonly inplace: boolean;
  /** Whether the target is exchanged for a new tree in one step; it is never seen half done. */
  readonly swap: boolean;
  /** Whether what is replaced or deleted is kept as a backup; so it is, too, if one of the next two is not null. */
  readonly backup: boolean;
  /** What is appended to the name of a backup; null is `~` without `backupDir`, and nothing with it. */
  readonly suffix: string | null;
  /** The folder that backups go into, each with its path; relative to DEST. Null leaves them beside what took their place. */
  readonly backupDir: string | null;
  /** Earlier copies of SOURCE: what is unchanged in one is linked from there. Relative to DEST. */
  readonly linkDest: readonly string[];

  readonly filters: readonly FilterRule[];
  /** Paths below SOURCE, in binary text, that alone take part, with all that is in folders; null is everything. */
  readonly onlyPaths: readonly string[] | null;
  /** Bytes; null is no limit. */
  readonly minSize: number | null;
  readonly maxSize: number | null;
  /** Seconds since the last modification; null is no limit. */
  readonly minAge: number | null;
  readonly maxAge: number | null;
  readonly oneFileSystem: boolean;
  /** Levels below SOURCE that take part: with 1 only what lies in SOURCE itself; null is all. */
  readonly maxDepth: number | null;
  /** Whether folders in which nothing but folders takes part are left out. */
  readonly pruneEmptyDirs: boolean;

  readonly comparison: Comparison;
  /** Nanoseconds by which two mtimes may differ and still count as equal. */
  readonly modifyWindowNs: number;

  readonly keep: Keep;
  /** Those of `keep` that the user asked for by name: failing to keep them sets the exit code. */
  readonly required: Partial<Keep>;
  /** Which owner and group a target gets for each that a source has, as `--usermap` and `--groupmap` say. */
  readonly userMap: readonly IdRule[];
  readonly groupMap: readonly IdRule[];
  /** Changes of modes, each as `--chmod` takes it. */
  readonly chmod: readonly string[];
  /** Whether the times of folders, and those of symlinks, are left out of `keep.times`. */
  readonly omitFolderTimes: boolean;
  readonly omitLinkTimes: boolean;
  readonly dereference: boolean;
  /** Whether a symlink that is named as SOURCE of a copy is followed. */
  readonly dereferenceArgs: boolean;
  /** Whether files whose contents are not on this machine are fetched; without it they are errors. */
  readonly materialize: boolean;

  readonly sparse: Choice;
  readonly reflink: Choice;
  readonly zeroCopy: Choice;
  /** Whether each file, and then its folder, is on disk before it counts as done (fsync(2)). */
  readonly fsync: boolean;
  /** Whether both sides of each copy are read again and compared. */
  readonly verify: boolean;
  /** Whether a large file that was not finished goes on from what is right of it. */
  readonly resume: boolean;
  /** Bytes a second that all workers together copy at most; null is no limit. */
  readonly bandwidthLimit: number | null;
  /** How often an entry that failed for a passing reason is tried again. */
  readonly retries: number;
  /** Seconds before the first of them; each later wait is twice as long. */
  readonly retryWait: number;
  /** Workers; 0 lets the engine decide. */
  readonly jobs: number;
  /** Whether all threads leave processor and disk to others that want them. */
  readonly lowPriority: boolean;
  /** Whether what was read and written is dropped from the system's cache, file by file. */
  readonly dropCache: boolean;
  /** Whether each operation is reported as an event. Errors and notices always are. */
  readonly reportOperations: boolean;
  /** Whether these events tell more of the entry (`OperationEvent.details`). */
  readonly reportDetails: boolean;
  /** Whether they tell what each is expected to cost (`OperationEvent.cost`). */
  readonly reportCosts: boolean;
}

/** The options of `ferry copy SOURCE DEST`; a mirror differs in `delete` alone. */
export const DEFAULT_OPTIONS: Options = Object.freeze({
  dryRun: false,
  compareOnly: false,
  digests: false,
  ignoreExtra: false,
  delete: false,
  maxDelete: null,
  deleteExcluded: false,
  allowEmptySource: false,
  removeSource: "nothing",
  update: false,
  ignoreExisting: false,
  existingOnly: false,
  inplace: false,
  swap: false,
  backup: false,
  suffix: null,
  backupDir: null,
  linkDest: [],
  filters: [],
  onlyPaths: null,
  minSize: null,
  maxSize: null,
  minAge: null,
  maxAge: null,
  oneFileSystem: false,
  maxDepth: null,
  pruneEmptyDirs: false,
  comparison: "size-and-mtime",
  modifyWindowNs: 0,
  keep: Object.freeze({
    perms: true,
    times: true,
    owner: true,
    group: true,
    xattrs: true,
    acls: true,
    hardLinks: true,
    specials: true,
    flags: true,
  }),
  required: {},
  userMap: [],
  groupMap: [],
  chmod: [],
  omitFolderTimes: false,
  omitLinkTimes: false,
  dereference: false,
  dereferenceArgs: false,
  materialize: false,
  sparse: "auto",
  reflink: "auto",
  zeroCopy: "auto",
  fsync: false,
  verify: false,
  resume: false,
  bandwidthLimit: null,
  retries: 0,
  retryWait: 1,
  jobs: 0,
  lowPriority: false,
  dropCache: false,
  reportOperations: false,
  reportDetails: false,
  reportCosts: false,
});
