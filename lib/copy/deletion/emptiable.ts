// Folders whose mode forbids emptying them: an ordinary user gives himself the permissions first, and restores the mode
// of a folder that stays.

import { EACCES, EOPNOTSUPP } from "../../../ffi/errno.ts";
import { type CString, cString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";

/** Answer for a folder whose mode was not changed. */
export const UNCHANGED = -1;
const OWNERS_RIGHTS = 0o700;

/**
 * Opens a folder that is to be emptied, also one that its owner cannot read. A handle or a negated errno.
 *
 * @param onUnlocked called with the former mode, if that was changed
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

/** Gives the owner all permissions on a folder that could not be opened; its former mode, or UNCHANGED. */
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

/** Makes a folder of an ordinary user writable, so that names can be removed; its former mode, or UNCHANGED. */
export function makeEmptiable({ fs }: CopyContext, handle: number): number {
  if (fs.identity.uid === 0) return UNCHANGED;
  const stat = new FileStat();
  const mustChange = fs.statHandle(handle, stat) === 0 && stat.uid === fs.identity.uid &&
    (stat.permissions & OWNERS_RIGHTS) !== OWNERS_RIGHTS;
  return mustChange && fs.setMode(handle, stat.permissions | OWNERS_RIGHTS) === 0
    ? stat.permissions
    : UNCHANGED;
}

/** Restores the former mode of a folder that stays. */
export function giveBackMode({ fs }: CopyContext, handle: number, mode: number): void {
  if (mode !== UNCHANGED) fs.setMode(handle, mode);
}
