// Opens folders by their paths below a root, also very deep ones, each in about the same time: folders at half, three
// quarters, … of the path stay open, and the next path starts at the last of them that it shares. On error it is opened
// again from the root, whose answer counts.

import { type CString, cString, type NativeFileSystem } from "../../ffi/mod.ts";
import { commonLength } from "../common_length.ts";

/** Bytes of a path that is opened from the root directly. */
const SHALLOW = 256;
/** Components that are opened in one go: some microseconds. */
const STRIDE = 16;
/** Folders that stay open for a root. */
const MOST_KEPT = 5;
const SLASH = 47;

/** The last path below a root, and the folders along it that are open. */
interface OpenPath {
  readonly root: number;
  readonly follows: boolean;
  path: Uint8Array;
  readonly kept: Kept[];
}

interface Kept {
  /** Bytes of the path that lead to it. */
  readonly end: number;
  /** Components of that. */
  readonly depth: number;
  readonly handle: number;
}

/** One thread's. */
export class FolderOpener {
  readonly #paths: OpenPath[] = [];

  /** @param mostRoots for which some stay open: a source, its target and each of its earlier copies */
  constructor(private readonly fs: NativeFileSystem, private readonly mostRoots = 2) {}

  /** As `openFolderBeneath`: a handle or a negated errno. `path` has no NUL. */
  open(root: number, path: Uint8Array, follows: boolean): number {
    const { fs } = this;
    if (path.length <= SHALLOW || !fs.can.stableHandles) {
      return fs.openFolderBeneath(root, cString(path), follows);
    }
    const openPath = this.#pathOf(root, follows);
    this.#goBack(openPath, path);
    const handle = this.#openFrom(openPath, path);
    if (handle >= 0 || openPath.kept.length === 0) return handle;
    this.clear(); // it may be that too many files are open
    return fs.openFolderBeneath(root, cString(path), follows);
  }

  /** Closes what stayed open. */
  clear(): void {
    for (const openPath of this.#paths) this.#close(openPath);
    this.#paths.length = 0;
  }

  #pathOf(root: number, follows: boolean): OpenPath {
    const at = this.#paths.findIndex((openPath) =>
      openPath.root === root && openPath.follows === follows
    );
    const openPath = at < 0
      ? { root, follows, path: new Uint8Array(), kept: [] }
      : this.#paths.splice(at, 1)[0];
    if (this.#paths.length === this.mostRoots) this.#close(this.#paths.shift()!);
    this.#paths.push(openPath);
    return openPath;
  }

  #close(openPath: OpenPath): void {
    for (const { handle } of openPath.kept) this.fs.close(handle);
    openPath.kept.length = 0;
  }

  /** Closes folders that do not lie on `path`. */
  #goBack(openPath: OpenPath, path: Uint8Array): void {
    const { kept } = openPath;
    const common = commonLength(openPath.path, path);
    for (let last = kept.at(-1); last !== undefined; last = kept.at(-1)) {
      if (last.end <= common && (last.end === path.length || path[last.end] === SLASH)) break;
      this.fs.close(last.handle);
      kept.pop();
    }
    openPath.path = path;
  }

  /** Opens the path from the last open folder on; keeps folders open at half of it, half of the rest, … */
  #openFrom({ root, follows, kept }: OpenPath, path: Uint8Array): number {
    const { fs } = this;
    const last = kept.at(-1);
    let from = last?.end ?? 0, depth = last?.depth ?? 0, handle = last?.handle ?? root;
    for (let ahead = componentsFrom(path, from); ahead > STRIDE;) {
      const step = ahead >> 1;
      const end = endOf(path, from, step);
      const next = fs.openFolderBeneath(handle, partOf(path, from, end), follows);
      if (next < 0) return next;
      depth += step;
      kept.push({ end, depth, handle: next });
      if (kept.length > MOST_KEPT) this.#thinOut(kept, depth + ahead - step);
      handle = next;
      from = end;
      ahead -= step;
    }
    return fs.openFolderBeneath(handle, partOf(path, from, path.length), follows);
  }

  /** Closes the folder whose neighbours are nearest to each other for their distance from the end. */
  #thinOut(kept: Kept[], depth: number): void {
    let best = 0, least = Infinity;
    for (let i = 0; i + 1 < kept.length; i++) {
      const before = i === 0 ? 0 : kept[i - 1].depth;
      const loss = (kept[i + 1].depth - before) / (depth - before);
      if (loss < least) [best, least] = [i, loss];
    }
    this.fs.close(kept[best].handle);
    kept.splice(best, 1);
  }
}

/** Components of a path from the end of one of them on. */
function componentsFrom(path: Uint8Array, from: number): number {
  let count = from === 0 ? 1 : 0;
  for (let i = from; i < path.length; i++) if (path[i] === SLASH) count++;
  return count;
}

/** End of the component that is `count` behind the one that ends at `from`. */
function endOf(path: Uint8Array, from: number, count: number): number {
  let end = from;
  for (let i = 0; i < count; i++) {
    end = path.indexOf(SLASH, end === 0 ? 0 : end + 1);
  }
  return end;
}

function partOf(path: Uint8Array, from: number, to: number): CString {
  return cString(path.subarray(from === 0 ? 0 : from + 1, to));
}
