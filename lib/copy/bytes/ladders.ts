// A ladder is an ordered list of methods, and a rung is one of them: what is tried for a file, until one works. Ladders are
// computed once a run; the measurements behind them are in thresholds.ts.

import type { Abilities, SmallFileMethod } from "../../../ffi/mod.ts";
import type { MethodName } from "../../events.ts";
import type { Options } from "../../options.ts";
import { SMALLEST_CLONE, SMALLEST_KERNEL_COPY } from "../../thresholds.ts";
import {
  type CloneMethod,
  isAvailable,
  isCloneMethod,
  isPartMethod,
  METHODS,
  type PartMethod,
  suitsRanges,
} from "./methods.ts";

/** A method that moves parts, with its bit in the memory of what failed. */
interface Rung {
  readonly method: PartMethod;
  readonly bit: number;
}

/** The methods for one file, from the first that is tried to the last, sorted by what they take. */
export interface Ladder {
  /** Whether the first is a clone that makes a file of its own (clonefile). */
  readonly clonesToName: boolean;
  /** The clone between open files that is tried first, or null. */
  readonly clone: CloneMethod | null;
  /** Whether the system is to copy the file by name (CopyFileExW), when no clone works. */
  readonly goesByName: boolean;
  /** Whether one call is to copy all that an open file holds (fcopyfile). */
  readonly copiesContents: boolean;
  /** What moves the bytes part by part. */
  readonly rungs: readonly Rung[];
  readonly readsAndWrites: boolean;
  /** Whether a clone that fails ends the file: no other method is allowed. */
  readonly onlyClones: boolean;
  /** Whether what earlier files have taught about the two file systems matters. */
  readonly asksMemory: boolean;
}

/** Picks the ladder for one file. */
export interface LadderChoice {
  for(size: number, smallFiles?: SmallFileMethod): Ladder;
  readonly forRange: Ladder;
}

/** One method and no other, to find out whether it works. */
export function onlyBy(method: MethodName): LadderChoice {
  const ladder = ladderOf([method]);
  return { for: () => ladder, forRange: ladder };
}

/** Picks one of a fixed few, never a new one. */
export class Ladders implements LadderChoice {
  readonly #small: Readonly<Record<SmallFileMethod, Ladder>>;
  readonly #medium: Ladder;
  readonly #large: Ladder;
  /** For a file that several workers write at once: sendfile has one position for all and is left out. */
  readonly forRange: Ladder;

  constructor(options: Options, can: Abilities) {
    const { small, medium, large } = methodsBySize(options, can);
    const isFree = small.length === 1 && small[0] === "read_write"; // no option says how
    /** That method first, if the options allow it. */
    const first = (method: MethodName) =>
      ladderOf(isFree && large.includes(method) ? [method, "read_write"] : small);
    this.#small = {
      read_write: ladderOf(small),
      copy_file_range: first("copy_file_range"),
      clone: first("reflink"),
    };
    this.#medium = ladderOf(medium);
    this.#large = ladderOf(large);
    this.forRange = ladderOf(large.filter(suitsRanges));
  }

  /**
   * @param size in bytes
   * @param smallFiles how a small file is best copied where it lies
   */
  for(size: number, smallFiles: SmallFileMethod = "read_write"): Ladder {
    return size < SMALLEST_KERNEL_COPY
      ? this.#small[smallFiles]
      : size < SMALLEST_CLONE
      ? this.#medium
      : this.#large;
  }
}

/** The methods that a large file would try, from the first to the last. */
export function methodsFor(options: Options, can: Abilities): readonly MethodName[] {
  return methodsBySize(options, can).large;
}

interface MethodsBySize {
  readonly small: readonly MethodName[];
  readonly medium: readonly MethodName[];
  readonly large: readonly MethodName[];
}

function methodsBySize(options: Options, can: Abilities): MethodsBySize {
  const available = (methods: MethodName[]) => methods.filter((method) => isAvailable(method, can));
  const clone = can.blockClone ? "block_clone" : can.cloneToName ? "clonefile" : "reflink";
  if (options.reflink === "always") return sameForAll([clone]);
  if (options.zeroCopy === "never" || options.sparse === "always") {
    return sameForAll(["read_write"]);
  }
  const insisting = options.zeroCopy === "always";
  // A clone keeps holes, and so does a copy_file_range that clones or leaves the copy to a server.
  const mayClone = options.reflink !== "never" && options.sparse !== "never";
  // A name is no open file: what is there already or to be on disk at once goes by handle.
  const byHandle = options.inplace || options.fsync || options.resume;
  // A clone moves no bytes; every other way into the kernel would move them all at once.
  const copying: MethodName[] = options.bandwidthLimit !== null ? ["read_write"] : available([
    ...(mayClone ? ["copy_file_range"] as const : []),
    "sendfile",
    ...(byHandle ? [] : ["CopyFileExW"] as const),
    // fcopyfile is the C library's own loop of reads and writes, not the kernel's.
    ...(insisting ? [] : ["fcopyfile", "read_write"] as const),
  ]);
  const cloning = mayClone ? available([clone, ...copying]) : copying;
  if (insisting) return sameForAll(cloning);
  return { small: ["read_write"], medium: copying, large: cloning };
}

function sameForAll(methods: readonly MethodName[]): MethodsBySize {
  return { small: methods, medium: methods, large: methods };
}

function ladderOf(methods: readonly MethodName[]): Ladder {
  const rungs = methods.filter(isPartMethod)
    .map((method) => ({ method, bit: METHODS[method].bit }));
  const readsAndWrites = methods.includes("read_write");
  return {
    clonesToName: methods.includes("clonefile"),
    clone: methods.find(isCloneMethod) ?? null,
    goesByName: methods.includes("CopyFileExW"),
    copiesContents: methods.includes("fcopyfile"),
    rungs,
    readsAndWrites,
    onlyClones: methods.length === 1 && isCloneMethod(methods[0]),
    asksMemory: !(methods.length === 1 && readsAndWrites),
  };
}
