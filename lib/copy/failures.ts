// How an entry fails: the failure is counted and reported with call, code and path, and the run goes on unless the
// condition concerns all of it.

import { EDEADLK, EDQUOT, ELOOP, ENOENT, ENOSPC, ENOTDIR, EROFS } from "../../ffi/errno.ts";
import { type CString, FileStat, type NativeFileSystem } from "../../ffi/mod.ts";
import type { FolderPair } from "../entry/folder_pair.ts";
import { entryOf, pathOf, sourceOf, type Subject } from "../entry/subject.ts";
import type { ErrorEvent } from "../events.ts";
import type { Options } from "../options.ts";
import type { Report } from "../thread_report.ts";
import { isStopping, STOP, stop } from "../shared/control.ts";
import { COUNTER } from "../shared/counters.ts";
import type { Attempt } from "./attempt.ts";
import { FAILURE_REPORTED, STOPPED } from "./bytes/answers.ts";

/** Conditions that the next file would meet as well: unless on a mount below the target, they end the run (exit code 4). */
const ENDS_THE_RUN = new Set([-ENOSPC, -EDQUOT, -EROFS]);

/** True if the next file would meet an error as well, a negated errno. */
export function endsRun(error: number): boolean {
  return ENDS_THE_RUN.has(error);
}

/** What reporting failures needs. */
export interface FailureSetup {
  readonly fs: NativeFileSystem;
  readonly options: Options;
  readonly report: Report;
}

/** The part of a thread's context that reports failures. */
export abstract class Failures {
  readonly fs: NativeFileSystem;
  readonly options: Options;
  readonly report: Report;
  /** The attempt at the current entry, where another one may follow; else null. */
  attempt: Attempt | null = null;
  /** True if the last failure is a source entry that changed or vanished: that is no failed file. */
  lastHasChanged = false;
  /** False if the last failure was that of other threads, too, which have told it: a full disk ends the run once. */
  lastWasTold = false;
  /** Scratch: metadata of a source entry by now. */
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
   * @param detail is appended to the system's text
   */
  fail(subject: Subject, op: string, syscall: string, error: number, detail = ""): void {
    if (error === STOPPED || error === FAILURE_REPORTED) return;
    const { pair, side } = subject;
    if (error === -EDEADLK && side === "source" && !this.options.materialize) {
      return this.failDataless(pair, subject.name, op);
    }
    const hasChanged = side === "source" && this.#hasChanged(subject, syscall, error);
    const more = hasChanged
      ? "; it has changed since its folder was listed"
      : detail + this.whyRefused(subject, syscall, error);
    this.#fail({
      op,
      path: pathOf(subject),
      ...fromOf(subject),
      entry: entryOf(subject),
      syscall: this.fs.callName(syscall),
      code: this.fs.errorName(error),
      message: this.fs.errorText(error) + more,
      fatal: endsRun(error) && !pair.isOnOtherMount,
      ...(hasChanged ? { hasChanged } : {}),
    });
  }

  /** Says more where the target's file system cannot have such an entry. */
  protected whyRefused(_subject: Subject, _syscall: string, _error: number): string {
    return "";
  }

  /** True if a call failed because an entry of the source changed or vanished since it was listed. */
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

  /** True if a name that was listed as a file or a symlink is of another type by now. */
  #isOther(source: number, name: CString, syscall: string): boolean {
    if (syscall !== "openat" && syscall !== "readlinkat") return false;
    if (this.fs.stat(source, name, this.#nowStat) < 0) return false;
    return syscall === "openat" ? !this.#nowStat.isFile : !this.#nowStat.isSymlink;
  }

  /** Reports a source entry that changed meanwhile. */
  failChanged(pair: FolderPair, name: CString | null, op: string, message: string): void {
    const source = sourceOf(pair, name);
    this.#fail({
      op,
      path: pathOf(source),
      entry: entryOf(source),
      syscall: null,
      code: "SOURCE_CHANGED",
      message,
      fatal: false,
      hasChanged: true,
    });
  }

  /** Reports a file or folder whose contents a cloud service holds and that is not to be fetched. */
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
    const path = pathOf(subject), entry = entryOf(subject);
    this.#fail({ op, path, ...fromOf(subject), entry, syscall, code, message, fatal });
  }

  #fail(error: Omit<ErrorEvent, "type">): void {
    const { fatal } = error;
    this.lastHasChanged = error.hasChanged === true;
    this.lastWasTold = !(fatal && isStopping(this.control));
    if (!this.lastWasTold) return; // reported once, not by each thread for its current entry
    if (this.attempt !== null && !fatal) this.attempt.errors.push(error);
    else this.reportError(error);
    if (fatal) {
      this.report.flush();
      stop(this.control, STOP.fatal);
    }
  }

  /** Counts a file as failed, unless it is one of those that a run leaves because it stops. */
  countFailedFile(): void {
    if (this.lastWasTold || !isStopping(this.control)) this.count[COUNTER.filesFailed]++;
  }

  /** Counts and reports an error. */
  reportError(error: Omit<ErrorEvent, "type">): void {
    this.count[COUNTER.errors]++;
    this.report.error(error);
  }

  /** True if the current entry failed only transiently and will be tried again. */
  get willRetry(): boolean {
    return this.waitsForRetry && this.attempt!.isTransient;
  }

  /** True if the current entry is tried again, after a wait, where it fails only transiently. */
  get waitsForRetry(): boolean {
    return this.attempt !== null && this.attempt.retriesTransient;
  }
}

/** The source that a message names beside the target, where it is to name both. */
function fromOf({ pair, from }: Subject): Pick<ErrorEvent, "from"> {
  return from === undefined ? {} : { from: pathOf(sourceOf(pair, from)) };
}
