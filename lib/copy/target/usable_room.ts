// How much room a file system has for what this process writes, and how much another one could fill.

import { FileStat, KIND, type NativeFileSystem, type Room } from "../../../ffi/mod.ts";

/** File systems that may compress without being mounted so, and the option of others. */
const COMPRESSING: ReadonlySet<string> = new Set(["zfs", "bcachefs"]);
const COMPRESSED = /^compress(?!=no)/;

/** What ext4 keeps for itself, from everybody (ext4_calculate_resv_clusters in fs/ext4/super.c); the reserve has it. */
const EXT4_OWN = { share: 0.02, blocks: 4096 };

/** The room that this process may use; null where there is no limit, or none is told. */
export function usableRoom(fs: NativeFileSystem, handle: number): Room | null {
  const room = handle < 0 ? null : fs.room(handle);
  if (room === null || room.totalBytes === 0) return null;
  if (room.reservedBytes === 0) return room;
  // ext4 keeps a part for root, or somebody else; what others reserve is for themselves.
  const kind = fs.fileSystemKind(handle);
  if (kind !== KIND.ext4 && kind !== KIND.oldExt) return room;
  const stat = new FileStat();
  if (fs.statHandle(handle, stat) < 0 || !fs.mayFillReserve(stat.dev)) return room;
  const { totalBytes, blockBytes, freeBytes, reservedBytes } = room;
  const own = Math.min(totalBytes * EXT4_OWN.share, EXT4_OWN.blocks * blockBytes);
  return { ...room, freeBytes: Math.max(freeBytes, Math.floor(freeBytes + reservedBytes - own)) };
}

/** Whether files may take less room than their bytes. */
export function mayCompress(fs: NativeFileSystem, handle: number): boolean {
  const mounted = fs.fileSystemOf(handle);
  return mounted !== null &&
    (COMPRESSING.has(mounted.type) || mounted.options.some((option) => COMPRESSED.test(option)));
}

/** What file systems hold in all. */
export interface Held {
  readonly bytes: number;
  readonly entries: number;
}

/** A file takes as much at least, where a file system does not tell how many it has. */
const BLOCK_BYTES = 4096;

export function heldBy(room: Room | null): Held {
  if (room === null || room.totalBytes === 0) return { bytes: Infinity, entries: Infinity };
  const { totalBytes, freeBytes, reservedBytes, totalInodes, freeInodes } = room;
  const bytes = totalBytes - freeBytes - reservedBytes;
  const isTold = totalInodes !== null && freeInodes !== null;
  return { bytes, entries: isTold ? totalInodes - freeInodes : bytes / BLOCK_BYTES };
}

/** Whether a room is enough for as much. */
export function holds({ freeBytes, freeInodes }: Room, { bytes, entries }: Held): boolean {
  return bytes <= freeBytes && (freeInodes === null || entries <= freeInodes);
}
