// One attempt at an entry that may be tried again (`--retries`, `--shard`): its errors are held back until it is known whether
// it is, because an error that passes is not reported.

import { commonErrorName } from "../../ffi/mod.ts";
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

/**
 * Codes with which a change in the target fails because another run has taken the name, made way by it, or taken it away. That
 * run has done what this one was about to do, or something of it.
 */
const DISTURBED_CODES = new Set([
  "EEXIST",
  "EISDIR",
  "ELOOP",
  "ENOENT",
  "ENOTDIR",
  "ENOTEMPTY",
  "ESTALE",
  "TARGET_CHANGED",
]);

/** True if a condition of that code may be over a moment later. */
export function isTransient(code: string): boolean {
  return TRANSIENT_CODES.has(commonErrorName(code));
}

/** What fails in an attempt. */
export class Attempt {
  readonly errors: Omit<ErrorEvent, "type">[] = [];

  /** @param retriesTransient whether the entry is tried again, after a wait, where all errors are transient */
  constructor(readonly retriesTransient = false) {}

  /** True if there are errors and all of them are transient. */
  get isTransient(): boolean {
    return this.errors.length > 0 && this.errors.every(({ code }) => isTransient(code));
  }

  /** True if there are errors and each may come from another run that is at work on the same target entry. */
  get isDisturbed(): boolean {
    return this.errors.length > 0 &&
      this.errors.every(({ code, hasChanged }) =>
        hasChanged !== true && DISTURBED_CODES.has(commonErrorName(code))
      );
  }
}
