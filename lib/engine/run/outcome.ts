// What a run came to, in one word, by how it stopped and what was counted and reported.

import { CONTROL, STOP } from "../../shared/control.ts";
import { counted } from "../../shared/counters.ts";
import type { Outcome } from "../../summary.ts";
import type { EventLog } from "./event_log.ts";
import type { Threads } from "./threads.ts";

/** The outcome as far as the run has gone. */
export function outcomeOf({ control, memory: { counters } }: Threads, log: EventLog): Outcome {
  const { errorCount, changedCount } = log;
  switch (Atomics.load(control, CONTROL.stop)) {
    case STOP.cancelled:
      return "cancelled";
    case STOP.fatal:
      return "stopped";
    default:
      if (counted(counters, "differences") > 0) return "different";
      if (errorCount > changedCount) return "partial";
      return changedCount > 0 ? "changed" : "done";
  }
}
