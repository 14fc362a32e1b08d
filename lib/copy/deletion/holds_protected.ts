// Whether a folder of the target may go at all.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import { UnlockedFolders } from "./emptiable.ts";
import type { DeletionFilter } from "./deletion_filter.ts";
import { obstacleBelow, obstacleIn } from "./obstacles.ts";
import { type Visitor, Walk } from "./walk.ts";

/**
 * Whether a folder of the pair's target holds something that must stay: what the keeper keeps, a mount point, the
 * source, or what cannot be looked at. It need not be asked about itself.
 */
export function holdsProtected(
  ctx: CopyContext,
  pair: FolderPair,
  keeper: DeletionFilter,
  name: CString,
): boolean {
  if (obstacleBelow(pair.root, joinPath(pair.path, name)) !== null) return true;
  return !new Walk(ctx, pair.target, pair.path, new Search(ctx, pair, keeper)).through(name);
}

/** Ends at the first thing that stays. */
class Search implements Visitor {
  #isOver = false;
  readonly #unlocked: UnlockedFolders;

  constructor(
    private readonly ctx: CopyContext,
    private readonly pair: FolderPair,
    private readonly keeper: DeletionFilter,
  ) {
    this.#unlocked = new UnlockedFolders(ctx);
  }

  goesOn(): boolean {
    return !this.#isOver;
  }

  protects({ path }: Walk, folder: number, name: CString, type: number): boolean {
    return this.#isOver = this.keeper.protects(path, folder, name, type);
  }

  open(folder: number, name: CString): number {
    return this.#unlocked.open(folder, name);
  }

  enter({ path }: Walk, handle: number, stat: FileStat, dev: number): boolean {
    const isFree = obstacleIn(this.ctx, this.pair.root, path, stat, dev) === null;
    if (isFree) this.#unlocked.enter(handle, false);
    else this.#unlocked.refuse(handle);
    return isFree;
  }

  exit(handle: number): void {
    this.#unlocked.exit(handle, true); // it was only looked at
  }

  visit(): boolean {
    return true;
  }

  leave(): boolean {
    return true;
  }

  shouldRetry(): boolean {
    return false;
  }

  failed(): void {
    this.#isOver = true;
  }
}
