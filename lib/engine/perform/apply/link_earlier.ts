// An entry that becomes another name of what an earlier copy has (`--link-dest`). Nothing of the earlier copy is changed,
// not even for a moment: what takes no further name as it is, is made anew.

import type { CString } from "../../../../ffi/mod.ts";
import { FAILURE_REPORTED } from "../../../copy/bytes/answers.ts";
import type { CopyContext } from "../../../copy/context.ts";
import { sweepPartial } from "../../../copy/file/target_kinds/partial.ts";
import { NOT_THE_FIRST, NUMBERED_BY_NAME } from "../../../copy/links/make_hard_link.ts";
import { makeOrReplace } from "../../../copy/links/make_or_replace.ts";
import { SPLIT } from "../../../copy/links/split_causes.ts";
import type { Entry } from "../../../entry/entry.ts";
import { DEVICE } from "../../../shared/device_memory.ts";
import { noteUnlinked } from "../../facts/earlier_folders.ts";
import { noteCopied, noteReplaced } from "../../facts/link_count.ts";
import { giveUpClaim } from "../../facts/claims.ts";
import { targetLocation } from "../../facts/target_mount.ts";
import { reportLinked } from "../report.ts";
import { causeOf } from "./hard_link.ts";

/** Makes the target another name of `entry.earlier`; false, with the target as it was, if it is to be made anew. */
export function linkEarlier(ctx: CopyContext, entry: Entry): boolean {
  const { pair, source, finished } = entry;
  const { dev } = pair.targetStat;
  if (ctx.devices.has(dev, DEVICE.numbersNames)) return isUnlinked(ctx, SPLIT.numberedByName);
  const error = makeOrReplace(ctx, entry, (to) => linkSame(ctx, entry, to));
  if (error === NUMBERED_BY_NAME) ctx.devices.add(dev, DEVICE.numbersNames);
  if (error === FAILURE_REPORTED) {
    ctx.countFailedFile();
    giveUpClaim(ctx, entry);
    return true;
  }
  if (error < 0) return isUnlinked(ctx, causeOf(ctx, error));
  pair.touched = true;
  sweepPartial(ctx, entry);
  if (entry.replaces) noteReplaced(ctx, source);
  if (entry.isClaimed) {
    noteCopied(ctx, source);
    ctx.links!.publish(source, finished, targetLocation(ctx, entry));
  }
  reportLinked(ctx, entry);
  return true;
}

function isUnlinked(ctx: CopyContext, cause: number): false {
  noteUnlinked(ctx, cause);
  return false;
}

/** Links it to `to`; undone if another entry has its name by now. 0, a negated errno or one of `makeHardLink`'s answers. */
function linkSame({ fs, checkStat }: CopyContext, { pair, earlier, finished }: Entry, to: CString) {
  const { pair: from, targetName, target: known } = earlier!;
  const linked = fs.link(from.target, targetName, pair.target, to);
  if (linked < 0) return linked;
  const error = fs.stat(pair.target, to, finished);
  const isSame = error === 0 && finished.hasSameSize(known) && finished.hasSameMtime(known);
  if (isSame && finished.hasSameInode(known)) return 0;
  fs.unlink(pair.target, to);
  if (error < 0) return error;
  const isThere = fs.stat(from.target, targetName, checkStat) === 0 &&
    checkStat.hasSameInode(known);
  return isThere && isSame ? NUMBERED_BY_NAME : NOT_THE_FIRST;
}
