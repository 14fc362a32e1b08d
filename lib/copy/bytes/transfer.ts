// The state of the file whose bytes are being moved, and what all methods need for that. Each thread has one and reuses
// it for all files.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import type { MethodName } from "../../events.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { MethodMemory } from "../../shared/method_memory.ts";
import { METHODS } from "./methods.ts";

export class Transfer {
  /** The method that moved the last bytes; null for an empty file. */
  method: MethodName | null = null;
  /** Bytes shared by a clone. */
  shared = 0;
  /** The call that failed. */
  failedCall = "";
  /** True if the source ended before its size. */
  endedEarly = false;
  /** Offset of the end: of a source that shrank, or of a file with st_size 0. */
  endsAt = Infinity;
  /** Bytes that the target had before, which will be overwritten. */
  oldBytes = 0;
  /** The answers of the methods that failed, for the message if all do. */
  refusals: string[] = [];
  /** The answer of the last one: a negated errno. */
  lastRefusal = 0;
  /** Bytes of the file that other threads have moved, and counted. */
  movedByOthers = 0;
  /** Those that were taken back, of an entry that may be tried again. */
  takenFromOthers = 0;
  /** What was counted before the file. */
  #copiedBefore = 0;
  #sharedBefore = 0;

  constructor(
    readonly fs: NativeFileSystem,
    /** Methods that failed for earlier files of the same two file systems. */
    readonly memory: MethodMemory,
    /** The thread's row of counters. */
    readonly count: Float64Array,
    private readonly control: Int32Array,
  ) {}

  get isStopped(): boolean {
    return isStopping(this.control);
  }

  /** Forgets the file before. */
  begin(): void {
    this.method = null;
    this.shared = 0;
    this.endedEarly = false;
    this.endsAt = Infinity;
    if (this.refusals.length > 0) this.refusals = [];
  }

  /** Begins with a file, which may be copied more than once. */
  mark(): void {
    this.#copiedBefore = this.count[COUNTER.bytesCopied];
    this.#sharedBefore = this.count[COUNTER.bytesShared];
    this.movedByOthers = 0;
  }

  /** Counts what was moved since as not copied, for it is not what becomes of the file; the screen has it as done. */
  takeBack(): void {
    const { count } = this;
    const copied = count[COUNTER.bytesCopied] - this.#copiedBefore + this.movedByOthers;
    const shared = count[COUNTER.bytesShared] - this.#sharedBefore;
    count[COUNTER.bytesCopied] -= copied;
    count[COUNTER.bytesShared] -= shared;
    count[COUNTER.bytesNotCopied] += copied + shared;
    this.takenFromOthers += this.movedByOthers;
    this.mark();
  }

  /** Notes that the source ended before its size. */
  endAt(offset: number): void {
    this.endedEarly = true;
    this.endsAt = Math.min(this.endsAt, offset);
  }

  /** Notes that a clone made the whole file. */
  sharedBy(method: MethodName, size: number): void {
    this.method = method;
    this.shared = size;
    this.count[COUNTER.bytesShared] += size;
  }

  /** Notes that a method failed, so that no later file tries it again. */
  refuse(method: MethodName, error: number): void {
    this.memory.remember(METHODS[method].bit);
    this.lastRefusal = error;
    this.refusals.push(`${method}: ${this.fs.errorName(error)}`);
  }
}
