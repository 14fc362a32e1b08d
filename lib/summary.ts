// What a run comes to in the end.

import type { ErrorEvent, Totals } from "./events.ts";

/** What a run that has done nothing has done. */
export const NOTHING_DONE: Totals = {
  entriesSeen: 0,
  filesCopied: 0,
  filesReplaced: 0,
  filesUnchanged: 0,
  filesFailed: 0,
  foldersCreated: 0,
  linksCreated: 0,
  specialsCreated: 0,
  metadataUpdated: 0,
  deleted: 0,
  renamed: 0,
  sourcesRemoved: 0,
  bytesFound: 0,
  filesFound: 0,
  bytesCopied: 0,
  bytesShared: 0,
  filesVerified: 0,
  bytesVerified: 0,
  differences: 0,
  methods: {},
};

/**
 * `done`: nothing failed. `partial`: some entries did. `changed`: entries of the source changed or vanished meanwhile, and
 * nothing else failed. `different`: something verified is not equal. `stopped`: a condition ended the run. `cancelled`: a
 * signal did.
 */
export type Outcome = "done" | "partial" | "changed" | "different" | "stopped" | "cancelled";

/** From the best to the worst. */
export const OUTCOMES: readonly Outcome[] = [
  "done",
  "changed",
  "partial",
  "different",
  "stopped",
  "cancelled",
];

/** Which part of a run this one was. */
export interface ShardResult {
  /** From 1 to `count`. */
  readonly index: number;
  /** How many parts there are. */
  readonly count: number;
  /**
   * By what entries of SOURCE other than folders were told apart: by their inode numbers, or by their paths. Shards that
   * differ in this have not done all between them. Null for one that was refused.
   */
  readonly by: "inode" | "path" | null;
  /** Entries of SOURCE that were listed and belong to other shards; with `entriesSeen` that is all. */
  readonly foreign: number;
}

/** What a run comes to, but for its errors. */
export interface RunResult extends Totals {
  /** What was asked for. */
  readonly command: "copy" | "mirror" | "verify" | "move" | "plan";
  /** As given. */
  readonly source: readonly string[];
  /** As given. */
  readonly dest: string;
  /** Whether nothing was changed, and only told what would be. */
  readonly dryRun: boolean;
  /** Which part of a run it was; left out of one that did all. */
  readonly shard?: ShardResult;
  /** How it ended. */
  readonly outcome: Outcome;
  /** Milliseconds that it took. */
  readonly durationMs: number;
  /** When it ended, in milliseconds since 1970. */
  readonly endedAt: number;
  /** How many errors there were; `errors` holds the first 100 of them. */
  readonly errorCount: number;
  /** How many of them are entries of the source that changed or vanished while they were read. */
  readonly changedCount: number;
}

/** What a run comes to. */
export interface Summary extends RunResult {
  /** The first 100 entries that failed. */
  readonly errors: readonly ErrorEvent[];
}

const COMMANDS: readonly Summary["command"][] = ["copy", "mirror", "verify", "move", "plan"];

/** Whether a value from outside is the command of a run. */
export function isRunCommand(value: unknown): value is Summary["command"] {
  return (COMMANDS as readonly unknown[]).includes(value);
}

/** Whether a value from outside is how a run may end. */
export function isOutcome(value: unknown): value is Outcome {
  return (OUTCOMES as readonly unknown[]).includes(value);
}
