// How much a deletion would remove.

import { type CString, ENTRY_TYPE, type FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { joinPath, type Place } from "../place.ts";
import { typeOf } from "./each_entry.ts";
import type { Keeper } from "./keeper.ts";
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

/** What `deleteEntry` would remove of an entry, itself among it; the walk ends after `limit` entries. */
export function countEntries(
  ctx: CopyContext,
  place: Place,
  keeper: Keeper,
  name: CString,
  listed: number,
  limit = Infinity,
): EntryCount {
  const counter = new Counter(ctx, place, keeper, limit);
  if (obstacleBelow(place.root, joinPath(place.path, name)) !== null) {
    return { going: 0, staying: 1, error: 0 };
  }
  const type = typeOf(ctx, place.target, name, listed);
  const walk = new Walk(ctx, place.target, place.path, counter);
  if (counter.keeps(walk, place.target, name, type)) return counter;
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
    private readonly place: Place,
    private readonly keeper: Keeper,
    private readonly limit: number,
  ) {}

  goesOn(): boolean {
    return this.error === 0 && this.going + this.staying < this.limit;
  }

  keeps({ path }: Walk, folder: number, name: CString, type: number): boolean {
    if (!this.keeper.keeps(path, folder, name, type)) return false;
    this.staying++;
    return true;
  }

  open(folder: number, name: CString): number {
    return this.ctx.fs.openFolderBeneath(folder, name, false);
  }

  enter({ path }: Walk, _handle: number, stat: FileStat, dev: number): boolean {
    return obstacleIn(this.ctx, this.place.root, path, stat, dev) === null;
  }

  visit(): boolean {
    this.going++;
    return true;
  }

  leave(): boolean {
    this.going++;
    return true;
  }

  triesAgain(): boolean {
    return false;
  }

  failed(_walk: Walk, _syscall: string, error: number): void {
    this.error = error;
  }
}
