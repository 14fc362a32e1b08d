// One attempt at an entry under `--retries`: what fails is kept back until it is known whether the
// entry is tried again, because an error that passes is not one to report.

import type { ErrorEvent } from "../events.ts";

/**
 * Codes of conditions that may be over a moment later: a busy or overloaded system, a network file
 * system that has lost its server (which says EIO as well), a source that is being written to, a copy
 * that came out wrong.
 * Everything else (EACCES, ENOENT, ENOSPC, …) stays as it is however often it is tried.
 */
const TRANSIENT_CODES = new Set([
  "CONTENTS_DIFFER",
  "EAGAIN",
  "EBUSY",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "EINTR",
  "EIO",
  "ENDED_EARLY",
  "EMFILE",
  "ENETDOWN",
  "ENETRESET",
  "ENETUNREACH",
  "ENFILE",
  "ENOBUFS",
  "ENOLCK",
  "ENOLINK",
  "ENOMEM",
  "ENOTCONN",
  "EREMOTEIO",
  "ESTALE",
  "ETIMEDOUT",
  "ETXTBSY",
  "SOURCE_CHANGED",
]);

/** Whether a condition of that code may be over a moment later. */
export function isTransient(code: string): boolean {
  return TRANSIENT_CODES.has(code);
}

/** What failed in an attempt that is not the last. */
export class Attempt {
  readonly errors: Omit<ErrorEvent, "type">[] = [];

  /** Whether something failed and all of that may pass. */
  get isTransient(): boolean {
    return this.errors.length > 0 && this.errors.every(({ code }) => isTransient(code));
  }
}
