// Under `--dereference` a symlink can lead to a folder above it, or into the target, which would be filled
// with itself. Each folder about to be entered is compared with those above it, in the source and in the
// target.

import { FileStat, type Inode, inodeOf, isInode } from "../../../ffi/mod.ts";
import { commonLength } from "../../common_length.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";

const SLASH = 47;

/** The inodes of the folders above one. Remembers them, because the next question is about a folder nearby. */
export class FoldersAbove {
  #root = -1;
  #path = new Uint8Array();
  /** Inodes of the root, then of each folder of the path; null where it could not be read. */
  readonly #inodes: (Inode | null)[] = [];
  /** How many bytes of the path lead to each of them. */
  readonly #ends: number[] = [];

  constructor(
    private readonly side: "source" | "target",
    private readonly ctx: Pick<CopyContext, "fs" | "folders">,
  ) {}

  /** Whether `folder` is the pair's own folder or one above it. */
  include({ root, path }: FolderPair, folder: FileStat): boolean {
    this.#goTo(root.index, path);
    this.#look(root[this.side], path);
    return this.#inodes.some((inode) => inode !== null && isInode(folder, inode));
  }

  /** Forgets the folders that are not above `path`. */
  #goTo(root: number, path: Uint8Array): void {
    const common = commonLength(this.#path, path);
    const isOn = (end: number) =>
      end <= common && (end === 0 || end === path.length || path[end] === SLASH);
    let left = 0;
    while (root === this.#root && left < this.#ends.length && isOn(this.#ends[left])) left++;
    this.#inodes.length = this.#ends.length = left;
    this.#root = root;
    this.#path = path.slice();
  }

  /** Reads the inodes of the folders above `path` that are not known yet. */
  #look(top: number, path: Uint8Array): void {
    const { fs, folders } = this.ctx;
    const stat = new FileStat();
    for (let end = this.#ends.at(-1) ?? -1; end < path.length;) {
      const next = end < 0 ? 0 : path.indexOf(SLASH, end + 1);
      end = next < 0 ? path.length : next;
      // A preview may have no target; links in the target are never followed.
      const follows = this.side === "source";
      const handle = top < 0 ? -1 : folders.open(top, path.subarray(0, end), follows);
      const isKnown = handle >= 0 && fs.statHandle(handle, stat) === 0;
      if (handle >= 0) fs.close(handle);
      this.#inodes.push(isKnown ? inodeOf(stat) : null);
      this.#ends.push(end);
    }
  }
}

/** The folders above the current pair, on both sides. */
interface BothAbove {
  readonly foldersAbove: FoldersAbove;
  readonly targetsAbove: FoldersAbove;
}

/** Whether a source folder is the pair's own folder or one above it, on either side. */
export function isLoop(
  { foldersAbove, targetsAbove }: BothAbove,
  pair: FolderPair,
  folder: FileStat,
): boolean {
  return folder.hasSameInode(pair.sourceStat) || foldersAbove.include(pair, folder) ||
    targetsAbove.include(pair, folder);
}
