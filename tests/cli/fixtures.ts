// Events and totals for the tests of the screen: complete, boring, and changed where a test says so.

import type { Changes, ErrorEvent, OperationEvent } from "../../lib/events.ts";
import { NOTHING_DONE, type Summary } from "../../lib/summary.ts";
import { FerryError } from "../../lib/errors.ts";
import { parseArguments } from "../../lib/cli/parse.ts";
import type { Settings } from "../../lib/cli/settings.ts";
import { type Text, toBytes } from "../../lib/cli/text.ts";

/** Totals of a run that has done nothing yet. */
export const NO_TOTALS = NOTHING_DONE;

/** Nothing differs. */
export const NO_CHANGES: Changes = {
  checksum: false,
  size: false,
  mtime: false,
  mode: false,
  owner: false,
  group: false,
  acl: false,
  xattrs: false,
};

/** The copy of `dir/file`. */
export function operation(changed: Partial<OperationEvent> = {}): OperationEvent {
  return {
    type: "operation",
    op: "copy",
    path: toBytes("dir/file"),
    entryType: "file",
    size: 10,
    method: "reflink",
    changes: null,
    replaces: null,
    ...changed,
  };
}

/** `a/b` may not be read. */
export function error(changed: Partial<ErrorEvent> = {}): ErrorEvent {
  return {
    type: "error",
    op: "copy",
    path: toBytes("a/b"),
    syscall: "openat",
    code: "EACCES",
    message: "Permission denied",
    fatal: false,
    ...changed,
  };
}

/** A mirror that found nothing to do. */
export function summary(changed: Partial<Summary> = {}): Summary {
  return {
    ...NO_TOTALS,
    command: "mirror",
    source: ["src"],
    dest: "dst",
    dryRun: false,
    outcome: "done",
    durationMs: 1234,
    endedAt: Date.parse("2026-11-29T20:00:00.000Z"),
    errorCount: 0,
    changedCount: 0,
    errors: [],
    ...changed,
  };
}

/** The settings of a command line that must be a run. */
export function settingsOf(...args: string[]): Settings {
  const parsed = parseArguments(args);
  if (!("output" in parsed)) throw new Error(`not a run: ${args.join(" ")}`);
  // These runs are none of the user's.
  return Object.freeze({ ...parsed, history: false });
}

/** The usage error of a command line that must be refused. */
export function refusalOf(...args: string[]): FerryError {
  try {
    parseArguments(args);
  } catch (refusal) {
    if (refusal instanceof FerryError) return refusal;
    throw refusal;
  }
  throw new Error(`not refused: ${args.join(" ")}`);
}

/** A stream that keeps what it is given. */
export class Recorder {
  readonly writes: string[] = [];

  writeSync(bytes: Uint8Array): number {
    this.writes.push(new TextDecoder().decode(bytes));
    return bytes.length;
  }

  get text(): string {
    return this.writes.join("");
  }
}

/** Output as text, for comparing; fails on what is not UTF-8. */
export function textOf(output: Text | null): string | null {
  if (output === null || typeof output === "string") return output;
  return new TextDecoder("utf-8", { fatal: true }).decode(output);
}

/** A progress event's own fields when nothing was done and nothing counted. */
export const NO_PROGRESS = {
  filesDone: 0,
  bytesDone: 0,
  sourceFiles: null,
  sourceBytes: null,
  sourceEntries: null,
  expectedFiles: null,
  expectedBytes: null,
  expectedLinks: 0,
  expectedDeletions: 0,
  expectedSourceRemovals: 0,
  filesToBuild: 0,
  oldRemoved: 0,
  expectedOldRemovals: 0,
  threads: 1,
  expectedThreads: 1,
  countingMs: 0,
};
