// What the functions of the library take beside their paths. Every field has a default.

import type { RunEvent } from "../events.ts";
import type {
  BackupOptions,
  ComparisonOptions,
  DeletionOptions,
  Keep,
  LinkOptions,
  MetadataOptions,
  NamedLinkOptions,
  RemovalOptions,
  ReportOptions,
  SelectionOptions,
  Shard,
  TellingOptions,
  ThreadOptions,
  WriteOptions,
} from "../options.ts";
import type { Path } from "./path.ts";

/** A file that a script writes to while a run goes on. */
export interface OwnedFile {
  /** Where it is. */
  readonly path: Path;
  /** What is written to it, for messages: `the log`. */
  readonly what: string;
}

/** What every function takes. */
export interface CommonOptions
  extends
    Partial<Omit<SelectionOptions, "onlyPaths" | "shard">>,
    Partial<ComparisonOptions>,
    Partial<Omit<MetadataOptions, "keep">>,
    Partial<Omit<BackupOptions, "backupDir">>,
    Partial<ThreadOptions>,
    Partial<TellingOptions> {
  /** Patterns that include entries, as rsync reads them. They come before `exclude`, and both before `filters`. */
  readonly include?: string | readonly string[];
  /** Patterns that exclude entries, as rsync reads them: `*.tmp`, `/cache/`, `node_modules`. */
  readonly exclude?: string | readonly string[];
  /** Paths below SOURCE that alone take part, with all that is in folders. One that is not there is passed over. */
  readonly onlyPaths?: readonly (string | Uint8Array)[] | null;
  /** The part of all entries that is this run's, while others do theirs: the third of eight is `"3/8"`. */
  readonly shard?: string | Shard | null;
  /** What is kept beside the bytes; what is not named is kept. */
  readonly keep?: Partial<Keep>;
  /** The folder that backups go into, each with its path; a relative one starts at DEST. */
  readonly backupDir?: Path | null;
  /**
   * Called for each event, in the thread of the caller, in batches. What it throws stops the run, and is what the promise
   * rejects with. The run waits while it runs.
   */
  readonly onEvent?: (event: RunEvent) => void;
  /**
   * Aborting stops the run within half a second, removes its temporary files, and rejects with the signal's reason. Where a
   * run has one thread, without FFI or with `filter`, a file that is only read, to compare it, is read to its end first.
   */
  readonly signal?: AbortSignal;
  /** Milliseconds between progress events; 0, the default, sends none. */
  readonly progressIntervalMs?: number;
  /** Whether a long run counts what the source holds for its progress events, beside its work; true by default. */
  readonly countsSource?: boolean;
  /** Files that the caller writes to: a run in which one of them would be copied, deleted or verified is refused. */
  readonly ownFiles?: readonly OwnedFile[];
}

/** What the functions take that write. */
export interface TransferOptions extends CommonOptions, Partial<Omit<WriteOptions, "linkDest">> {
  /** Earlier copies of SOURCE: what is unchanged in one is linked from there. A relative one starts at DEST. */
  readonly linkDest?: Path | readonly Path[];
}

/** `auto`: an existing folder DEST receives DEST/NAME, as in cp. `into`: DEST must be a folder. `exact`: DEST is the new name. */
export type Placement = "auto" | "into" | "exact";

/** What `copy` takes. */
export interface CopyOptions
  extends
    TransferOptions,
    Partial<LinkOptions>,
    Partial<NamedLinkOptions>,
    Partial<RemovalOptions> {
  /** Where in or at DEST the sources arrive; `auto` by default. */
  readonly placement?: Placement;
}

/** What `move` takes. */
export interface MoveOptions extends TransferOptions {
  /** Where in or at DEST the sources arrive; `auto` by default. */
  readonly placement?: Placement;
}

/** What `mirror` takes; `delete` is true by default. */
export interface MirrorOptions
  extends
    TransferOptions,
    Partial<LinkOptions>,
    Partial<RemovalOptions>,
    Partial<DeletionOptions> {}

/** What `plan` takes: the options of the mirror. */
export interface PlanOptions extends MirrorOptions {}

/** What `verify` takes. */
export interface VerifyOptions
  extends
    CommonOptions,
    Partial<LinkOptions>,
    Partial<ReportOptions>,
    Partial<Pick<DeletionOptions, "deleteExcluded">> {}

/** What `check` takes. */
export interface CheckOptions extends CommonOptions, Partial<Pick<ReportOptions, "ignoreExtra">> {}
