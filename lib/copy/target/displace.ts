// Taking the place of an entry that no rename replaces, because one of the two is a folder. Nothing goes before
// the new entry is whole: the old one gets a temporary name in the step in which the new one gets the name, and
// is removed then. A run that is killed in between leaves it for the next one to sweep.

import { ENOTEMPTY, EXDEV } from "../../../ffi/errno.ts";
import type { CString } from "../../../ffi/mod.ts";
import { isStopping } from "../../shared/control.ts";
import type { CopyContext } from "../context.ts";
import type { FolderPair, RemoveOld } from "../../entry/folder_pair.ts";
import { isPartialName } from "./temporary_names.ts";

/**
 * Gives what is whole under `temporary` the name of another kind of entry. Where that cannot be removed, or cannot
 * give up its name, it has it again at the end.
 *
 * @param remove removes the old entry; false where something of it is left
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
  // What `--resume` would go on with must be a file.
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

/** Whether an old entry is removed, or is left for the next run because this one ends. */
function isRemoved({ control }: CopyContext, aside: CString, remove: RemoveOld): boolean {
  return remove(aside) || isStopping(control);
}

/** An overlay cannot rename folders of its lower layers: such a one is emptied where it stands. */
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
