// How much of a run is done where it goes over its trees more than once. Of a walk that stands for itself it is told anew,
// as of a run after its preview; a new tree is built after a comparison that was the first part of it.

import type { ProgressEvent } from "../../events.ts";
import { Forecaster, type Outlook } from "./forecaster.ts";
import { comesBeforeBuild } from "./work_left.ts";

export class Outlooks {
  #forecaster = new Forecaster();
  #last: ProgressEvent | null = null;

  /** Takes an event into account, later than the last one; `isNew` if it is the first one of a walk. */
  add(event: ProgressEvent): { outlook: Outlook; isNew: boolean } {
    const last = this.#last;
    this.#last = event;
    const isNew = last !== null && event.filesDone < last.filesDone;
    if (isNew && !comesBeforeBuild(last)) {
      this.#forecaster = new Forecaster(Math.min(last.durationMs, event.durationMs));
    }
    return { outlook: this.#forecaster.add(event), isNew };
  }
}
