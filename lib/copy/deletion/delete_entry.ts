// Removing target entries: one by one by descriptor, never through a link, folders from the leaves up.

import { ENOENT } from "../../../ffi/errno.ts";
import { type CString, ENTRY_TYPE, type FileStat } from "../../../ffi/mod.ts";
import type { OldEntry } from "../../entry/backup_keeper.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";
import { despiteLockOfExtra } from "../metadata/set_flags.ts";
import { despiteOthers } from "../target/writable_folder.ts";
import type { DeletionFilter } from "./deletion_filter.ts";
import { DeletionVisitor, reportDeleted } from "./deletion_visitor.ts";
import { isGone } from "./is_gone.ts";
import { listMovedFolder } from "./list_deletions.ts";
import { obstacleShown } from "./obstacles.ts";
import { EmptyingAccess } from "./folder_access.ts";

/**
 * Removes one entry with all that is below it. What the filter protects stays, and the folders above it, without a
 * word; an entry that is or holds what no deletion goes through stays whole where that is known beforehand, and is
 * named.
 *
 * @param listed one of ENTRY_TYPE
 * @returns whether nothing of it is left
 */
export function deleteEntry(
  ctx: CopyContext,
  pair: FolderPair,
  filter: DeletionFilter,
  name: CString,
  listed: number,
): boolean {
  return new Remover(ctx, pair, filter, new EmptyingAccess(ctx)).visitAll(name, listed);
}

/** The same for a folder that was renamed to `aside`: it is reported under its own name. */
export function deleteMovedFolder(
  ctx: CopyContext,
  pair: FolderPair,
  filter: DeletionFilter,
  name: CString,
  aside: CString,
): boolean {
  return new Remover(ctx, pair, filter, new EmptyingAccess(ctx)).walkThrough(aside, name);
}

/** The same for a folder that gives way and is kept whole beside its successor. */
export function moveFolderAside(
  ctx: CopyContext,
  pair: FolderPair,
  filter: DeletionFilter,
  name: CString,
): boolean {
  const { root, path, target: folder, isOfTree } = pair;
  const source = isOfTree ? pair.source : -1;
  const { backups } = ctx;
  const backup = backups!.moveFolder({ root, path, folder, name, source });
  if (backup === null) return false;
  pair.touched = true;
  listMovedFolder(ctx, pair, filter, name, backup);
  return true;
}

/** An entry that is to go. */
interface Doomed {
  readonly folder: number;
  readonly name: CString;
  readonly path: () => Uint8Array;
  readonly type: number;
}

class Remover extends DeletionVisitor {
  override enter(path: Uint8Array, handle: number, stat: FileStat, dev: number): boolean {
    if (!super.enter(path, handle, stat, dev)) return false;
    const obstacle = obstacleShown(this.ctx, this.pair.root, path, handle, stat);
    if (obstacle === null) return true;
    this.exit(handle, true);
    this.blocked(obstacle);
    return false;
  }

  override visit(path: Uint8Array, folder: number, name: CString, type: number): boolean {
    const { ctx, ctx: { fs } } = this;
    const own = () => joinPath(path, name);
    const { backups } = ctx;
    const unlink = () =>
      backups === null ? fs.unlink(folder, name) : backups.moveAway(this.#old(path, folder, name));
    const attempt = () =>
      despiteLockOfExtra(ctx, { folder, name }, this.#among(folder, unlink), unlink);
    if (!this.#isRemoved("unlinkat", { folder, name, path: own, type }, attempt)) return false;
    return backups === null || !backups.areBeside;
  }

  #old(path: Uint8Array, folder: number, name: CString): OldEntry {
    const { root, target, source, isOfTree } = this.pair;
    return { root, path, folder, name, source: isOfTree && folder === target ? source : -1 };
  }

  override leave(path: Uint8Array, folder: number, name: CString): boolean {
    const own = () => path.slice();
    const remove = () => this.ctx.fs.removeFolder(folder, name);
    const attempt = () => this.#among(folder, remove);
    const entry = { folder, name, path: own, type: ENTRY_TYPE.folder };
    return this.#isRemoved("unlinkat(AT_REMOVEDIR)", entry, attempt);
  }

  /** Other shards work in the folder of the first entry, and in none below it. */
  #among(folder: number, call: () => number): number {
    return folder === this.pair.target ? despiteOthers(this.ctx, this.pair, call) : call();
  }

  /** Whether nothing of an entry is left: it was removed, which is reported, or another run had done so. */
  #isRemoved(
    syscall: string,
    { folder, name, path, type }: Doomed,
    remove: () => number,
  ): boolean {
    const error = this.withRetries(path, remove);
    if (error < 0 && !(error === -ENOENT && isGone(this.ctx.fs, folder, name))) {
      this.failed(path(), syscall, error);
      return false;
    }
    this.pair.touched = true;
    if (error === 0) reportDeleted(this.ctx, this.pair, path, type);
    return true;
  }
}

/** Removes an entry of the pair's target folder that is no folder; a failure is not reported. */
export function deleteQuietly(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  type: number,
): void {
  if (ctx.fs.unlink(pair.target, name) < 0) return;
  reportDeleted(ctx, pair, () => joinPath(pair.path, name), type);
}
