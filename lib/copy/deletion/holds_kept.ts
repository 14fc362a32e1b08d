// Whether a folder of the target may go at all.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { joinPath, type Place } from "../place.ts";
import { openToEmpty } from "./emptiable.ts";
import type { Keeper } from "./keeper.ts";
import { obstacleBelow, obstacleIn } from "./obstacles.ts";
import { type Visitor, Walk } from "./walk.ts";

/**
 * Whether a folder of the place's target holds something that must stay: what the keeper keeps, a mount point, the
 * source, or what cannot be looked at. It need not be asked about itself.
 */
export function holdsKept(ctx: CopyContext, place: Place, keeper: Keeper, name: CString): boolean {
  if (obstacleBelow(place.root, joinPath(place.path, name)) !== null) return true;
  return !new Walk(ctx, place.target, place.path, new Search(ctx, place, keeper)).through(name);
}

/** Ends at the first thing that stays. */
class Search implements Visitor {
  #isOver = false;

  constructor(
    private readonly ctx: CopyContext,
    private readonly place: Place,
    private readonly keeper: Keeper,
  ) {}

  goesOn(): boolean {
    return !this.#isOver;
  }

  keeps({ path }: Walk, folder: number, name: CString, type: number): boolean {
    return this.#isOver = this.keeper.keeps(path, folder, name, type);
  }

  open(folder: number, name: CString): number {
    return openToEmpty(this.ctx, folder, name);
  }

  enter({ path }: Walk, _handle: number, stat: FileStat, dev: number): boolean {
    return obstacleIn(this.ctx, this.place.root, path, stat, dev) === null;
  }

  visit(): boolean {
    return true;
  }

  leave(): boolean {
    return true;
  }

  triesAgain(): boolean {
    return false;
  }

  failed(): void {
    this.#isOver = true;
  }
}
