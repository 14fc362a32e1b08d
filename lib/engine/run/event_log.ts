// What the threads report: passed on to the caller at once, while errors are counted and the first ones
// kept for the summary.

import { pathBytes } from "../../../ffi/mod.ts";
import type { FerryError } from "../../errors.ts";
import type { ErrorEvent, RunEvent } from "../../events.ts";
import { isOneOf, OWN_FILE_MET } from "../roots/own_files.ts";
import type { RunRequest } from "../roots/request.ts";

/** Errors that the summary keeps; all are counted. */
const ERRORS_KEPT = 100;

export class EventLog {
  readonly errors: ErrorEvent[] = [];
  errorCount = 0;
  /** Errors that are about a source that did not hold still. */
  changedCount = 0;
  /** A usage error that was found only on the way. */
  refusal: FerryError | null = null;

  constructor(private readonly request: RunRequest) {}

  receive(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (event.type === "error") {
        if (event.code === OWN_FILE_MET) {
          const own = this.request.ownFiles[Number(event.message)];
          this.refusal = isOneOf(this.request, own, own.path);
          continue;
        }
        this.errorCount++;
        if (event.hasChanged) this.changedCount++;
        if (this.errors.length < ERRORS_KEPT) this.errors.push(event);
      }
      this.request.onEvent(event);
    }
  }

  notice(message: string): void {
    this.request.onEvent({ type: "notice", message });
  }

  /** An error that concerns DEST as a whole. */
  fail(
    { syscall = null, fatal = false, ...error }:
      & Pick<ErrorEvent, "op" | "code" | "message">
      & Partial<Pick<ErrorEvent, "syscall" | "fatal">>,
  ): void {
    const path = pathBytes(this.request.dest);
    this.receive([{ type: "error", path, syscall, fatal, ...error }]);
  }
}
