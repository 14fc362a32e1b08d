// Under `--dereference` a symlink can lead back to a folder above it. Each folder about to be entered
// is compared with those on the way to it, in the source and in the target, which would be filled with
// itself; without the option there are no such loops.

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

  constructor(private readonly side: "source" | "target") {}

  /** Whether `folder` is the place's own folder or one above it, up to the root. */
  include(crew: Crew, { root, path }: Place, folder: FileStat): boolean {
    this.#goTo(root.index, path);
    this.#look(crew, root[this.side], path);
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
  #look({ ctx: { fs, folders } }: Crew, top: number, path: Uint8Array): void {
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

/** Whether a folder of the source is the place's own folder or one above it, up to the root, on either side. */
export function leadsBack(crew: Crew, place: Place, folder: FileStat): boolean {
  const { foldersAbove, targetsAbove } = crew;
  if (folder.hasSameInode(place.sourceStat) || foldersAbove.include(crew, place, folder)) {
    return true;
  }
  return targetsAbove.include(crew, place, folder);
}
