// `--prune-empty-dirs`: whether a source folder holds, at any depth, nothing but folders once the filters have chosen. A
// folder is looked through before it is made, down to the first other entry. What is found out about the folders on the
// way is remembered, for they are asked about next.

import {
  binaryText,
  type CString,
  ENTRY_TYPE,
  FileStat,
  type Inode,
  inodeOf,
  isInode,
} from "../../../ffi/mod.ts";
import { isTemporaryName } from "../../copy/target/temporary_names.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import { EMPTY } from "../../plan/facts.ts";
import type { SourceFolder } from "../../plan/rules/folder_rule_reader.ts";
import { isStopping } from "../../shared/control.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { resolveType } from "./resolve_type.ts";

/** Folders that are remembered at a time. */
const MOST_KNOWN = 16_384;

/** A folder on the way down, and its sub-folders that were not looked into yet. */
interface Level {
  readonly path: Uint8Array;
  readonly inode: Inode;
  readonly left: Uint8Array[];
}

/** What one thread knows. */
export class EmptyFolders {
  readonly #known = new Map<string, boolean>();
  readonly #stat = new FileStat();
  readonly #levels: Level[] = [];
  #root = -1;
  /** Entries that may still be looked at; below 0 where they did not suffice. */
  budget = Infinity;

  constructor(private readonly worker: WorkerContext) {}

  /**
   * Whether the folder `name` of the pair's source is such a one; what cannot be read counts as something.
   *
   * @returns one of EMPTY; `later` where the budget did not suffice
   */
  has(pair: FolderPair, name: CString): number {
    if (pair.root.index !== this.#root) this.#known.clear();
    this.#root = pair.root.index;
    if (this.#isProtected(pair, name)) return EMPTY.no;
    const path = joinPath(pair.path, name);
    const known = this.#known.get(binaryText(path));
    const isEmpty = known ?? this.#search(pair, path);
    return isEmpty === null ? EMPTY.later : isEmpty ? EMPTY.yes : EMPTY.no;
  }

  /** Null where the budget did not suffice. */
  #search(pair: FolderPair, top: Uint8Array): boolean | null {
    const levels = this.#levels;
    levels.length = 0;
    let holds = this.#enter(pair, top);
    while (!holds && levels.length > 0) {
      if (this.budget < 0) return null;
      const level = levels[levels.length - 1];
      const next = level.left.pop();
      if (next === undefined) this.#remember(levels.pop()!.path, true);
      else if (this.#known.get(binaryText(next)) !== true) holds = this.#enter(pair, next);
    }
    for (const { path } of levels) this.#remember(path, false);
    return !holds;
  }

  /** Looks into a folder; true if something is in it. */
  #enter(pair: FolderPair, path: Uint8Array): boolean {
    const { ctx: { fs, folders, options }, selection } = this.worker;
    if (selection.isLastLevel(path)) return false;
    const handle = folders.open(pair.root.source, path, options.dereference);
    if (handle < 0) return true;
    const stat = this.#stat;
    const isElsewhere = () => options.oneFileSystem && stat.dev !== pair.sourceStat.dev;
    const isLoop = () => this.#levels.some(({ inode }) => isInode(stat, inode));
    let holds = fs.statHandle(handle, stat) < 0 || (options.dereference && isLoop());
    if (!holds && !isElsewhere()) {
      const left: Uint8Array[] = [];
      this.#levels.push({ path, inode: inodeOf(stat), left });
      holds = this.#list({ root: pair.root, path, isOfTree: true }, handle, left);
    }
    fs.close(handle);
    return holds;
  }

  /** Lists an open folder; true if it holds something, else its sub-folders are in `left`. */
  #list(folder: SourceFolder, handle: number, left: Uint8Array[]): boolean {
    const { worker, worker: { ctx: { fs, control }, selection } } = this;
    if (selection.readRules(folder, handle) !== null) return true;
    const { path } = folder;
    const listing = worker.borrowListing();
    let holds = false;
    for (let end = 0; end === 0 && !holds;) {
      listing.clear();
      end = isStopping(control) ? -1 : fs.list(handle, listing);
      holds = end < 0;
      this.budget -= listing.count;
      for (let i = 0; i < listing.count && !holds; i++) {
        const name = listing.name(i);
        const isFolder = resolveType(worker, handle, name, listing.type[i], true) ===
          ENTRY_TYPE.folder;
        if (isTemporaryName(name) || this.#isExcluded(folder, name, isFolder)) continue;
        if (!isFolder || this.#isProtected(folder, name)) holds = true;
        else left.push(joinPath(path, name));
      }
    }
    worker.returnListing(listing);
    return holds;
  }

  #isExcluded(folder: SourceFolder, name: CString, isFolder: boolean): boolean {
    const { selection } = this.worker;
    return selection.hasFilters && selection.excludesName(folder, name, isFolder);
  }

  /** As in rsync a folder that is protected in the target is kept in any case. */
  #isProtected(folder: SourceFolder, name: CString): boolean {
    const { selection } = this.worker;
    return selection.protectsNames && selection.protectsName(folder, folder.path, name, true);
  }

  #remember(path: Uint8Array, isEmpty: boolean): void {
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(binaryText(path), isEmpty);
  }
}
