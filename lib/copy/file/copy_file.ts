// Copies one file whole, in one go: bytes, then metadata, then the name.

import { STOPPED } from "../bytes/answers.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import type { CopyContext } from "../context.ts";
import { copyByName, goesByName } from "./by_name.ts";
import { cloneToName, giveUpClone, isCloned } from "./clone.ts";
import type { FileToCopy } from "./file_to_copy.ts";
import { fill, isRight } from "./fill.ts";
import { modeAtFirst, modeInTheEnd } from "./mode.ts";
import { countCopied, countFound, finish, openTarget } from "./steps.ts";
import { target } from "./target_file.ts";
import { targetOf } from "../../entry/subject.ts";

/** Copies an open source file to its name in the target folder. Whether it now stands there whole. */
export function copyFile(ctx: CopyContext, file: FileToCopy): boolean {
  countFound(ctx, file);
  let copied = copyAnyWay(ctx, file);
  if (target.mustCopyAgain) copied = copyAnyWay(ctx, { ...file, isAgain: true });
  countCopied(ctx, file, copied);
  return copied;
}

function copyAnyWay(ctx: CopyContext, file: FileToCopy): boolean {
  if (ctx.clonesToName && isCloned(ctx, file)) return copyCloned(ctx, file);
  if (ctx.copiesByName && goesByName(ctx, file)) return copyWhole(ctx, file);
  return copyOnce(ctx, file) || (target.mustStartOver && copyOnce(ctx, file)) ||
    (target.mustGoByName && copyWhole(ctx, file));
}

function copyOnce(ctx: CopyContext, file: FileToCopy): boolean {
  const createMode = modeAtFirst(ctx, file);
  return openTarget(ctx, file, createMode) &&
    finish(ctx, file, fill(ctx, file, target), createMode);
}

/** What can be done about an encrypted file that the system does not copy: nothing else keeps it encrypted. */
const ENCRYPTED = "; the file is encrypted, --no-xattrs copies it without that";

/** Leaves the copy to the system, or goes the other way where it cannot. */
function copyWhole(ctx: CopyContext, file: FileToCopy): boolean {
  const { pair, targetName, stat } = file;
  const error = copyByName(ctx, file, target);
  if (error === STOPPED) return false;
  if (error < 0 && fallsThrough(error) && !stat.isEncrypted) return copyOnce(ctx, file);
  if (error < 0) {
    const advice = stat.isEncrypted ? ENCRYPTED : "";
    ctx.fail(targetOf(pair, targetName), "copy", target.failedCall, error, advice);
    return false;
  }
  return finish(ctx, file, isRight(ctx, file, target), modeInTheEnd(ctx, file) & 0o777);
}

/** Has a clone make the file, or copies it where it cannot be cloned. */
function copyCloned(ctx: CopyContext, file: FileToCopy): boolean {
  const error = cloneToName(ctx, file, target);
  if (error < 0 && target.failedCall === "clonefile" && giveUpClone(ctx, error)) {
    return copyOnce(ctx, file);
  }
  if (error < 0) {
    ctx.fail(targetOf(file.pair, file.targetName), "copy", target.failedCall, error);
    return false;
  }
  return finish(ctx, file, isRight(ctx, file, target), file.stat.permissions & 0o777);
}
