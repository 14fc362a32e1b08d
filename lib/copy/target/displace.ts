// Replacing an entry that rename(2) cannot replace, because one of the two is a folder. The new entry is whole first: in
// one step it gets the name and the old entry a temporary one, under which the old entry is removed. A killed run leaves
// it for the next one to sweep.

import { ENOTEMPTY, EXDEV } from "../../../ffi/errno.ts";
import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair, RemoveOld } from "../../entry/folder_pair.ts";
import { isStopping } from "../../shared/control.ts";
import type { CopyContext } from "../context.ts";
import { isPartialName } from "./temporary_names.ts";

/**
 * Gives the whole entry `temporary` the name of an entry of another kind. If the old entry cannot be renamed or removed,
 * it has its name again at the end.
 *
 * @param remove removes the old entry; false if something of it is left
 * @returns 0, or a negated errno: then the new entry still has its temporary name
 */
export function displace(
  ctx: CopyContext,
  pair: FolderPair,
  temporary: CString,
  name: CString,
  remove: RemoveOld,
): number {
  const { fs } = ctx;
  const { target } = pair;
  // Under a temporary name it would be swept if this run is killed: what is to be kept is moved away first.
  if (ctx.backups !== null && pair.removeOld !== null) {
    return replaceEmptied(ctx, pair, temporary, name, remove);
  }
  // A partial name must not be given to a folder: `--resume` continues files.
  if (!isPartialName(temporary) && fs.exchange(target, temporary, name) === 0) {
    if (isRemoved(ctx, temporary, remove)) return 0;
    const error = fs.exchange(target, temporary, name);
    return error < 0 ? error : -ENOTEMPTY;
  }
  const aside = ctx.temporaryNames.next();
  const moved = fs.rename(target, name, target, aside);
  if (moved === -EXDEV) return replaceEmptied(ctx, pair, temporary, name, remove);
  if (moved < 0) return moved;
  const named = fs.rename(target, temporary, target, name);
  if (named === 0 && isRemoved(ctx, aside, remove)) return 0;
  const unnamed = named === 0 ? fs.rename(target, name, target, temporary) : 0;
  const error = unnamed < 0 ? unnamed : fs.rename(target, aside, target, name);
  return error < 0 ? error : named < 0 ? named : -ENOTEMPTY;
}

/** True if an old entry was removed, or is left for the next run because this one stops. */
function isRemoved({ control }: CopyContext, aside: CString, remove: RemoveOld): boolean {
  return remove(aside) || isStopping(control);
}

/** Removes the old entry before the rename: an overlay, for one, cannot rename folders of its lower layers. */
function replaceEmptied(
  ctx: CopyContext,
  pair: FolderPair,
  temporary: CString,
  name: CString,
  remove: RemoveOld,
): number {
  if (!remove(name)) return -ENOTEMPTY;
  return ctx.fs.rename(pair.target, temporary, pair.target, name);
}
