// Copies one file whole, in one go: bytes, then metadata, then the name.

import { STOPPED } from "../bytes/answers.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import type { CopyContext } from "../context.ts";
import { copyByName, goesByName } from "./by_name.ts";
import { cloneToName, giveUpClone, isCloned } from "./clone.ts";
import type { Entry } from "../../entry/entry.ts";
import { fill, isRight } from "./fill.ts";
import { modeAtFirst, modeInTheEnd } from "./mode.ts";
import { countCopied, countFound, finish, openTarget } from "./steps.ts";
import { target } from "./target_file.ts";
import { targetOf } from "../../entry/subject.ts";

/** Copies an open source file to its name in the target folder. Whether it now stands there whole. */
export function copyFile(ctx: CopyContext, entry: Entry): boolean {
  entry.isAgain = false;
  countFound(ctx, entry);
  let copied = copyAnyWay(ctx, entry);
  if (target.mustCopyAgain) {
    entry.isAgain = true;
    copied = copyAnyWay(ctx, entry);
  }
  countCopied(ctx, entry, copied);
  return copied;
}

function copyAnyWay(ctx: CopyContext, entry: Entry): boolean {
  if (ctx.clonesToName && isCloned(ctx, entry)) return copyCloned(ctx, entry);
  if (ctx.copiesByName && goesByName(ctx, entry)) return copyWhole(ctx, entry);
  return copyOnce(ctx, entry) || (target.mustStartOver && copyOnce(ctx, entry)) ||
    (target.mustGoByName && copyWhole(ctx, entry));
}

function copyOnce(ctx: CopyContext, entry: Entry): boolean {
  const createMode = modeAtFirst(ctx, entry);
  return openTarget(ctx, entry, createMode) &&
    finish(ctx, entry, fill(ctx, entry, target), createMode);
}

/** What can be done about an encrypted file that the system does not copy: nothing else keeps it encrypted. */
const ENCRYPTED = "; the file is encrypted, --no-xattrs copies it without that";

/** Leaves the copy to the system, or goes the other way where it cannot. */
function copyWhole(ctx: CopyContext, entry: Entry): boolean {
  const { pair, targetName, source } = entry;
  const error = copyByName(ctx, entry, target);
  if (error === STOPPED) return false;
  if (error < 0 && fallsThrough(error) && !source.isEncrypted) return copyOnce(ctx, entry);
  if (error < 0) {
    const advice = source.isEncrypted ? ENCRYPTED : "";
    ctx.fail(targetOf(pair, targetName), "copy", target.failedCall, error, advice);
    return false;
  }
  return finish(ctx, entry, isRight(ctx, entry, target), modeInTheEnd(ctx, entry) & 0o777);
}

/** Has a clone make the file, or copies it where it cannot be cloned. */
function copyCloned(ctx: CopyContext, entry: Entry): boolean {
  const error = cloneToName(ctx, entry, target);
  if (error < 0 && target.failedCall === "clonefile" && giveUpClone(ctx, error)) {
    return copyOnce(ctx, entry);
  }
  if (error < 0) {
    ctx.fail(targetOf(entry.pair, entry.targetName), "copy", target.failedCall, error);
    return false;
  }
  return finish(ctx, entry, isRight(ctx, entry, target), entry.source.permissions & 0o777);
}
