// The methods by which bytes move, and what each of them takes: two open files in whole or in parts, or
// names. The order in which they are tried is in ladders.ts.

import type { Abilities } from "../../../ffi/mod.ts";
import type { MethodName } from "../../events.ts";

/** Bit of each method in the memory of what failed. */
export const METHOD_BIT: Readonly<Record<MethodName, number>> = {
  reflink: 1,
  copy_file_range: 2,
  sendfile: 4,
  read_write: 8,
  block_clone: 16,
  CopyFileExW: 32,
  clonefile: 64,
  fcopyfile: 128,
};

/** Methods that let one open file share the bytes of another, and the call behind each. */
export const CLONE_CALLS = {
  reflink: "ioctl(FICLONE)",
  block_clone: "NtFsControlFile(FSCTL_DUPLICATE_EXTENTS_TO_FILE)",
} as const satisfies Partial<Record<MethodName, string>>;
export type CloneMethod = keyof typeof CLONE_CALLS;

/** Methods that move any part of an open file into another. */
const PART_METHODS = ["copy_file_range", "sendfile", "read_write"] as const;
export type PartMethod = typeof PART_METHODS[number];

export function isCloneMethod(method: MethodName): method is CloneMethod {
  return method in CLONE_CALLS;
}

export function isPartMethod(method: MethodName): method is PartMethod {
  return (PART_METHODS as readonly MethodName[]).includes(method);
}

/** Whether this platform has the method. */
export function isAvailable(method: MethodName, can: Abilities): boolean {
  switch (method) {
    case "reflink":
      return can.reflink;
    case "block_clone":
      return can.blockClone;
    case "CopyFileExW":
      return can.copyByName;
    case "clonefile":
      return can.cloneToName;
    case "fcopyfile":
      return can.copyContents;
    case "copy_file_range":
      return can.copyFileRange;
    case "sendfile":
      return can.sendfile;
    case "read_write":
      return true;
  }
}
