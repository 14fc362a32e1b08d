// ferry's own errors, each a class of its own. Most end a run before or while it works. An entry that fails is an
// event (`lib/events.ts`), and the run goes on; the summary of a script's run has it as an `EntryError`.

import type { ErrorEvent } from "./events.ts";

/** `usage`: nothing was touched, exit 2. `stopped`: a condition ended the run, exit 4. `entry`: an entry failed, exit 1. */
export type ErrorKind = "usage" | "stopped" | "entry";

/** A call that failed on a path: `cannot OP 'PATH': TEXT (CODE)` is the error's message. */
export interface FailedCall {
  /** What was being done, in words: `read source`, `list folder`, … */
  readonly op: string;
  /** The system's text. */
  readonly text: string;
}

/** What is known of an error beside its code and message. */
export interface ErrorDetails {
  /** One line that names what helps, if something does. */
  readonly advice?: string | null;
  /** The path that it is about, as given; null where that is DEST or none. */
  readonly path?: string | null;
  /** The system call that failed, as the system names it; null where none did. */
  readonly syscall?: string | null;
  /** Of what the message is made, where a call failed on `path`; null for any other error. */
  readonly failed?: FailedCall | null;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** What all of ferry's errors have in common; `instanceof` tells them from others. */
export abstract class FerryError extends Error {
  /** The name of the class. */
  abstract override readonly name: string;
  /** Whether anything was touched before it, which decides the exit code of the command line. */
  abstract readonly kind: ErrorKind;
  /** An errno name such as `ENOENT`, or one of ferry's own such as `SAME_FILE`. */
  readonly code: string;
  /** One line that names what helps; null where nothing is known to. */
  readonly advice: string | null;
  /** The path that it is about, as given; null where that is DEST or none. */
  readonly path: string | null;
  /** The system call that failed, as the system names it; null where none did. */
  readonly syscall: string | null;
  /** Of what the message is made, where a call failed on `path`; null for any other error. */
  readonly failed: FailedCall | null;

  /**
   * Makes one.
   *
   * @param code an errno name, or one of ferry's own
   * @param message what was being done, the quoted path, and the system's text
   * @param details what else is known
   */
  constructor(code: string, message: string, details: ErrorDetails = {}) {
    const { advice = null, path = null, syscall = null, failed = null, cause } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.advice = advice;
    this.path = path;
    this.syscall = syscall;
    this.failed = failed;
  }
}

/** Something that was asked for is wrong, or not to be had. Nothing was touched. */
export class UsageError extends FerryError {
  /** The name of the class. */
  override readonly name: string = "UsageError";
  /** Nothing was touched. */
  override readonly kind = "usage";
}

/** A permission of Deno's is missing. Nothing was touched. */
export class PermissionError extends FerryError {
  /** The name of the class. */
  override readonly name: string = "PermissionError";
  /** Nothing was touched. */
  override readonly kind = "usage";
  /** What `deno run` has to be given, as it is typed: `--allow-read=/data`. */
  readonly flag: string;

  /**
   * Makes one.
   *
   * @param flag what `deno run` has to be given
   * @param message what cannot be done, and why
   * @param details what else is known
   */
  constructor(flag: string, message: string, details: ErrorDetails = {}) {
    super("ENOTCAPABLE", message, { advice: `run Deno with ${flag}`, ...details });
    this.flag = flag;
  }
}

/** An entry that failed, in the `errors` of a summary. */
export class EntryError extends FerryError {
  /** The name of the class. */
  override readonly name: string = "EntryError";
  /** An entry failed, and the run went on. */
  override readonly kind = "entry";
  /** What was being done, in words: `copy`, `list folder`, `set owner of`, … */
  readonly op: string;
  /** The path as raw bytes; in `path` U+FFFD stands for what is not UTF-8. */
  readonly pathBytes: Uint8Array;
  /** Whether it ended the run. */
  readonly isFatal: boolean;
  /** Whether the entry is one of the source that changed or vanished while it was read. */
  readonly hasChanged: boolean;
  /** What is to be copied again, as in `ErrorEvent.entry`; null where the error is about no entry. */
  readonly entry: Uint8Array | null;

  /**
   * Makes one.
   *
   * @param event that told of it
   */
  constructor({ op, path, syscall, code, message, fatal, hasChanged, entry }: ErrorEvent) {
    const shown = new TextDecoder().decode(path);
    const failed = { op, text: message };
    super(code, `cannot ${op} '${shown}': ${message} (${code})`, { path: shown, syscall, failed });
    this.op = op;
    this.pathBytes = path;
    this.isFatal = fatal;
    this.hasChanged = hasChanged ?? false;
    this.entry = entry ?? null;
  }
}

/** A condition ended the run, or did not let it begin: a full disk, a read-only target. */
export class StoppedError extends FerryError {
  /** The name of the class. */
  override readonly name: string = "StoppedError";
  /** A condition ended the run. */
  override readonly kind = "stopped";
}

/** The error of a kind that ends a run. */
export function errorOf(
  kind: Exclude<ErrorKind, "entry">,
  code: string,
  message: string,
  details: ErrorDetails = {},
): FerryError {
  return kind === "usage"
    ? new UsageError(code, message, details)
    : new StoppedError(code, message, details);
}
