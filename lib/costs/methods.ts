// By which methods the bytes of a plan's files are expected to move, and why.

import { isClone } from "../copy/bytes/methods.ts";
import type { MethodName, OperationEvent } from "../events.ts";
import type { Options } from "../options.ts";
import { SMALLEST_KERNEL_COPY } from "../thresholds.ts";

/** Files whose bytes are expected to move in one way. */
export interface PlannedMethod {
  /** Null for empty files, which have no bytes to move. */
  readonly method: MethodName | null;
  /** What is tried after it, where only trying tells whether it works; else null. */
  readonly otherwise: MethodName | null;
  /** Number of the file system that they are on, as `OperationCost` has it. */
  readonly sourceDevice: number;
  /** Number of the file system that they are copied to. */
  readonly targetDevice: number;
  /** In words. */
  readonly why: string;
  /** How many files. */
  readonly files: number;
  /** Bytes of these files. */
  readonly bytes: number;
}

type How = Pick<Options, "zeroCopy" | "sparse" | "bandwidthLimit">;

/** What is the same for files that move alike. */
interface Alike extends Omit<PlannedMethod, "why" | "files" | "bytes"> {
  readonly isSmall: boolean;
  /** Files that are nothing but holes. */
  readonly isHollow: boolean;
  files: number;
  bytes: number;
}

/** The type of a file system, by its number; empty where it is not known. */
export type TypeOf = (device: number) => string;

export class PlannedMethods {
  readonly #byKey = new Map<string, Alike>();

  constructor(private readonly options: How) {}

  /** Counts a file that is to be copied. */
  add({ size, cost }: Pick<OperationEvent, "size" | "cost">): void {
    if (cost === undefined) return;
    const { method, otherwise, sourceDevice, targetDevice } = cost;
    const isSmall = method === "read_write" && size < SMALLEST_KERNEL_COPY;
    const isHollow = method === "read_write" && cost.allocated === 0;
    const key = [method, otherwise, sourceDevice, targetDevice, isSmall, isHollow].join();
    let row = this.#byKey.get(key);
    if (row === undefined) {
      row = {
        method,
        otherwise,
        sourceDevice,
        targetDevice,
        isSmall,
        isHollow,
        files: 0,
        bytes: 0,
      };
      this.#byKey.set(key, row);
    }
    row.files++;
    row.bytes += size;
  }

  /** That of most bytes first. */
  all(typeOf: TypeOf): PlannedMethod[] {
    return [...this.#byKey.values()]
      .toSorted((a, b) => b.bytes - a.bytes || b.files - a.files)
      .map(({ isSmall, isHollow, ...row }) => ({
        ...row,
        why: this.#why({ ...row, isSmall, isHollow }, typeOf),
      }));
  }

  #why(row: Alike, typeOf: TypeOf): string {
    const { method, otherwise, sourceDevice, targetDevice } = row;
    if (method === null) return "empty files";
    const from = typeOf(sourceDevice), to = typeOf(targetDevice);
    if (isClone(method)) {
      const name = to || "the file system";
      return otherwise === null ? `${name} shares blocks` : `if ${name} shares blocks here`;
    }
    if (method === "read_write") return this.#whyReadAndWritten(row);
    if (sourceDevice === targetDevice) return `within ${to || "a file system"}`;
    return from && to ? `from ${from} to ${to}` : "from one file system to another";
  }

  #whyReadAndWritten({ isSmall, isHollow }: Alike): string {
    const { zeroCopy, sparse, bandwidthLimit } = this.options;
    if (sparse === "always") return "--sparse looks for zeros";
    if (zeroCopy === "never") return "--no-zero-copy";
    if (isHollow) return "nothing but holes";
    if (isSmall) return "small files";
    return bandwidthLimit !== null ? "--bwlimit" : "the system has nothing faster here";
  }
}
