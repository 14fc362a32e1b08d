// A name in the other case, and whether a target folder has it.

import { ENOENT } from "../../../ffi/errno.ts";
import { type CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";

const CASE_BIT = 0x20;
const UPPER_A = 65, UPPER_Z = 90;

const found = new FileStat();

/** Whether the target folder answers to a name; null where that cannot be told. */
export function isNameThere({ fs }: CopyContext, pair: FolderPair, name: CString): boolean | null {
  const error = fs.stat(pair.target, name, found);
  return error === 0 ? true : error === -ENOENT ? false : null;
}

/** The name with its ASCII letters in the other case. */
export function withOtherCase(name: CString): CString {
  return name.map((byte) => {
    const upper = byte & ~CASE_BIT;
    return upper >= UPPER_A && upper <= UPPER_Z ? byte ^ CASE_BIT : byte;
  });
}
