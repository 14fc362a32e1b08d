// The file whose bytes are being moved: what has become of it so far, and what every way of moving
// them needs for that. One a worker, begun anew for each file.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import type { MethodName } from "../../events.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { MethodMemory } from "../../shared/method_memory.ts";
import { METHOD_BIT } from "./methods.ts";

export class Transfer {
  /** The method that moved the last bytes; null for an empty file. */
  method: MethodName | null = null;
  /** Bytes shared by a clone. */
  shared = 0;
  /** The call that failed. */
  failedCall = "";
  /** The source ended before its size: it shrank. */
  endedEarly = false;
  /** Where it did, as far as this thread knows, or where a file ended that tells no size. */
  endsAt = Infinity;
  /** Bytes that the target holds from before, which what is written may leave none of. */
  oldBytes = 0;
  /** What each method that gave way answered, for the message when none works. */
  refusals: string[] = [];

  constructor(
    readonly fs: NativeFileSystem,
    /** What earlier files between the same two file systems have taught. */
    readonly memory: MethodMemory,
    /** The worker's row of counters. */
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

  /** Notes that a method gave way, so that no later file tries it again. */
  refuse(method: MethodName, error: number): void {
    this.memory.remember(METHOD_BIT[method]);
    this.refusals.push(`${method}: ${this.fs.errorName(error)}`);
  }
}
