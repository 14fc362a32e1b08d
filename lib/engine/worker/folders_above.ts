// Under `--dereference` a symlink can lead back to a folder above it. Each folder about to be entered
// is compared with those on the way to it, in the source and in the target, which would be filled with
// itself; without the option there are no such loops.

import { FileStat, type Inode, inodeOf, isInode } from "../../../ffi/mod.ts";
import { commonLength } from "../../common_length.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";

const SLASH = 47;

/** The folders on the way to one: remembered, because those that are asked about next lie near it. */
export class FoldersAbove {
  #root = -1;
  #path = new Uint8Array();
  /** Of the root, then of each folder of the path; null for one that could not be looked at. */
  readonly #inodes: (Inode | null)[] = [];
  readonly #ends: number[] = [];

  constructor(
    private readonly side: "source" | "target",
    private readonly ctx: Pick<CopyContext, "fs" | "folders">,
  ) {}

  /** Whether `folder` is the pair's own folder or one above it, up to the root. */
  include({ root, path }: FolderPair, folder: FileStat): boolean {
    this.#goTo(root.index, path);
    this.#look(root[this.side], path);
    return this.#inodes.some((inode) => inode !== null && isInode(folder, inode));
  }

  /** Forgets those that do not lie on the way to `path`. */
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

  /** Looks at the others on that way. */
  #look(top: number, path: Uint8Array): void {
    const { fs, folders } = this.ctx;
    const stat = new FileStat();
    for (let end = this.#ends.at(-1) ?? -1; end < path.length;) {
      const next = end < 0 ? 0 : path.indexOf(SLASH, end + 1);
      end = next < 0 ? path.length : next;
      // A dry run may have found no target, and no link is followed there.
      const follows = this.side === "source";
      const handle = top < 0 ? -1 : folders.open(top, path.subarray(0, end), follows);
      const isKnown = handle >= 0 && fs.statHandle(handle, stat) === 0;
      if (handle >= 0) fs.close(handle);
      this.#inodes.push(isKnown ? inodeOf(stat) : null);
      this.#ends.push(end);
    }
  }
}

/** The folders above the pair in hand, on both sides. */
export interface BothAbove {
  readonly foldersAbove: FoldersAbove;
  readonly targetsAbove: FoldersAbove;
}

/** Whether a folder of the source is the pair's own folder or one above it, up to the root, on either side. */
export function isLoop(
  { foldersAbove, targetsAbove }: BothAbove,
  pair: FolderPair,
  folder: FileStat,
): boolean {
  return folder.hasSameInode(pair.sourceStat) || foldersAbove.include(pair, folder) ||
    targetsAbove.include(pair, folder);
}
