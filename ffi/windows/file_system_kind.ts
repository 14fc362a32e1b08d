// The kind of file system that a file is on, by the name that its volume tells. NTFS and ReFS keep everything.

import { KIND } from "../file_system_kinds.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import { FILE_FS_ATTRIBUTE_INFORMATION as FS_ATTRIBUTES } from "./structs.ts";

const BY_NAME: Readonly<Record<string, number>> = {
  FAT: KIND.fat,
  FAT32: KIND.fat,
  exFAT: KIND.exfat,
};
/** Offsets of FileSystemNameLength, which counts bytes, and of FileSystemName. */
const NAME_BYTES_AT = 8;
const NAME_AT = 12;
/** Room for the longest of those names. */
const MOST_NAME_BYTES = 64;
const decoder = new TextDecoder("utf-16le");

/** The kind of an open file's file system, as an index of the table. */
export function fileSystemKind(calls: Calls, file: number): number {
  return BY_NAME[fileSystemName(calls, file) ?? ""] ?? KIND.whole;
}

/** `NTFS`; null if the volume does not tell. */
export function fileSystemName(calls: Calls, file: number): string | null {
  const length = FS_ATTRIBUTES.size + MOST_NAME_BYTES;
  if (!calls.queryVolume(file, k.FileFsAttributeInformation, length)) return null;
  const bytes = Math.min(calls.words[NAME_BYTES_AT / 4], MOST_NAME_BYTES);
  const name = new Uint8Array(calls.words.buffer, calls.words.byteOffset + NAME_AT, bytes);
  return decoder.decode(name);
}
