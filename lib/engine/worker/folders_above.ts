// Under `--dereference` a symlink can lead to a folder above it, or into the target, which would be filled
// with itself. Each folder about to be entered is compared with those above it, in the source and in the
// target.

import { FileStat, type Inode, inodeOf, isInode } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { FolderChain } from "./folder_chain.ts";

/** The inodes of the folders above one. Remembers them, because the next question is about a folder nearby. */
export class FoldersAbove {
  /** Null where an inode could not be read. */
  readonly #inodes = new FolderChain<Inode | null>();

  constructor(
    private readonly side: "source" | "target",
    private readonly ctx: Pick<CopyContext, "fs" | "folders">,
  ) {}

  /** Whether `folder` is the pair's own folder or one above it. */
  include({ root, path }: FolderPair, folder: FileStat): boolean {
    this.#inodes.goTo(root.index, path);
    this.#look(root[this.side], path);
    return this.#inodes.values.some((inode) => inode !== null && isInode(folder, inode));
  }

  /** Reads the inodes of the folders above `path` that are not known yet. */
  #look(top: number, path: Uint8Array): void {
    const { fs, folders } = this.ctx;
    const stat = new FileStat();
    for (let end = this.#inodes.nextEnd(); end >= 0; end = this.#inodes.nextEnd()) {
      // A preview may have no target; links in the target are never followed.
      const follows = this.side === "source";
      const handle = top < 0 ? -1 : folders.open(top, path.subarray(0, end), follows);
      const isKnown = handle >= 0 && fs.statHandle(handle, stat) === 0;
      if (handle >= 0) fs.close(handle);
      this.#inodes.add(end, isKnown ? inodeOf(stat) : null);
    }
  }
}

/** The folders above the current pair, on both sides. */
interface BothAbove {
  readonly foldersAbove: FoldersAbove;
  readonly targetsAbove: FoldersAbove;
}

/** On which side a source folder is the pair's own folder or one above it; null where it is on neither. */
export function loopOf(
  { foldersAbove, targetsAbove }: BothAbove,
  pair: FolderPair,
  folder: FileStat,
): "source" | "target" | null {
  if (targetsAbove.include(pair, folder)) return "target";
  const isOwn = folder.hasSameInode(pair.sourceStat) || foldersAbove.include(pair, folder);
  return isOwn ? "source" : null;
}
