// An entry that is a symlink, a FIFO or a device, made anew or in place of another one.

import { copySpecial, copySymlink } from "../../../copy/links/copy_special.ts";
import type { CopyContext } from "../../../copy/context.ts";
import type { Entry } from "../../../entry/entry.ts";
import { targetLocation, targetMount } from "../../facts/target_mount.ts";
import { reportEntry } from "../report.ts";

/** Makes the entry, and tells those that wait for a name of it. */
export function makeLink(ctx: CopyContext, entry: Entry): void {
  const { source } = entry;
  if (entry.replaces) ctx.inodes.rememberReplaced(entry.target);
  const isMade = source.isSymlink ? copySymlink(ctx, entry) : copySpecial(ctx, entry);
  if (isMade) reportEntry(ctx, entry, source.isSymlink ? "symlink" : "special");
  else if (!ctx.lastHasChanged) ctx.countFailedFile();
  if (entry.isClaimed) publish(ctx, entry, isMade);
}

function publish(ctx: CopyContext, entry: Entry, isMade: boolean): void {
  const { pair, targetName, source, finished } = entry;
  if (!isMade) return ctx.links!.giveUp(source, targetMount(ctx, pair));
  if (ctx.fs.stat(pair.target, targetName, finished) < 0) finished.words.fill(0);
  ctx.links!.publish(source, finished, targetLocation(ctx, entry));
}
