// What `deleteEntry` would remove, counted and reported as if it were removed; nothing is changed.

import { type CString, ENTRY_TYPE, type FileStat } from "../../../ffi/mod.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import type { OperationCost } from "../../events.ts";
import type { CopyContext } from "../context.ts";
import type { DeletionFilter } from "./deletion_filter.ts";
import { DeletionVisitor, reportDeleted } from "./deletion_visitor.ts";
import { PlainAccess } from "./folder_access.ts";

/** As `deleteEntry`; whether nothing of the entry would be left. */
export function listDeletions(
  ctx: CopyContext,
  pair: FolderPair,
  filter: DeletionFilter,
  name: CString,
  listed: number,
): boolean {
  const { backup, backupDir } = ctx.options;
  const lister = new DeletionLister(ctx, pair, filter, new PlainAccess(ctx));
  // Backups that stand beside what they are of keep the folder.
  lister.leavesBackups = backup && backupDir === null;
  return lister.visitAll(name, listed);
}

/** The same for a folder that gives way to another entry: with its backups it goes whole. */
export function listDisplaced(
  ctx: CopyContext,
  pair: FolderPair,
  filter: DeletionFilter,
  name: CString,
): boolean {
  // What its own name says was decided before; as for one that a run has moved aside, only what is in it is asked about.
  return new DeletionLister(ctx, pair, filter, new PlainAccess(ctx)).walkThrough(name);
}

/** Counts and reports what is in a folder as deleted that was renamed to `aside`. */
export function listMovedFolder(
  ctx: CopyContext,
  pair: FolderPair,
  filter: DeletionFilter,
  name: CString,
  aside: CString,
): void {
  new DeletionLister(ctx, pair, filter, new PlainAccess(ctx)).walkThrough(aside, name);
}

/** Bytes that are free again when this name of an entry is gone. */
export function freedBy(target: FileStat): number {
  return target.nlink > 1 ? 0 : target.allocatedBytes;
}

class DeletionLister extends DeletionVisitor {
  leavesBackups = false;

  override visit(path: Uint8Array, folder: number, name: CString, type: number): boolean {
    reportDeleted(this.ctx, this.pair, () => joinPath(path, name), type, this.#cost(folder, name));
    return !this.leavesBackups;
  }

  #cost(folder: number, name: CString): OperationCost | undefined {
    const { fs, options, checkStat } = this.ctx;
    if (!options.reportCosts || fs.stat(folder, name, checkStat) < 0) return undefined;
    return {
      sourceDevice: 0,
      targetDevice: checkStat.dev,
      allocated: 0,
      freed: freedBy(checkStat),
      method: null,
      otherwise: null,
    };
  }

  override leave(path: Uint8Array): boolean {
    reportDeleted(this.ctx, this.pair, () => path.slice(), ENTRY_TYPE.folder);
    return true;
  }
}
