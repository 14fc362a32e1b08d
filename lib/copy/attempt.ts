// One attempt at an entry under `--retries`: its errors are held back until it is known whether the entry is tried
// again, because a transient error is not reported.

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

/** True if a condition of that code may be over a moment later. */
export function isTransient(code: string): boolean {
  return TRANSIENT_CODES.has(code);
}

/** The errors of an attempt that is not the last one. */
export class Attempt {
  readonly errors: Omit<ErrorEvent, "type">[] = [];

  /** True if there are errors and all of them are transient. */
  get isTransient(): boolean {
    return this.errors.length > 0 && this.errors.every(({ code }) => isTransient(code));
  }
}
