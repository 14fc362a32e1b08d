// Copies one file whole, in one go: bytes, then metadata, then the name.

import type { Entry } from "../../entry/entry.ts";
import { copyOf } from "../../entry/subject.ts";
import { STOPPED } from "../bytes/answers.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import type { CopyContext } from "../context.ts";
import { copyByName, goesByName } from "./by_name.ts";
import { cloneToName, giveUpClone, isCloned } from "./clone.ts";
import { fill, outcomeOfRead } from "./fill.ts";
import { modeAtFirst, modeInTheEnd } from "./mode.ts";
import { COPY, isDelivered } from "./outcome.ts";
import { beginCounting, countCopied, countFound, finish, openTarget } from "./steps.ts";

/** Copies an open source file to its name in the target folder; true if it is there, whole. */
export function copyFile(ctx: CopyContext, entry: Entry): boolean {
  entry.isSecondCopy = false;
  beginCounting(ctx);
  countFound(ctx, entry);
  let outcome = copyAnyWay(ctx, entry);
  if (outcome === COPY.copyAgain) {
    ctx.transfer.takeBack();
    entry.isSecondCopy = true;
    outcome = copyAnyWay(ctx, entry);
  }
  countCopied(ctx, entry, outcome);
  return isDelivered(outcome);
}

function copyAnyWay(ctx: CopyContext, entry: Entry): number {
  if (ctx.clonesToName && isCloned(ctx, entry)) return copyCloned(ctx, entry);
  if (ctx.copiesByName && goesByName(ctx, entry)) return copyWhole(ctx, entry);
  let outcome = copyOnce(ctx, entry);
  if (outcome === COPY.startOver) {
    ctx.transfer.takeBack();
    outcome = copyOnce(ctx, entry);
  }
  return outcome === COPY.goByName ? copyWhole(ctx, entry) : outcome;
}

function copyOnce(ctx: CopyContext, entry: Entry): number {
  const createMode = modeAtFirst(ctx, entry);
  if (!openTarget(ctx, entry, createMode)) return COPY.failed;
  return finish(ctx, entry, fill(ctx, entry), createMode);
}

/** Advice for an encrypted file that the system does not copy: nothing else keeps it encrypted. */
const ENCRYPTED = "; the file is encrypted, --no-xattrs copies it without that";

/** Has the system copy the file, or copies it here if the system cannot; one of COPY. */
export function copyWhole(ctx: CopyContext, entry: Entry): number {
  const { source } = entry;
  const error = copyByName(ctx, entry);
  if (error === STOPPED) return COPY.failed;
  if (error < 0 && fallsThrough(error) && !source.isEncrypted) return copyOnce(ctx, entry);
  if (error < 0) {
    const advice = source.isEncrypted ? ENCRYPTED : "";
    ctx.fail(copyOf(entry), "copy", ctx.targetFile.failedCall, error, advice);
    return COPY.failed;
  }
  return finish(ctx, entry, outcomeOfRead(ctx, entry), modeInTheEnd(ctx, entry) & 0o777);
}

/** Clones the file, or copies it if it cannot be cloned. */
function copyCloned(ctx: CopyContext, entry: Entry): number {
  const error = cloneToName(ctx, entry);
  const { failedCall } = ctx.targetFile;
  if (error < 0 && failedCall === "clonefile" && giveUpClone(ctx, error)) {
    return copyOnce(ctx, entry);
  }
  if (error < 0) {
    ctx.fail(copyOf(entry), "copy", failedCall, error);
    return COPY.failed;
  }
  return finish(ctx, entry, outcomeOfRead(ctx, entry), entry.source.permissions & 0o777);
}
