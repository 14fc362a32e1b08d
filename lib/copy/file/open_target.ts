// The context's target file from opening to closing, of whichever kind it is.

import { ESTALE } from "../../../ffi/errno.ts";
import type { Entry } from "../../entry/entry.ts";
import type { CopyContext } from "../context.ts";
import { closeBeforeNaming } from "./close_before_naming.ts";
import { isDelivered } from "./outcome.ts";
import { TARGET_KIND } from "./target_file.ts";
import { inPlace, openInPlace, staysInPlace } from "./target_kinds/in_place.ts";
import { madeBySystem } from "./target_kinds/made_by_system.ts";
import { isResumable, openPartial, partial } from "./target_kinds/partial.ts";
import { NEXT_KIND, type TargetKind } from "./target_kinds/target_kind.ts";
import { openTemporary, temporary } from "./target_kinds/temporary.ts";
import { openUnnamed, unnamed } from "./target_kinds/unnamed.ts";

/** By TARGET_KIND. */
const KINDS: readonly TargetKind[] = [unnamed, temporary, partial, inPlace, madeBySystem];

/**
 * Opens a target for an entry's bytes.
 *
 * @param mode that a new file is made with
 * @returns 0, or a negated errno with the target file's `failedCall` set
 */
export function openTargetFile(ctx: CopyContext, entry: Entry, mode: number): number {
  if (staysInPlace(ctx, entry)) {
    const opened = openInPlace(ctx, entry, mode);
    if (opened !== NEXT_KIND) return opened;
  }
  if (isResumable(ctx, entry)) {
    const opened = openPartial(ctx, entry);
    if (opened !== NEXT_KIND) return opened;
  }
  if (mayBeUnnamed(ctx, entry)) {
    const opened = openUnnamed(ctx, entry, mode);
    if (opened !== NEXT_KIND) return opened;
  }
  return openTemporary(ctx, entry, mode);
}

/** Whether nothing is replaced, and no unnamed file was refused on the device. */
function mayBeUnnamed({ fs, targetFile }: CopyContext, { pair, replaces }: Entry): boolean {
  return !replaces && pair.removeOld === null && fs.can.unnamedFiles &&
    !targetFile.withoutUnnamed.has(pair.targetStat.dev);
}

/** Gives the finished file its final name in one step. 0, a negated errno or UNNAMEABLE. */
export function commitTargetFile(ctx: CopyContext, entry: Entry): number {
  const { kind } = ctx.targetFile;
  const closed = kind === TARGET_KIND.unnamed ? 0 : closeBeforeNaming(ctx, entry);
  return closed < 0 ? closed : KINDS[kind].commit(ctx, entry);
}

/**
 * Closes the file, and discards one that is not delivered.
 *
 * @param outcome one of COPY
 * @returns 0 or a negated errno of close
 */
export function closeTargetFile(ctx: CopyContext, entry: Entry, outcome: number): number {
  const { fs, targetFile } = ctx;
  const error = targetFile.handle < 0 ? 0 : fs.close(targetFile.handle);
  if (targetFile.reader >= 0) fs.close(targetFile.reader);
  if (!isDelivered(outcome)) KINDS[targetFile.kind].discard(ctx, entry, outcome);
  targetFile.handle = -1;
  return error;
}

/** A handle that reads the target file, which is still this very one; a negated errno where there is none. */
export function readerOfTarget(ctx: CopyContext, { pair, targetName }: Entry): number {
  const { fs, targetFile, checkStat, openedStat } = ctx;
  if (!targetFile.isUsed) return targetFile.handle; // files are made for reading and writing
  if (targetFile.reader >= 0) return targetFile.reader;
  const reader = fs.openForReading(pair.target, targetFile.name ?? targetName, false);
  if (reader < 0) return reader;
  targetFile.reader = reader;
  const isSame = fs.statHandle(reader, checkStat) === 0 &&
    fs.statHandle(targetFile.handle, openedStat) === 0 && openedStat.hasSameInode(checkStat);
  return isSame ? reader : -ESTALE;
}
