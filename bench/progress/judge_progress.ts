// How well the progress of a recorded run was told. The error at a moment is how far the end that was told lies from the
// true one, as a share of the whole run: what a user who plans by it is wrong by. A share of what is left would be large
// without harm in the last second. It counts from a tenth of the time on, and so do moments at which nothing is told: their
// share stands beside it.

import { Outlooks } from "../../lib/cli/screen/outlooks.ts";
import { eventsOf, type Recording } from "./record_progress.ts";

/** The share of a run's time from which on its progress is judged. */
const JUDGED_FROM = 0.1;
/** What error counts as right. */
const RIGHT = 0.2;

/** How well a run's progress was told. */
export interface Judgement {
  readonly durationMs: number;
  /** The share of the time at which the time left was told for the first time; 1 where it never was. */
  readonly knownFrom: number;
  /** The share of the judged moments at which nothing was told. */
  readonly untold: number;
  /** The share of the judged moments at which the end was told within a fifth of the whole time. */
  readonly right: number;
  /** The largest errors: of the end, and of the share done. */
  readonly end: number;
  readonly share: number;
  /** How many times the share fell. */
  readonly falls: number;
}

/** Judges a recording by the model as it is now. */
export function judge(recording: Recording): Judgement {
  const { durationMs } = recording;
  const outlooks = new Outlooks();
  let knownFrom = 1, judged = 0, untold = 0, right = 0, end = 0, share = 0, falls = 0, before = 0;
  for (const event of eventsOf(recording)) {
    const { fraction, leftMs } = outlooks.add(event).outlook;
    const at = event.durationMs / durationMs;
    if (leftMs !== null) knownFrom = Math.min(knownFrom, at);
    if ((fraction ?? 0) < before) falls++;
    before = fraction ?? 0;
    if (at < JUDGED_FROM || at > 1) continue;
    judged++;
    if (leftMs === null || fraction === null) {
      untold++;
      continue;
    }
    const error = Math.abs((event.durationMs + leftMs) / durationMs - 1);
    if (error <= RIGHT) right++;
    end = Math.max(end, error);
    share = Math.max(share, Math.abs(fraction - at));
  }
  const shareOf = (moments: number) => moments / Math.max(1, judged);
  return {
    durationMs,
    knownFrom,
    untold: shareOf(untold),
    right: shareOf(right),
    end,
    share,
    falls,
  };
}
