// Changes in a target folder that is ours but read-only.

import { EACCES } from "../../ffi/errno.ts";
import type { CopyContext } from "./context.ts";
import type { Place } from "./place.ts";

/**
 * Runs `attempt`, which changes something in the target folder. When the folder is ours but not
 * writable, it is made so first; the folder's stamp sets its mode right again.
 */
export function inWritableFolder(ctx: CopyContext, place: Place, attempt: () => number): number {
  const result = attempt();
  if (result !== -EACCES || !makeWritable(ctx, place)) return result;
  return attempt();
}

/** Gives the owner write and search permission on the target folder. Whether that changed anything. */
export function makeWritable(ctx: CopyContext, place: Place): boolean {
  const { targetStat } = place;
  const mode = targetStat.permissions | 0o700;
  if (mode === targetStat.permissions || targetStat.uid !== ctx.fs.identity.uid) return false;
  if (ctx.fs.setMode(place.target, mode) < 0) return false;
  place.touched = true;
  return true;
}
