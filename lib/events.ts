// What a run tells its caller while it goes on, and what it tells at the end. The CLI's lines, its
// JSON and a script's callback all read these.

/** What was decided for one entry; see `lib/plan/operation.ts` for how. */
export type OperationKind =
  | "make-folder"
  | "copy"
  | "replace"
  | "link"
  | "symlink"
  | "special"
  | "update-metadata"
  | "delete"
  | "rename"
  | "remove-source"
  /** The contents of a file were read on both sides, and are equal. */
  | "verify";

/** How the bytes of a file moved. */
export type MethodName =
  | "reflink"
  | "block_clone"
  | "clonefile"
  | "copy_file_range"
  | "sendfile"
  | "CopyFileExW"
  | "fcopyfile"
  | "read_write";

/** Which properties of an existing target entry differed: the letters of an itemized line. */
export interface Changes {
  /** The contents, where they were compared. */
  readonly checksum: boolean;
  /** The size. */
  readonly size: boolean;
  /** The time of the last modification. */
  readonly mtime: boolean;
  /** The permission bits. */
  readonly mode: boolean;
  /** The owner. */
  readonly owner: boolean;
  /** The group. */
  readonly group: boolean;
  /** The access control list. */
  readonly acl: boolean;
  /** Extended attributes; on Windows alternate data streams. */
  readonly xattrs: boolean;
}

/** The kind of an entry, as in the first column of `ls -l`. */
export type EntryType =
  | "file"
  | "folder"
  | "symlink"
  | "fifo"
  | "socket"
  | "char-device"
  | "block-device";

/** What an entry of the source is like, where the options ask for it with each operation. */
export interface EntryDetails {
  /** As the user would name it: the root as typed, then the path below it; raw bytes. */
  readonly source: Uint8Array;
  /** Bytes, as stat(2) tells them; of a symlink those of its text. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Number of the owner. */
  readonly uid: number;
  /** Number of the group. */
  readonly gid: number;
  /** Time of the last modification, in seconds since 1970. */
  readonly mtime: number;
  /** Where a symlink leads, or the name that a hard link is to be another one of. */
  readonly linkText: Uint8Array | null;
}

/** What an operation is expected to cost, where the options ask for it. */
export interface OperationCost {
  /** Number of the file system that the source is on; 0 where something is deleted. */
  readonly sourceDevice: number;
  /** Number of the file system that the target is on. */
  readonly targetDevice: number;
  /** Bytes that the source takes on disk: less than its size where it has holes. */
  readonly allocated: number;
  /** Bytes that are free again when what is there is gone and has no other name. */
  readonly freed: number;
  /** How the bytes are to move; null where there are none. */
  readonly method: MethodName | null;
  /** The method after it, where only trying tells whether the first works; null where it is known to. */
  readonly otherwise: MethodName | null;
}

/** One operation, carried out (or, in a dry run, decided). */
export interface OperationEvent {
  /** Tells the events apart. */
  readonly type: "operation";
  /** What was done. */
  readonly op: OperationKind;
  /** Relative to the roots of the run, raw bytes, no leading slash; empty for the root itself. */
  readonly path: Uint8Array;
  /** The kind of the entry. */
  readonly entryType: EntryType;
  /** Bytes; 0 for what has no contents. */
  readonly size: number;
  /** How its bytes moved; null where none did. */
  readonly method: MethodName | null;
  /** Null for an entry that was not there before. */
  readonly changes: Changes | null;
  /** With `reportDetails`; never of what is deleted. */
  readonly details?: EntryDetails;
  /** With `reportCosts`; not of what only changes its metadata or its name. */
  readonly cost?: OperationCost;
  /** What gives way to the entry, or gets its contents; null where nothing does, or a folder, whose entries are deleted. */
  readonly replaces: EntryType | null;
}

/** In what an entry of the source and one of the target differ, and whether there are both. */
export type DifferenceKind =
  | "missing"
  | "extra"
  | "type"
  | "size"
  | "contents"
  | "digest"
  | "mtime"
  | "mode"
  | "flags"
  | "owner"
  | "group"
  | "xattr"
  | "acl"
  | "symlink"
  | "device"
  | "hard-link";

/** One difference that `verify` found. */
export interface DifferenceEvent {
  /** Tells the events apart. */
  readonly type: "difference";
  /** In what the two sides differ. */
  readonly what: DifferenceKind;
  /** Relative to the roots of the run, as in `OperationEvent`. */
  readonly path: Uint8Array;
  /** The kind of the entry. */
  readonly entryType: EntryType;
  /** How the property is in the source, in words; null for what is missing or extra. */
  readonly source: string | null;
  /** How it is in the target, in words; null for what is missing or extra. */
  readonly target: string | null;
}

/** SHA-256 of a file's contents, where the options ask for it; null where they cannot be read. */
export interface DigestEvent {
  /** Tells the events apart. */
  readonly type: "digest";
  /** Relative to the roots of the run, as in `OperationEvent`. */
  readonly path: Uint8Array;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal digits. */
  readonly digest: string | null;
}

/** One entry that failed; the run goes on unless `fatal`. */
export interface ErrorEvent {
  /** Tells the events apart. */
  readonly type: "error";
  /** What was being done, in words: `copy`, `list folder`, `set owner of`, … */
  readonly op: string;
  /** As the user would name it: the root as typed, then the path below it; raw bytes. */
  readonly path: Uint8Array;
  /** Of what could not be copied or moved to `path`: the source, named as `path` is. */
  readonly from?: Uint8Array;
  /** The system call that failed, or null where none did. */
  readonly syscall: string | null;
  /** An errno name such as `ENOSPC`, or one of ferry's own codes (`lib/errors.ts`). */
  readonly code: string;
  /** The system's text, or what else was wrong. */
  readonly message: string;
  /** True when this ended the run (exit code 4). */
  readonly fatal: boolean;
  /** True for an entry of the source that changed or vanished while it was read; if nothing else failed, the exit code is 5. */
  readonly hasChanged?: boolean;
  /**
   * What is to be copied again: the entry's path below SOURCE, raw bytes, empty for SOURCE itself; of an entry that only
   * the target has the folder that it is in. Left out where the error is about no entry.
   */
  readonly entry?: Uint8Array;
}

/** Something the user should know that is no failure: a socket skipped, an owner not kept. */
export interface NoticeEvent {
  /** Tells the events apart. */
  readonly type: "notice";
  /** A sentence. */
  readonly message: string;
}

/** Running totals, a few times a second. */
export interface ProgressEvent extends Totals {
  /** Tells the events apart. */
  readonly type: "progress";
  /** All files of the source; null before they have been counted. */
  readonly sourceFiles: number | null;
  /**
   * `sourceFiles` once it is known. Until then an estimate by the folders that were listed so far, always more than
   * `filesDone`; null where there is none yet.
   */
  readonly expectedFiles: number | null;
  /** All entries of the source, its links and folders among them; null before they have been counted. */
  readonly sourceEntries: number | null;
  /** Bytes of all files of the source; null before they have been counted. */
  readonly sourceBytes: number | null;
  /** `sourceBytes` once it is known. Until then an estimate by the files that were counted so far; null where there is none yet. */
  readonly expectedBytes: number | null;
  /** Names of the source's files beyond the first one of each, or an estimate of them; null where there is none yet. */
  readonly expectedLinks: number | null;
  /** Entries of the target that are to be deleted in all, or an estimate, more than `deleted`; null where there is none yet. */
  readonly expectedDeletions: number | null;
  /** Entries of the source that are to be removed in all, by a move; null before they have been counted. */
  readonly expectedSourceRemovals: number | null;
  /** Files of which a new tree is to be built once both trees are compared, by `--swap`; null before it is known, 0 from then on. */
  readonly filesToBuild: number | null;
  /** Entries of the old tree that were removed after it gave way to the new one. */
  readonly oldRemoved: number;
  /** How many such entries there are in all, or an estimate, more than `oldRemoved`. */
  readonly expectedOldRemovals: number;
  /** Files that are done with. */
  readonly filesDone: number;
  /** Bytes of the files of the source that are done with: copied, shared, or in no need of it. */
  readonly bytesDone: number;
  /** As in `Totals`; of `verify` with those of files that are being read. */
  readonly bytesVerified: number;
  /** Threads that are at work; without the first one where it only looks after the others. */
  readonly threads: number;
  /** Threads that may be at work before long: more than `threads` as long as further ones bring something. */
  readonly expectedThreads: number;
  /** Milliseconds so far for which one of these threads has not worked, but counted what there is. */
  readonly countingMs: number;
  /** Milliseconds since the run began. */
  readonly durationMs: number;
}

/** What a run tells while it goes on; `type` tells the events apart. */
export type RunEvent =
  | OperationEvent
  | DifferenceEvent
  | DigestEvent
  | ErrorEvent
  | NoticeEvent
  | ProgressEvent;

/** Counts of one run. Sizes are in bytes. */
export interface Totals {
  /** Entries of the source that were looked at. */
  readonly entriesSeen: number;
  /** Files that were not there before. */
  readonly filesCopied: number;
  /** Files that replaced others. */
  readonly filesReplaced: number;
  /** Files that were right already. */
  readonly filesUnchanged: number;
  /** Files that could not be copied, that which ended the run among them; what a stopped run did not come to is in no count. */
  readonly filesFailed: number;
  /** Folders that were made. */
  readonly foldersCreated: number;
  /** Symlinks and hard links that were made. */
  readonly linksCreated: number;
  /** FIFOs and devices. */
  readonly specialsCreated: number;
  /** Entries of which only metadata was set. */
  readonly metadataUpdated: number;
  /** Entries that were deleted from the target. */
  readonly deleted: number;
  /** Each SOURCE that was moved whole, by a rename. */
  readonly renamed: number;
  /** Entries removed from the source, having arrived in the target. */
  readonly sourcesRemoved: number;
  /** Bytes of the files that needed copying, done or not. */
  readonly bytesFound: number;
  /** Files that needed copying, done or not. */
  readonly filesFound: number;
  /** Bytes that were copied, of files that arrived whole. */
  readonly bytesCopied: number;
  /** Bytes that a reflink shared instead of copying, of such files. */
  readonly bytesShared: number;
  /** Files whose contents were read on both sides and found equal. */
  readonly filesVerified: number;
  /** Bytes of these files. */
  readonly bytesVerified: number;
  /** What was found to differ when it was verified. */
  readonly differences: number;
  /** How many files each method has copied. */
  readonly methods: Readonly<Partial<Record<MethodName, number>>>;
}
