// ferry's own errors, each a class of its own. Most end a run before or while it works. An entry that fails is an
// event (`lib/events.ts`), and the run goes on.

/** `usage`: nothing was touched, exit 2. `stopped`: a condition ended the run, exit 4. */
export type ErrorKind = "usage" | "stopped";

/** What is known of an error beside its code and message. */
export interface ErrorDetails {
  /** One line that names what helps, if something does. */
  readonly advice?: string | null;
  /** The path that it is about, as given; null where that is DEST or none. */
  readonly path?: string | null;
  /** The system call that failed, as the system names it; null where none did. */
  readonly syscall?: string | null;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** What all of ferry's errors have in common. */
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

  /**
   * @param code an errno name, or one of ferry's own
   * @param message what was being done, the quoted path, and the system's text
   * @param details what else is known
   */
  constructor(code: string, message: string, details: ErrorDetails = {}) {
    const { advice = null, path = null, syscall = null, cause } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.advice = advice;
    this.path = path;
    this.syscall = syscall;
  }
}

/** Something that was asked for is wrong, or not to be had. Nothing was touched. */
export class UsageError extends FerryError {
  override readonly name: string = "UsageError";
  override readonly kind = "usage";
}

/** A condition ended the run, or did not let it begin: a full disk, a read-only target. */
export class StoppedError extends FerryError {
  override readonly name: string = "StoppedError";
  override readonly kind = "stopped";
}

/** The error of a kind. */
export function errorOf(
  kind: ErrorKind,
  code: string,
  message: string,
  details: ErrorDetails = {},
): FerryError {
  return kind === "usage"
    ? new UsageError(code, message, details)
    : new StoppedError(code, message, details);
}
