// How much a deletion would remove.

import { type CString, ENTRY_TYPE, type FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import { typeOf } from "./each_entry.ts";
import type { DeletionFilter } from "./deletion_filter.ts";
import { obstacleBelow, obstacleIn } from "./obstacles.ts";
import { type Visitor, Walk } from "./walk.ts";

/** What a walk has met. */
export interface EntryCount {
  /** Entries that would be removed. */
  readonly going: number;
  /** Those that would stay, as far as the walk has seen them. */
  readonly staying: number;
  /** 0, or the negated errno of a folder that could not be listed. */
  readonly error: number;
}

/**
 * What `deleteEntry` would remove of an entry, itself among it; the walk ends after `limit` entries. Its type is one
 * of ENTRY_TYPE, as listed.
 */
export function countEntries(
  ctx: CopyContext,
  pair: FolderPair,
  keeper: DeletionFilter,
  { name, type: listed }: { readonly name: CString; readonly type: number },
  limit = Infinity,
): EntryCount {
  const counter = new Counter(ctx, pair, keeper, limit);
  if (obstacleBelow(pair.root, joinPath(pair.path, name)) !== null) {
    return { going: 0, staying: 1, error: 0 };
  }
  const type = typeOf(ctx, pair.target, name, listed);
  const walk = new Walk(ctx, pair.target, pair.path, counter);
  if (counter.protects(walk, pair.target, name, type)) return counter;
  if (type !== ENTRY_TYPE.folder) counter.visit();
  else if (!walk.through(name)) counter.staying++;
  return counter;
}

class Counter implements Visitor, EntryCount {
  going = 0;
  staying = 0;
  error = 0;

  constructor(
    private readonly ctx: CopyContext,
    private readonly pair: FolderPair,
    private readonly keeper: DeletionFilter,
    private readonly limit: number,
  ) {}

  goesOn(): boolean {
    return this.error === 0 && this.going + this.staying < this.limit;
  }

  protects({ path }: Walk, folder: number, name: CString, type: number): boolean {
    if (!this.keeper.protects(path, folder, name, type)) return false;
    this.staying++;
    return true;
  }

  open(folder: number, name: CString): number {
    return this.ctx.fs.openFolderBeneath(folder, name, false);
  }

  enter({ path }: Walk, _handle: number, stat: FileStat, dev: number): boolean {
    return obstacleIn(this.ctx, this.pair.root, path, stat, dev) === null;
  }

  visit(): boolean {
    this.going++;
    return true;
  }

  leave(): boolean {
    this.going++;
    return true;
  }

  shouldRetry(): boolean {
    return false;
  }

  failed(_walk: Walk, _syscall: string, error: number): void {
    this.error = error;
  }
}
