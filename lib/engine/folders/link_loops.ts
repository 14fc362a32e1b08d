// Under `--dereference` a symlink can lead back to a folder above it. Each folder about to be entered
// is compared with those on the way to it; without the option there are no such loops.

import { FileStat, type Inode, inodeOf, isInode } from "../../../ffi/mod.ts";
import { commonLength } from "../../common_length.ts";
import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";

const SLASH = 47;

/** The folders on the way to one: remembered, because those that are asked about next lie near it. */
export class FoldersAbove {
  #root = -1;
  #path = new Uint8Array();
  /** Of the root, then of each folder of the path; null for one that could not be looked at. */
  readonly #inodes: (Inode | null)[] = [];
  readonly #ends: number[] = [];

  /** Whether `folder` is the place's own folder or one above it, up to the root. */
  include(crew: Crew, { root, path }: Place, folder: FileStat): boolean {
    this.#goTo(root.index, path);
    this.#look(crew, root.source, path);
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
  #look({ ctx: { fs, folders } }: Crew, source: number, path: Uint8Array): void {
    const stat = new FileStat();
    for (let end = this.#ends.at(-1) ?? -1; end < path.length;) {
      const next = end < 0 ? 0 : path.indexOf(SLASH, end + 1);
      end = next < 0 ? path.length : next;
      const handle = folders.open(source, path.subarray(0, end), true);
      const isKnown = handle >= 0 && fs.statHandle(handle, stat) === 0;
      if (handle >= 0) fs.close(handle);
      this.#inodes.push(isKnown ? inodeOf(stat) : null);
      this.#ends.push(end);
    }
  }
}

/** Whether `folder` is the place's own folder or one above it, up to the root. */
export function leadsBack(crew: Crew, place: Place, folder: FileStat): boolean {
  return folder.hasSameInode(place.sourceStat) || crew.foldersAbove.include(crew, place, folder);
}
