// Removing target entries: one by one by descriptor, never through a link, folders from the leaves up.

import { ENOENT } from "../../../ffi/errno.ts";
import { type CString, cString, ENTRY_TYPE, type FileStat } from "../../../ffi/mod.ts";
import type { OperationEvent } from "../../events.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { CopyContext } from "../context.ts";
import { despiteLockOfExtra, liftExtra } from "../metadata/set_flags.ts";
import { shouldRetry } from "../retry.ts";
import { type FolderPair, joinPath, reportPath } from "../../entry/folder_pair.ts";
import { typeOf } from "./each_entry.ts";
import { UnlockedFolders } from "./emptiable.ts";
import type { DeletionFilter } from "./deletion_filter.ts";
import { type Obstacle, obstacleBelow, obstacleIn } from "./obstacles.ts";
import { type Visitor, Walk } from "./walk.ts";
import { targetOf } from "../../entry/subject.ts";

/**
 * Removes one entry with all that is below it, or in a dry run says what it would remove. What the keeper keeps
 * stays, and the folders above it, without a word; an entry that is or holds what no deletion goes through stays
 * whole where that is known beforehand, and is named.
 *
 * @param listed one of ENTRY_TYPE
 * @returns whether nothing of it is left
 */
export function deleteEntry(
  ctx: CopyContext,
  pair: FolderPair,
  keeper: DeletionFilter,
  name: CString,
  listed: number,
): boolean {
  if (isStopping(ctx.control)) return false;
  const remover = new Remover(ctx, pair, keeper);
  const obstacle = obstacleBelow(pair.root, joinPath(pair.path, name));
  if (obstacle !== null) return remover.isBlocked(obstacle);
  const type = typeOf(ctx, pair.target, name, listed);
  const walk = new Walk(ctx, pair.target, pair.path, remover);
  if (remover.protects(walk, pair.target, name, type)) return false;
  return type === ENTRY_TYPE.folder
    ? walk.through(name)
    : remover.visit(walk, pair.target, name, type);
}

/** The same for a folder that stands under the name `aside` and is told by its own. */
export function deleteMovedFolder(
  ctx: CopyContext,
  pair: FolderPair,
  keeper: DeletionFilter,
  name: CString,
  aside: CString,
): boolean {
  if (isStopping(ctx.control)) return false;
  return new Walk(ctx, pair.target, pair.path, new Remover(ctx, pair, keeper))
    .through(aside, name);
}

class Remover implements Visitor {
  readonly #unlocked: UnlockedFolders;

  constructor(
    private readonly ctx: CopyContext,
    private readonly pair: FolderPair,
    private readonly keeper: DeletionFilter,
  ) {
    this.#unlocked = new UnlockedFolders(ctx);
  }

  goesOn(): boolean {
    return !isStopping(this.ctx.control);
  }

  protects({ path }: Walk, folder: number, name: CString, type: number): boolean {
    return this.keeper.protects(path, folder, name, type);
  }

  open(folder: number, name: CString): number {
    return this.#unlocked.open(folder, name);
  }

  enter({ path }: Walk, handle: number, stat: FileStat, dev: number): boolean {
    const obstacle = obstacleIn(this.ctx, this.pair.root, path, stat, dev);
    if (obstacle !== null) {
      this.#unlocked.refuse(handle);
      return this.isBlocked(obstacle);
    }
    this.#unlocked.enter(handle, true);
    liftExtra(this.ctx, handle, stat);
    return true;
  }

  exit(handle: number, stays: boolean): void {
    this.#unlocked.exit(handle, stays);
  }

  visit({ path }: Walk, folder: number, name: CString, type: number): boolean {
    const { ctx: { fs } } = this;
    const own = () => joinPath(path, name);
    const unlink = () => fs.unlink(folder, name);
    const attempt = () => despiteLockOfExtra(this.ctx, { folder, name }, unlink(), unlink);
    return this.#remove("unlinkat", attempt, own, type);
  }

  leave({ path }: Walk, folder: number, name: CString): boolean {
    const { ctx: { fs } } = this;
    const call = "unlinkat(AT_REMOVEDIR)";
    return this.#remove(
      call,
      () => fs.removeFolder(folder, name),
      () => path.slice(),
      ENTRY_TYPE.folder,
    );
  }

  shouldRetry({ path }: Walk, error: number, failures: number): boolean {
    return this.#triesAgain(() => path, error, failures);
  }

  failed({ path }: Walk, syscall: string, error: number): void {
    this.#fail(path, syscall, error);
  }

  /** Says what is in the way; false. */
  isBlocked({ path, code, message }: Obstacle): false {
    const below = cString(this.#pathBelow(path));
    this.ctx.failWith(targetOf(this.pair, below), "delete", code, message);
    return false;
  }

  /** @param path that it has below the root: asked only where it is told */
  #remove(syscall: string, unlink: () => number, path: () => Uint8Array, type: number): boolean {
    const { ctx, pair } = this;
    if (!ctx.options.dryRun) {
      let error = unlink();
      for (let failures = 0; error < 0 && this.#triesAgain(path, error, failures); failures++) {
        error = unlink();
      }
      if (error < 0 && error !== -ENOENT) {
        this.#fail(path(), syscall, error);
        return false;
      }
      pair.touched = true;
    }
    tellDeleted(ctx, pair, path, type);
    return true;
  }

  #triesAgain(path: () => Uint8Array, error: number, failures: number): boolean {
    const { ctx, pair } = this;
    if (ctx.options.retries === 0) return false;
    const name = cString(this.#pathBelow(path()));
    return shouldRetry(ctx, targetOf(pair, name), "delete", error, failures);
  }

  #fail(path: Uint8Array, syscall: string, error: number): void {
    const name = cString(this.#pathBelow(path));
    this.ctx.fail(targetOf(this.pair, name), "delete", syscall, error);
  }

  /** `path` as seen from the pair's folder. */
  #pathBelow(path: Uint8Array): Uint8Array {
    const above = this.pair.path.length;
    return above === 0 ? path : path.subarray(above + 1);
  }
}

/** Removes an entry of the pair's target folder that is no folder; says nothing where that fails. */
export function deleteQuietly(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  type: number,
): void {
  if (ctx.fs.unlink(pair.target, name) < 0) return;
  tellDeleted(ctx, pair, () => joinPath(pair.path, name), type);
}

function tellDeleted(
  ctx: CopyContext,
  { root }: FolderPair,
  path: () => Uint8Array,
  type: number,
): void {
  ctx.count[COUNTER.deleted]++;
  if (!ctx.report.wantsOperations) return;
  ctx.report.operation("delete", entryTypeName(type), reportPath(root, path()), 0, null, null);
}

function entryTypeName(type: number): OperationEvent["entryType"] {
  switch (type) {
    case ENTRY_TYPE.folder:
      return "folder";
    case ENTRY_TYPE.symlink:
      return "symlink";
    case ENTRY_TYPE.fifo:
      return "fifo";
    case ENTRY_TYPE.socket:
      return "socket";
    case ENTRY_TYPE.charDevice:
      return "char-device";
    case ENTRY_TYPE.blockDevice:
      return "block-device";
    default:
      return "file";
  }
}
