// How an entry fails, the one way for all of them: counted, reported with call, code and path, and the run goes on
// unless the condition concerns all of it.

import { EDEADLK, EDQUOT, ELOOP, ENOENT, ENOSPC, ENOTDIR, EROFS } from "../../ffi/errno.ts";
import { type CString, FileStat, type NativeFileSystem } from "../../ffi/mod.ts";
import type { FolderPair } from "../entry/folder_pair.ts";
import { pathOf, sourceOf, type Subject } from "../entry/subject.ts";
import type { ErrorEvent } from "../events.ts";
import type { Options } from "../options.ts";
import type { Report } from "../report.ts";
import { isStopping, STOP, stop } from "../shared/control.ts";
import { COUNTER } from "../shared/counters.ts";
import type { Attempt } from "./attempt.ts";
import { STOPPED } from "./bytes/answers.ts";

/** Conditions that the next file would meet as well: they end the run with exit code 4, unless they are those of a file system below the target. */
const ENDS_THE_RUN = new Set([-ENOSPC, -EDQUOT, -EROFS]);

/** What failures are reported with. */
export interface FailureSetup {
  readonly fs: NativeFileSystem;
  readonly options: Options;
  readonly report: Report;
}

/** What a thread's context does with failures. */
export abstract class Failures {
  readonly fs: NativeFileSystem;
  readonly options: Options;
  readonly report: Report;
  /** Under `--retries`, while an entry is tried and not for the last time. */
  attempt: Attempt | null = null;
  /** Whether what failed last is a source entry that changed or vanished: that is no failed file. */
  lastHasChanged = false;
  /** Scratch: what a source entry is like by now. */
  readonly #nowStat = new FileStat();

  constructor(
    { fs, options, report }: FailureSetup,
    /** The words that all threads share. */
    readonly control: Int32Array,
    /** The thread's row of counters. */
    readonly count: Float64Array,
  ) {
    this.fs = fs;
    this.options = options;
    this.report = report;
  }

  /**
   * Reports a call that failed.
   *
   * @param op what was being done, as in `cannot OP PATH`
   * @param error a negated errno
   * @param detail what the message adds to the system's text
   */
  fail(subject: Subject, op: string, syscall: string, error: number, detail = ""): void {
    if (error === STOPPED) return;
    const { pair, side } = subject;
    if (error === -EDEADLK && side === "source" && !this.options.materialize) {
      return this.failDataless(pair, subject.name, op);
    }
    const hasChanged = side === "source" && this.#hasChanged(subject, syscall, error);
    const more = hasChanged ? "; it has changed since its folder was listed" : detail;
    this.#fail({
      op,
      path: pathOf(subject),
      syscall: this.fs.callName(syscall),
      code: this.fs.errorName(error),
      message: this.fs.errorText(error) + more,
      fatal: ENDS_THE_RUN.has(error) && !pair.isOnOtherMount,
      ...(hasChanged ? { hasChanged } : {}),
    });
  }

  /** Whether a call failed because what the source's folder listed is gone or something else by now. */
  #hasChanged({ pair: { path, source }, name }: Subject, syscall: string, error: number): boolean {
    const isFolder = name === null;
    if (isFolder && path.length === 0) return false; // nothing lists a root
    switch (error) {
      case -ENOENT: // also of a symlink that is followed and leads nowhere
        return isFolder || !this.options.dereference ||
          this.fs.stat(source, name, this.#nowStat) === -ENOENT;
      case -ENOTDIR:
        return isFolder;
      case -ELOOP:
        return !this.options.dereference;
      default:
        return name !== null && !this.options.dereference && this.#isOther(source, name, syscall);
    }
  }

  /** Whether a name that was listed as a file or a symlink, and treated so, is something else by now. */
  #isOther(source: number, name: CString, syscall: string): boolean {
    if (syscall !== "openat" && syscall !== "readlinkat") return false;
    if (this.fs.stat(source, name, this.#nowStat) < 0) return false;
    return syscall === "openat" ? !this.#nowStat.isFile : !this.#nowStat.isSymlink;
  }

  /** Reports a source entry that did not hold still. */
  failChanged(pair: FolderPair, name: CString, op: string, message: string): void {
    const path = pathOf(sourceOf(pair, name));
    const code = "SOURCE_CHANGED";
    this.#fail({ op, path, syscall: null, code, message, fatal: false, hasChanged: true });
  }

  /** Reports contents that a cloud service holds, of a file or of a folder, and that are not to be fetched. */
  failDataless(pair: FolderPair, name: CString | null, op: string): void {
    const message = "Its contents are not on this machine; --materialize fetches them";
    this.failWith(sourceOf(pair, name), op, "DATALESS", message);
  }

  /** Reports a failure with a code and a message of its own; `fatal` ends the run. */
  failWith(
    subject: Subject,
    op: string,
    code: string,
    message: string,
    { fatal = false, syscall = null }: { fatal?: boolean; syscall?: string | null } = {},
  ): void {
    this.#fail({ op, path: pathOf(subject), syscall, code, message, fatal });
  }

  #fail(error: Omit<ErrorEvent, "type">): void {
    const { fatal } = error;
    this.lastHasChanged = error.hasChanged === true;
    if (fatal && isStopping(this.control)) return; // said once, not again for each entry in hand
    if (this.attempt !== null && !fatal) this.attempt.errors.push(error);
    else this.reportError(error);
    if (fatal) {
      this.report.flush();
      stop(this.control, STOP.fatal);
    }
  }

  /** Counts and reports an error. */
  reportError(error: Omit<ErrorEvent, "type">): void {
    this.count[COUNTER.errors]++;
    this.report.error(error);
  }

  /** Whether the entry in hand has failed in a way that may pass, and will be tried again. */
  get willRetry(): boolean {
    return this.attempt !== null && this.attempt.isTransient;
  }
}
