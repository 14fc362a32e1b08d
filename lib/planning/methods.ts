// By which methods the bytes of a plan's files are expected to move, and why.

import { isClone } from "../copy/bytes/methods.ts";
import type { MethodName, OperationCost, OperationEvent } from "../events.ts";
import type { Options } from "../options.ts";
import { SMALLEST_KERNEL_COPY } from "../thresholds.ts";

/** Files whose bytes are expected to move in one way. */
export interface PlannedMethod {
  /** Null for empty files, which have no bytes to move. */
  readonly method: MethodName | null;
  /** What is tried after it, where only trying tells whether it works; else null. */
  readonly otherwise: MethodName | null;
  /** Numbers of the file systems, as `OperationCost` has them. */
  readonly sourceDevice: number;
  readonly targetDevice: number;
  /** In words. */
  readonly why: string;
  readonly files: number;
  readonly bytes: number;
}

type How = Pick<Options, "zeroCopy" | "sparse" | "bandwidthLimit">;

export class PlannedMethods {
  readonly #byKey = new Map<string, { -readonly [K in keyof PlannedMethod]: PlannedMethod[K] }>();

  constructor(private readonly options: How) {}

  /** Counts a file that is to be copied. */
  add({ size, cost }: Pick<OperationEvent, "size" | "cost">): void {
    if (cost === undefined) return;
    const { method, otherwise, sourceDevice, targetDevice } = cost;
    const why = this.#why(cost, size);
    const key = [method, otherwise, sourceDevice, targetDevice, why].join();
    let row = this.#byKey.get(key);
    if (row === undefined) {
      row = { method, otherwise, sourceDevice, targetDevice, why, files: 0, bytes: 0 };
      this.#byKey.set(key, row);
    }
    row.files++;
    row.bytes += size;
  }

  /** Bytes that are expected to move, and not to be shared. */
  get bytesMoved(): number {
    const moving = this.all().filter(({ method }) => method !== null && !isClone(method));
    return moving.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** That of most bytes first. */
  all(): PlannedMethod[] {
    return [...this.#byKey.values()].toSorted((a, b) => b.bytes - a.bytes || b.files - a.files);
  }

  #why({ method, otherwise, sourceDevice, targetDevice }: OperationCost, size: number): string {
    if (method === null) return "empty files";
    const isOne = sourceDevice === targetDevice;
    if (isClone(method)) {
      return otherwise === null
        ? "within a file system that shares blocks"
        : "if the file system shares blocks";
    }
    if (method === "read_write") return this.#whyReadAndWritten(size);
    return isOne ? "within a file system" : "from one file system to another";
  }

  #whyReadAndWritten(size: number): string {
    const { zeroCopy, sparse, bandwidthLimit } = this.options;
    if (sparse === "always") return "--sparse looks for zeros";
    if (zeroCopy === "never") return "--no-zero-copy";
    if (bandwidthLimit !== null) return "--bwlimit";
    return size < SMALLEST_KERNEL_COPY ? "small files" : "the system has nothing faster here";
  }
}
