// The room of a file system, by statfs(2), which Node's API alone makes.

import type { Room } from "../calls/storage.ts";
import { node } from "./node.ts";
import { isGranted, isReadable } from "../permission.ts";

/** Null if that may not be asked (--allow-sys=statfs), or an older Deno cannot. */
export function roomOf(path: string): Room | null {
  if (!isGranted({ name: "sys", kind: "statfs" }) || !isReadable(path)) return null;
  try {
    const { bsize, blocks, bfree, bavail, files, ffree } = node().statfsSync(path);
    return {
      totalBytes: blocks * bsize,
      freeBytes: bavail * bsize,
      reservedBytes: Math.max(0, bfree - bavail) * bsize,
      blockBytes: bsize,
      totalInodes: files > 0 ? files : null,
      freeInodes: files > 0 ? ffree : null,
    };
  } catch {
    return null;
  }
}
