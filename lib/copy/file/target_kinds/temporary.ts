// Files under a temporary name until they are whole, where there are no unnamed ones or a name is to be replaced.

import { EPERM } from "../../../../ffi/errno.ts";
import type { Entry } from "../../../entry/entry.ts";
import type { CopyContext } from "../../context.ts";
import { isAppendOnly } from "../../target/append_only.ts";
import { displace } from "../../target/displace.ts";
import { keepReplaced } from "../../target/keep_replaced.ts";
import { removeLeftover } from "../../target/remove_leftover.ts";
import { renameNew } from "../../target/rename_new.ts";
import { despiteOthers } from "../../target/writable_folder.ts";
import { TARGET_KIND } from "../target_file.ts";
import type { TargetKind } from "./target_kind.ts";

/** Opens one. 0 or a negated errno. */
export function openTemporary(ctx: CopyContext, { pair }: Entry, mode: number): number {
  const { fs, targetFile } = ctx;
  targetFile.reset(TARGET_KIND.temporary);
  if (isAppendOnly(fs, pair.targetStat)) return refuseTemporary(ctx);
  targetFile.name = ctx.temporaryNames.next();
  targetFile.failedCall = "openat";
  const handle = fs.createNamed(pair.target, targetFile.name, mode);
  if (handle < 0) return handle;
  targetFile.handle = handle;
  fs.tryLock(handle); // tells a sweeping neighbour that the file is in use
  return 0;
}

/** What is answered in a folder in which a temporary name would stay for ever. */
export function refuseTemporary({ targetFile }: CopyContext): number {
  targetFile.failedCall = "renameat";
  return -EPERM;
}

/** Renames the file to its final name. 0 or a negated errno. */
export function commitRename(ctx: CopyContext, entry: Entry): number {
  const { targetFile } = ctx;
  targetFile.failedCall = "renameat";
  const kept = keepReplaced(ctx, entry);
  if (kept < 0) return kept;
  const error = ctx.options.shard === null ? rename(ctx, entry) : renameAmongOthers(ctx, entry);
  if (error === 0) targetFile.name = null;
  return error;
}

function rename(ctx: CopyContext, { pair, targetName, replaces }: Entry): number {
  const { fs, targetFile: { name } } = ctx;
  const { removeOld, target } = pair;
  if (removeOld !== null) return displace(ctx, pair, name!, targetName, removeOld);
  return replaces
    ? fs.rename(target, name!, target, targetName)
    : renameNew(ctx, pair, name!, targetName);
}

function renameAmongOthers(ctx: CopyContext, entry: Entry): number {
  return despiteOthers(ctx, entry.pair, () => rename(ctx, entry));
}

/** Removes the file by the name that it still has. */
export function discardName(ctx: CopyContext, { pair }: Entry): void {
  const { fs, targetFile: { name } } = ctx;
  if (name === null) return;
  const unlink = () => fs.unlink(pair.target, name);
  removeLeftover(ctx, pair, name, () => despiteOthers(ctx, pair, unlink));
}

export const temporary: TargetKind = { commit: commitRename, discard: discardName };
