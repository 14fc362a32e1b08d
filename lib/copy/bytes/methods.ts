// The methods by which bytes move, one row each. The order in which they are tried is in ladders.ts.

import type { Abilities } from "../../../ffi/mod.ts";
import type { MethodName } from "../../events.ts";

/** What a method takes: two open files whole, any part of two open files, or two names. */
type Takes = "clone" | "contents" | "parts" | "names";

/** The abilities that a platform has or lacks. */
type BooleanAbility = {
  [Name in keyof Abilities]: Abilities[Name] extends boolean ? Name : never;
}[keyof Abilities];

interface Method {
  readonly takes: Takes;
  /** What the platform must be able to do; null for what each one can. */
  readonly ability: BooleanAbility | null;
  /** Its bit in the memory of what failed. */
  readonly bit: number;
  /** Whether the target's position in the file is shared by all threads, which then cannot write parts at once. */
  readonly sharesPosition?: true;
}

export const METHODS = {
  reflink: { takes: "clone", ability: "reflink", bit: 1 },
  copy_file_range: { takes: "parts", ability: "copyFileRange", bit: 2 },
  sendfile: { takes: "parts", ability: "sendfile", bit: 4, sharesPosition: true },
  read_write: { takes: "parts", ability: null, bit: 8 },
  block_clone: { takes: "clone", ability: "blockClone", bit: 16 },
  CopyFileExW: { takes: "names", ability: "copyByName", bit: 32 },
  clonefile: { takes: "names", ability: "cloneToName", bit: 64 },
  fcopyfile: { takes: "contents", ability: "copyContents", bit: 128 },
} as const satisfies Record<MethodName, Method>;

/** The methods that take two open files or names in that way. */
type MethodsThatTake<T extends Takes> = {
  [Name in MethodName]: typeof METHODS[Name]["takes"] extends T ? Name : never;
}[MethodName];

/** Methods that let one open file share the bytes of another. */
export type CloneMethod = MethodsThatTake<"clone">;
/** Methods that move any part of an open file into another. */
export type PartMethod = MethodsThatTake<"parts">;

/** The call behind each method that clones. */
export const CLONE_CALLS: Readonly<Record<CloneMethod, string>> = {
  reflink: "ioctl(FICLONE)",
  block_clone: "NtFsControlFile(FSCTL_DUPLICATE_EXTENTS_TO_FILE)",
};

export function isCloneMethod(method: MethodName): method is CloneMethod {
  return METHODS[method].takes === "clone";
}

/** Whether the copy shares the blocks of its source. */
export function isClone(method: MethodName): boolean {
  return isCloneMethod(method) || method === "clonefile";
}

export function isPartMethod(method: MethodName): method is PartMethod {
  return METHODS[method].takes === "parts";
}

/** Whether several threads may write parts of one file by the method at once. */
export function suitsRanges(method: MethodName): boolean {
  return !("sharesPosition" in METHODS[method]);
}

/** Whether this platform has the method. */
export function isAvailable(method: MethodName, can: Abilities): boolean {
  const { ability } = METHODS[method];
  return ability === null || can[ability];
}
