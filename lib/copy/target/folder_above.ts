// What a dry run knows of a folder in which a run would make another one.

import { FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { FolderAbove } from "../../entry/root_pair.ts";
import { mountOf } from "../../entry/mount.ts";

export function lookAtFolder(fs: NativeFileSystem, folder: number): FolderAbove {
  const stat = new FileStat();
  fs.statHandle(folder, stat);
  return {
    mount: mountOf(stat),
    dev: stat.dev,
    kind: fs.fileSystemKind(folder),
    longestName: fs.longestName(folder),
    sharesBlocks: fs.storageTraits(folder).sharesBlocks,
  };
}
