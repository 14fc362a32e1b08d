// Folders that are to be emptied and whose mode forbids it: an ordinary user gives himself the rights first.

import { EACCES, EOPNOTSUPP } from "../../../ffi/errno.ts";
import { type CString, cString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";

/** Opens a folder that is to be emptied, also one that its owner has shut himself out of. A handle or a negated errno. */
export function openToEmpty(ctx: CopyContext, folder: number, name: CString): number {
  const handle = ctx.fs.openFolderBeneath(folder, name, false);
  if (handle !== -EACCES || ctx.options.dryRun || !letOwnerIn(ctx, folder, name)) return handle;
  return ctx.fs.openFolderBeneath(folder, name, false);
}

/** Gives the owner all rights on a folder that could not be opened; whether that succeeded. */
function letOwnerIn({ fs, checkStat }: CopyContext, folder: number, name: CString): boolean {
  const pin = fs.pin(folder, name);
  if (pin === -EOPNOTSUPP) return fs.setModeAt(folder, name, 0o700) === 0;
  if (pin < 0) return false;
  const isLet = fs.statHandle(pin, checkStat) === 0 && checkStat.isFolder &&
    fs.setModeAt(pin, cString(""), 0o700) === 0;
  fs.close(pin);
  return isLet;
}

/** An ordinary user can only take names from a folder that is writable. */
export function makeEmptiable(ctx: CopyContext, handle: number): void {
  const { fs, options } = ctx;
  if (options.dryRun || fs.identity.uid === 0) return;
  const stat = new FileStat();
  if (
    fs.statHandle(handle, stat) === 0 && (stat.permissions & 0o700) !== 0o700 &&
    stat.uid === fs.identity.uid
  ) {
    fs.setMode(handle, stat.permissions | 0o700);
  }
}
