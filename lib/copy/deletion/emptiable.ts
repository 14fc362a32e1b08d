// Folders that are to be emptied and whose mode forbids it: an ordinary user gives himself the rights first,
// and takes them back from a folder that stays.

import { EACCES, EOPNOTSUPP } from "../../../ffi/errno.ts";
import { type CString, cString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";

/** Answer where a folder's mode was left alone. */
export const UNCHANGED = -1;
const OWNERS_RIGHTS = 0o700;

/**
 * Opens a folder that is to be emptied, also one that its owner has shut himself out of. A handle or a negated errno.
 *
 * @param onUnlocked told the mode that it had, where that was changed
 */
export function openToEmpty(
  ctx: CopyContext,
  folder: number,
  name: CString,
  onUnlocked: (mode: number) => void = () => {},
): number {
  const handle = ctx.fs.openFolderBeneath(folder, name, false);
  if (handle !== -EACCES) return handle;
  const mode = letOwnerIn(ctx, folder, name);
  if (mode === UNCHANGED) return handle;
  onUnlocked(mode);
  return ctx.fs.openFolderBeneath(folder, name, false);
}

/** Gives the owner all rights on a folder that could not be opened; the mode that it had, or UNCHANGED. */
function letOwnerIn({ fs }: CopyContext, folder: number, name: CString): number {
  const stat = new FileStat();
  const pin = fs.pin(folder, name);
  const canPin = pin !== -EOPNOTSUPP;
  if (canPin && pin < 0) return UNCHANGED;
  const [at, own] = canPin ? [pin, cString("")] as const : [folder, name] as const;
  const error = canPin ? fs.statHandle(pin, stat) : fs.stat(folder, name, stat);
  const isLet = error === 0 && stat.isFolder && fs.setModeAt(at, own, OWNERS_RIGHTS) === 0;
  if (canPin) fs.close(pin);
  return isLet ? stat.permissions : UNCHANGED;
}

/** An ordinary user can only take names from a folder that is writable. The mode that it had, or UNCHANGED. */
export function makeEmptiable({ fs }: CopyContext, handle: number): number {
  if (fs.identity.uid === 0) return UNCHANGED;
  const stat = new FileStat();
  const mustChange = fs.statHandle(handle, stat) === 0 && stat.uid === fs.identity.uid &&
    (stat.permissions & OWNERS_RIGHTS) !== OWNERS_RIGHTS;
  return mustChange && fs.setMode(handle, stat.permissions | OWNERS_RIGHTS) === 0
    ? stat.permissions
    : UNCHANGED;
}

/** Gives a folder that stays the mode back that `makeEmptiable` told. */
export function giveBackMode({ fs }: CopyContext, handle: number, mode: number): void {
  if (mode !== UNCHANGED) fs.setMode(handle, mode);
}
