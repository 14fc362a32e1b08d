// What all visitors of target entries that may go have in common: what the filter protects stays, and no walk goes
// through an obstacle.

import { type CString, ENTRY_TYPE, type FileStat } from "../../../ffi/mod.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";
import type { DeletionFilter } from "./deletion_filter.ts";
import { typeOf } from "./each_entry.ts";
import type { FolderAccess } from "./folder_access.ts";
import { type Obstacle, obstacleBelow, obstacleIn } from "./obstacles.ts";
import { Visitor } from "./visitor.ts";
import { Walk } from "./walk.ts";

export abstract class TargetVisitor extends Visitor {
  constructor(
    protected readonly ctx: CopyContext,
    protected readonly pair: FolderPair,
    private readonly filter: DeletionFilter,
    private readonly access: FolderAccess,
  ) {
    super();
  }

  /**
   * Visits the entry `name` of the pair's target with all that is below it; whether nothing of it is left.
   *
   * @param listed one of ENTRY_TYPE
   */
  visitAll(name: CString, listed: number): boolean {
    const { ctx, pair: { target, path } } = this;
    if (this.isBlocked(name)) return false;
    const type = typeOf(ctx, target, name, listed);
    if (this.protects(path, target, name, type)) return false;
    return type === ENTRY_TYPE.folder
      ? this.walkThrough(name)
      : this.visit(path, target, name, type);
  }

  /**
   * Walks through the folder `name` of the pair's target; whether nothing of it is left.
   *
   * @param known the name that paths show in its place
   */
  walkThrough(name: CString, known = name): boolean {
    return new Walk(this.ctx, this.pair.target, this.pair.path, this).through(name, known);
  }

  /** Whether an obstacle is known beforehand to be at or below the entry `name` of the pair's target. */
  isBlocked(name: CString): boolean {
    const obstacle = obstacleBelow(this.pair.root, joinPath(this.pair.path, name));
    if (obstacle !== null) this.blocked(obstacle);
    return obstacle !== null;
  }

  /** An obstacle was met, and the folder that it is or is in stays. */
  protected blocked(_obstacle: Obstacle): void {}

  override protects(path: Uint8Array, folder: number, name: CString, type: number): boolean {
    return this.filter.protects(this.pair, path, folder, name, type);
  }

  override open(folder: number, name: CString): number {
    return this.access.open(folder, name);
  }

  override enter(path: Uint8Array, handle: number, stat: FileStat, dev: number): boolean {
    const obstacle = obstacleIn(this.ctx, this.pair.root, path, stat, dev);
    if (obstacle === null) this.access.enter(handle, stat);
    else {
      this.access.refuse(handle);
      this.blocked(obstacle);
    }
    return obstacle === null;
  }

  override exit(handle: number, stays: boolean): void {
    this.access.exit(handle, stays);
  }
}
