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
  readonly checksum: boolean;
  readonly size: boolean;
  readonly mtime: boolean;
  readonly mode: boolean;
  readonly owner: boolean;
  readonly group: boolean;
  readonly acl: boolean;
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
  readonly uid: number;
  readonly gid: number;
  /** Time of the last modification, in seconds since 1970. */
  readonly mtime: number;
  /** Where a symlink leads, or the name that a hard link is to be another one of. */
  readonly linkText: Uint8Array | null;
}

/** What an operation is expected to cost, where the options ask for it. */
export interface OperationCost {
  /** Numbers of the file systems that source and target are on; the source's is 0 where something is deleted. */
  readonly sourceDevice: number;
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
  readonly type: "operation";
  readonly op: OperationKind;
  /** Relative to the roots of the run, raw bytes, no leading slash; empty for the root itself. */
  readonly path: Uint8Array;
  readonly entryType: EntryType;
  /** Bytes; 0 for what has no contents. */
  readonly size: number;
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
  readonly type: "difference";
  readonly what: DifferenceKind;
  /** Relative to the roots of the run, as in `OperationEvent`. */
  readonly path: Uint8Array;
  readonly entryType: EntryType;
  /** How the property is in the source, in words; null for what is missing or extra. */
  readonly source: string | null;
  readonly target: string | null;
}

/** SHA-256 of a file's contents, where the options ask for it; null where they cannot be read. */
export interface DigestEvent {
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
  readonly type: "notice";
  readonly message: string;
}

/** Running totals, a few times a second. */
export interface ProgressEvent extends Totals {
  readonly type: "progress";
  /** All files of the source and their bytes, once they have been counted; null before. */
  readonly sourceFiles: number | null;
  readonly sourceBytes: number | null;
  /** Files that are done with, and bytes of source files that are: copied, shared, or in no need of it. */
  readonly filesDone: number;
  readonly bytesDone: number;
  readonly durationMs: number;
}

export type RunEvent =
  | OperationEvent
  | DifferenceEvent
  | DigestEvent
  | ErrorEvent
  | NoticeEvent
  | ProgressEvent;

/** Counts of one run. Sizes are in bytes. */
export interface Totals {
  readonly entriesSeen: number;
  readonly filesCopied: number;
  readonly filesReplaced: number;
  readonly filesUnchanged: number;
  readonly filesFailed: number;
  readonly foldersCreated: number;
  readonly linksCreated: number;
  /** FIFOs and devices. */
  readonly specialsCreated: number;
  readonly metadataUpdated: number;
  readonly deleted: number;
  /** Each SOURCE that was moved whole, by a rename. */
  readonly renamed: number;
  /** Entries removed from the source, having arrived in the target. */
  readonly sourcesRemoved: number;
  /** Bytes of the files that needed copying, done or not. */
  readonly bytesFound: number;
  /** Files that needed copying, done or not. */
  readonly filesFound: number;
  readonly bytesCopied: number;
  /** Bytes that a reflink shared instead of copying. */
  readonly bytesShared: number;
  /** Files whose contents were read on both sides and found equal, and their bytes. */
  readonly filesVerified: number;
  readonly bytesVerified: number;
  /** What was found to differ when it was verified. */
  readonly differences: number;
  readonly methods: Readonly<Partial<Record<MethodName, number>>>;
}

/** `done`: nothing failed. `partial`: some entries did. `changed`: entries of the source changed or vanished meanwhile, and nothing else failed. `different`: something verified is not equal. `stopped`: a condition ended the run. `cancelled`: a signal did. */
export type Outcome = "done" | "partial" | "changed" | "different" | "stopped" | "cancelled";

/** What a run comes to; the promise of `copy`, `mirror`, `move` and `verify` resolves to it. */
export interface Summary extends Totals {
  readonly command: "copy" | "mirror" | "verify" | "move" | "plan";
  /** As typed. */
  readonly source: readonly string[];
  readonly dest: string;
  readonly dryRun: boolean;
  readonly outcome: Outcome;
  readonly durationMs: number;
  /** How many errors there were; `errors` holds the first 100 of them. */
  readonly errorCount: number;
  /** How many of them are entries of the source that changed or vanished while they were read. */
  readonly changedCount: number;
  readonly errors: readonly ErrorEvent[];
}
