// `--retries`: waits before another try. Entries are tried again as a whole by the engine; opening, listing and deleting
// are calls that are retried by themselves.

import { type Listing, textOf } from "../../ffi/mod.ts";
import type { FolderPair } from "../entry/folder_pair.ts";
import { pathOf, type Side, type Subject } from "../entry/subject.ts";
import type { ErrorEvent } from "../events.ts";
import { pause } from "../shared/pause.ts";
import { isTransient } from "./attempt.ts";
import type { CopyContext } from "./context.ts";

/** Seconds that a wait does not grow beyond. */
const LONGEST_WAIT = 60;

/** Reports a failure and waits, twice as long each time; true if the run goes on. */
export function waitBeforeRetry(
  { options, report, control }: CopyContext,
  { op, path, from, message, code }: Pick<ErrorEvent, "op" | "path" | "from" | "message" | "code">,
  failures: number,
): boolean {
  const first = options.retryWait;
  const seconds = Math.min(first * 2 ** failures, Math.max(first, LONGEST_WAIT));
  const paths = (from === undefined ? [path] : [from, path]).map((path) => `'${textOf(path)}'`)
    .join(" to ");
  report.notice(
    `cannot ${op} ${paths}: ${message} (${code}); trying again in ${seconds} s`,
  );
  report.flush();
  return pause(control, seconds * 1000);
}

/**
 * Makes a call again, after a wait each time, as long as its error is transient and the options allow it.
 *
 * @param subject of the call, or a function that gives it after a failure
 * @param op what is being done, as in `cannot OP PATH`
 * @returns the last answer: a negated errno if the call failed for good
 */
export function withRetries(
  ctx: CopyContext,
  subject: Subject | (() => Subject),
  op: string,
  call: () => number,
): number {
  const { fs, options } = ctx;
  let answer = call();
  for (let failures = 0; answer < 0 && failures < options.retries; failures++) {
    const code = fs.errorName(answer);
    if (ctx.waitsForRetry || !isTransient(code)) return answer;
    const path = pathOf(typeof subject === "function" ? subject() : subject);
    const failure = { op, path, message: fs.errorText(answer), code };
    if (!waitBeforeRetry(ctx, failure, failures)) return answer;
    answer = call();
  }
  return answer;
}

/** Adds entries of one of the pair's folders to `listing`, as `list` does, which goes on where it failed. */
export function listWithRetries(
  ctx: CopyContext,
  pair: FolderPair,
  side: Side,
  listing: Listing,
): number {
  const folder = side === "source" ? pair.source : pair.target;
  const list = () => ctx.fs.list(folder, listing);
  return withRetries(ctx, { pair, name: null, side }, "list folder", list);
}
