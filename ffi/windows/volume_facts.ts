// What Windows tells of the volume of an open file: its room, its file system and how that is mounted.

import type { MountedFileSystem } from "../calls/mounts.ts";
import type { Room } from "../calls/storage.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import { fileSystemName } from "./file_system_kind.ts";
import { FILE_FS_SIZE_INFORMATION as FS_SIZE } from "./structs.ts";

/** Null if the volume does not tell. Quotas are taken into account; no file system here has a number of entries. */
export function roomOf(calls: Calls, file: number): Room | null {
  if (!calls.queryVolume(file, k.FileFsSizeInformation, FS_SIZE.size)) return null;
  const { words } = calls;
  const blockBytes = words[FS_SIZE.SectorsPerAllocationUnit / 4] *
    words[FS_SIZE.BytesPerSector / 4];
  const bytesAt = (at: number) => (words[at / 4] + words[at / 4 + 1] * 2 ** 32) * blockBytes;
  return {
    totalBytes: bytesAt(FS_SIZE.TotalAllocationUnits),
    freeBytes: bytesAt(FS_SIZE.AvailableAllocationUnits),
    reservedBytes: 0,
    blockBytes,
    totalInodes: null,
    freeInodes: null,
  };
}

/** Null if the volume does not tell. */
export function fileSystemOf(calls: Calls, folder: number): MountedFileSystem | null {
  const type = fileSystemName(calls, folder);
  if (type === null) return null;
  const isReadOnly = (calls.words[0] & k.FILE_READ_ONLY_VOLUME) !== 0;
  return { type, source: "", point: "", flags: [isReadOnly ? "ro" : "rw"], options: [] };
}
