// What a target folder is given after its entries: owner, attributes, mode and times.

import { type FileStat, WORD } from "../../../../ffi/mod.ts";
import { Attempt } from "../../../copy/attempt.ts";
import type { CopyContext } from "../../../copy/context.ts";
import {
  applyMetadata,
  noteLosses,
  readSourceXattrs,
  settingByHandle,
} from "../../../copy/metadata/metadata.ts";
import { noteMissing } from "../../../copy/metadata/losses.ts";
import { modeToMake } from "../../../copy/metadata/new_mode.ts";
import { syncHandle } from "../../../copy/target/sync.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { targetOf } from "../../../entry/subject.ts";
import { CHANGED, isXattrsAlone, METADATA } from "../../../plan/changes.ts";
import { settableBits, settingOnly, withoutUnsettable } from "../../facts/others_root.ts";
import { reportFolderUpdated } from "../report.ts";

/** How often other shards may lock a folder while it is given its metadata. */
const MOST_ATTEMPTS = 20;

const S_ISGID = 0o2000;
const XATTRS = CHANGED.xattrs | CHANGED.acl;

/** Gives the target folder its metadata where it is new, something in it was changed, or it differs. */
export function setFolderMetadata(ctx: CopyContext, pair: FolderPair, changes: number): void {
  if (pair.target < 0 && !pair.fresh) return;
  const isUpdate = !pair.fresh && (changes & METADATA) !== 0;
  const { sourceStat, targetStat } = pair;
  if (!pair.fresh && !pair.touched && !isUpdate) {
    return noteMissing(ctx, { pair, name: null }, sourceStat, targetStat);
  }
  noteLosses(ctx, pair, null, sourceStat, pair.fresh ? null : targetStat);
  if (ctx.keepsStreams && pair.fresh) {
    const error = ctx.fs.copyStreams(pair.source, pair.target);
    if (error < 0) ctx.fail(targetOf(pair, null), "keep streams of", "NtWriteFile", error);
  }
  const { checkStat, fs, xattrPolicy } = ctx;
  const error = fs.statHandle(pair.target, checkStat);
  if (error < 0) return ctx.fail(targetOf(pair, null), "read metadata of", "statx", error);
  const settable = settableBits(ctx, pair);
  if (ctx.policy.keepsTimes(pair.sourceStat)) withoutUnsettable(ctx, CHANGED.mtime, settable);
  const mayHaveXattrs = xattrPolicy.any && (settable & XATTRS) !== 0 &&
    (fs.xattrListSize(pair.source) !== 0 || fs.xattrListSize(pair.target) !== 0);
  const wanted = mayHaveXattrs
    ? readSourceXattrs(ctx, pair, null, pair.sourceStat, settingByHandle(ctx, pair.source).xattrs)
    : null;
  const setter = settingOnly(settingByHandle(ctx, pair.target), settable, checkStat);
  const isOfOthers = isOtherShards(ctx, pair, checkStat);
  const mode = folderMode(ctx, pair, checkStat);
  const metadata = { source: pair.sourceStat, current: checkStat, mode, xattrs: wanted };
  const apply = () => applyMetadata(ctx, pair, null, setter, metadata);
  const mayBeLocked = ctx.options.shard !== null && ctx.flags !== null &&
    ctx.flags.locks(pair.sourceStat) !== 0;
  const changed = mayBeLocked ? applyAmongOthers(ctx, pair, apply) : apply();
  pair.lockedMode = -1;
  if (isUpdate && !isOfOthers && (changed > 0 || !isXattrsAlone(changes))) {
    reportFolderUpdated(ctx, pair, changes);
  }
  syncHandle(ctx, pair, null, pair.target);
}

/** Applies again what failed because another shard, which is done with the folder, has locked it in between. */
function applyAmongOthers(ctx: CopyContext, pair: FolderPair, apply: () => number): number {
  const { attempt } = ctx;
  for (let times = 1;; times++) {
    const { errors } = ctx.attempt = new Attempt();
    const changed = apply();
    ctx.attempt = attempt;
    const mayTryAgain = times < MOST_ATTEMPTS && errors.some(({ code }) => code === "EPERM") &&
      ctx.fs.statHandle(pair.target, ctx.checkStat) === 0;
    if (mayTryAgain) continue;
    for (const error of errors) {
      attempt === null ? ctx.reportError(error) : attempt.errors.push(error);
    }
    return changed;
  }
}

/**
 * Whether another shard has made the folder, or is at work in it, so that it tells what became of it. Which of them tells is
 * settled by who comes first: whoever owns it may find it as it should be.
 *
 * @param now what the target folder has before it is set right
 */
function isOtherShards(
  { options: { shard }, beganAt }: CopyContext,
  { targetStat, touched }: FolderPair,
  now: FileStat,
): boolean {
  if (shard === null) return false;
  const changedAt = targetStat.ctimeSec + targetStat.words[WORD.ctimeNsec] / 1e9;
  return changedAt >= beganAt || (!touched && !now.hasSameCtime(targetStat));
}

/** The mode that the target folder should have; `current` is what it has while it is being filled. */
function folderMode(ctx: CopyContext, pair: FolderPair, current: FileStat): number {
  const isLocked = pair.lockedMode >= 0 && !ctx.options.keep.perms;
  if (isLocked) return pair.lockedMode;
  if (!pair.fresh) return ctx.policy.mode(pair.sourceStat, current);
  const mode = modeToMake(ctx, pair, pair.sourceStat, null);
  // mkdir(2) inherits it.
  return ctx.options.keep.perms ? mode : mode | current.permissions & S_ISGID;
}
