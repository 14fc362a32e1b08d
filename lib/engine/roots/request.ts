// What a command or a script asks a run for.

import type { RunEvent } from "../../events.ts";
import type { Summary } from "../../summary.ts";
import type { Options } from "../../options.ts";
import type { Backlog } from "../../shared/backlog.ts";

/** Whether a command puts SOURCE into DEST or at it, as cp does. */
export function isCopying(command: Summary["command"]): boolean {
  return command === "copy" || command === "move";
}

/** A file that the caller of a run writes to. */
export interface OwnFile {
  /** Where it is. */
  readonly path: string;
  /** What is written to it, for messages: `the digests`. */
  readonly what: string;
}

/** What `copy`, `move` and `mirror` ask for. */
export interface RunRequest {
  readonly command: Summary["command"];
  readonly sources: readonly string[];
  readonly dest: string;
  /** The working folder when a script asked: where relative paths start. Left out or null, that is the present one. */
  readonly startedIn?: string | null;
  /** Only the tree DEST is read; what SOURCE names is no tree. */
  readonly readsDestOnly?: boolean;
  /** Files that the caller writes to: none of them may be among what is copied, deleted or verified. */
  readonly ownFiles: readonly OwnFile[];
  readonly placement: "auto" | "into" | "exact";
  readonly options: Options;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal | null;
  readonly progressIntervalMs: number;
  /** Says when whoever hears of the run has fallen behind; left out where nobody can. */
  readonly backlog?: Backlog | undefined;
  /** False where progress goes without how much there is in all; else a long run counts the source for it. */
  readonly countsSource?: boolean;
  /** False keeps plain files off the fast path (lib/copy/file/fast_path.ts): a test compares both ways. */
  readonly usesFastPath?: boolean | undefined;
}
