// `--retries`: waiting before something is tried again. Entries are carried out again as a whole
// (lib/engine/entries/retries.ts); opening, listing and deleting are calls that are made again by themselves.

import { type CString, type Listing, textOf } from "../../ffi/mod.ts";
import type { ErrorEvent } from "../events.ts";
import { pause } from "../shared/pause.ts";
import { mayPass } from "./attempt.ts";
import type { CopyContext, Side } from "./context.ts";
import type { Place } from "./place.ts";

/** Seconds that a wait does not grow beyond. */
const LONGEST_WAIT = 60;

/** Says what failed, and waits: twice as long each time. Whether the run goes on. */
export function waitAfter(
  { options, report, control }: CopyContext,
  { op, path, message, code }: Pick<ErrorEvent, "op" | "path" | "message" | "code">,
  failures: number,
): boolean {
  const first = options.retryWait;
  const seconds = Math.min(first * 2 ** failures, Math.max(first, LONGEST_WAIT));
  report.notice(
    `cannot ${op} '${textOf(path)}': ${message} (${code}); trying again in ${seconds} s`,
  );
  report.flush();
  return pause(control, seconds * 1000);
}

/**
 * Whether a call on a folder is to be made again, which is so after a wait and where its error may pass.
 *
 * @param error what it answered, a negated errno
 * @param failures how often it was made again already
 */
export function triesAgain(
  ctx: CopyContext,
  place: Place,
  name: CString | null,
  side: Side,
  op: string,
  error: number,
  failures: number,
): boolean {
  const { fs, options } = ctx;
  if (failures >= options.retries || ctx.attempt !== null) return false;
  const code = fs.errorName(error);
  if (!mayPass(code)) return false;
  const path = ctx.pathOf(place, name, side);
  return waitAfter(ctx, { op, path, message: fs.errorText(error), code }, failures);
}

/** Adds entries of one of the place's folders to `listing`, as `list` does, which goes on where it failed. */
export function listPatiently(
  ctx: CopyContext,
  place: Place,
  side: Side,
  listing: Listing,
): number {
  const { fs } = ctx;
  const folder = side === "source" ? place.source : place.target;
  let end = fs.list(folder, listing);
  for (
    let failures = 0;
    end < 0 && triesAgain(ctx, place, null, side, "list folder", end, failures);
    failures++
  ) {
    end = fs.list(folder, listing);
  }
  return end;
}
