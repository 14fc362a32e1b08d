// Which source entries take part: filters, depth, sizes and ages.

import { binaryText, type CString, type FileStat } from "../../ffi/mod.ts";
import type { Options } from "../options.ts";
import { commonLength } from "../common_length.ts";
import { depthOf, withinDepth } from "./depth.ts";
import { compileFilter, type Filter } from "./filter.ts";
import { PathList } from "./path_list.ts";

/** Makes a character of each byte, widened to 16 bits: fast also for very long paths. */
const BYTES_AS_CHARACTERS = new TextDecoder("utf-16le");

export class Selection {
  readonly #filter: Filter | null;
  readonly #only: PathList | null;
  readonly #options: Options;
  readonly #now = Date.now() / 1000;
  /** Whether an entry's metadata is needed to decide about it. */
  readonly looksAtMetadata: boolean;

  constructor(options: Options) {
    this.#options = options;
    this.#only = pathListOf(options);
    this.#filter = filterOf(options, this.#only);
    this.looksAtMetadata = options.minSize !== null || options.maxSize !== null ||
      options.minAge !== null || options.maxAge !== null;
  }

  /** True if there are filters of names. */
  get hasFilters(): boolean {
    return this.#filter !== null;
  }

  /** @param folder path of the folder below the root, as reports show it; empty for the root */
  excludesName(folder: Uint8Array, name: CString, isFolder: boolean): boolean {
    if (this.#filter === null) return false;
    return this.#filter.excludes(this.#pathOf(folder, name), isFolder);
  }

  /** True if nothing in a folder takes part, because it is the last one of the depth that was asked for. */
  isLastLevel(folder: Uint8Array): boolean {
    const { maxDepth, deleteExcluded } = this.#options;
    // What is excluded there is then to be deleted, so that the folder is looked into like any other.
    return maxDepth !== null && !deleteExcluded && depthOf(folder) >= maxDepth;
  }

  /** True if the run is restricted to a list of paths that has this one itself. */
  isListedItself(folder: Uint8Array, name: CString): boolean {
    return this.#only !== null && this.#only.names(this.#pathOf(folder, name));
  }

  #pathOf(folder: Uint8Array, name: CString): string {
    const last = binaryText(name);
    return folder.length === 0 ? last : `${this.#textOf(folder)}/${last}`;
  }

  #folder = new Uint8Array();
  #folderText = "";

  /** The same folder's is asked for again and again, and may have 40,000 bytes. */
  #textOf(folder: Uint8Array): string {
    const isSame = folder.length === this.#folder.length &&
      commonLength(folder, this.#folder) === folder.length;
    if (isSame) return this.#folderText;
    this.#folder = folder.slice();
    return this.#folderText = BYTES_AS_CHARACTERS.decode(new Uint16Array(folder));
  }

  /** Sizes and ages speak about files alone. */
  excludesFile(stat: FileStat): boolean {
    const { minSize, maxSize, minAge, maxAge } = this.#options;
    if (minSize !== null && stat.size < minSize) return true;
    if (maxSize !== null && stat.size > maxSize) return true;
    if (minAge === null && maxAge === null) return false;
    const age = this.#now - stat.mtimeSec - stat.mtimeNsec / 1e9;
    return (minAge !== null && age < minAge) || (maxAge !== null && age > maxAge);
  }
}

/** What decides about names. */
export type NameFilters = Pick<Options, "filters" | "onlyPaths" | "maxDepth">;

/** What decides about names, compiled; null where nothing is left out. */
export function filterOf(options: NameFilters, only = pathListOf(options)): Filter | null {
  return withinDepth(options.maxDepth, compileFilter(options.filters, only));
}

/** The paths that a run is restricted to; null is all. */
function pathListOf({ onlyPaths }: NameFilters): PathList | null {
  return onlyPaths === null ? null : new PathList(onlyPaths);
}

/** Whether the filters leave out a path, in binary text, or a folder that it lies in: for paths that no walk has met. */
export function pathExclusion(options: NameFilters): (path: string) => boolean {
  const filter = filterOf(options);
  if (filter === null) return () => false;
  return (path) => {
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      if (filter.excludes(path.slice(0, slash), true)) return true;
    }
    return filter.excludes(path, false);
  };
}
