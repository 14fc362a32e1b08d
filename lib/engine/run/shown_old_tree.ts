// Before a swap: whether SOURCE shows a folder of DEST by a file system that does not tell so. The folder would leave its
// place with the old tree, and what SOURCE shows there would be another one, or nothing.

import { type CString, type FileStat, withoutNul } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { type Obstacle, obstacleShown } from "../../copy/deletion/obstacles.ts";
import { Visitor } from "../../copy/deletion/visitor.ts";
import { Walk } from "../../copy/deletion/walk.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import type { SwapPlace } from "../roots/swap_place.ts";

/** The first folder of the old tree that SOURCE shows; null where there is none, or no file system that may show one. */
export function shownOldTree(
  ctx: CopyContext,
  root: RootPair,
  { parent, name }: SwapPlace,
): Obstacle | null {
  if (root.target < 0 || !root.untoldViews?.length) return null;
  const finder = new ShownFinder(ctx, root, withoutNul(name).length + 1);
  new Walk(ctx, parent, new Uint8Array(), finder).through(name);
  return finder.shown;
}

/** Looks at each folder, and changes none. */
class ShownFinder extends Visitor {
  shown: Obstacle | null = null;

  /** @param skipped bytes of each path that lead to the root */
  constructor(
    private readonly ctx: CopyContext,
    private readonly root: RootPair,
    private readonly skipped: number,
  ) {
    super();
  }

  override shouldContinue(): boolean {
    return this.shown === null;
  }

  override open(folder: number, name: CString): number {
    return this.ctx.fs.openFolderBeneath(folder, name, false);
  }

  override enter(path: Uint8Array, handle: number, stat: FileStat): boolean {
    const below = path.subarray(this.skipped);
    this.shown = obstacleShown(this.ctx, this.root, below, handle, stat);
    return this.shown === null;
  }

  override visit(): boolean {
    return false;
  }

  override leave(): boolean {
    return false;
  }

  /** A folder that cannot be opened is told when the old tree is removed. */
  override failed(): void {}
}
