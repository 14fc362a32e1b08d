// What a thread remembers of the entry that it processes, for the case that it is to process it once more: one for all entries,
// because a shard needs it for each.

import { Attempt } from "../../copy/attempt.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { COUNTER_COLUMNS } from "../../shared/counters.ts";

export class EntryTries {
  /** The thread's counters before the entry. */
  readonly before = new Float64Array(COUNTER_COLUMNS);
  /** Whether its folder was new. */
  isFresh = false;
  /** Attempts that failed for a transient reason, and those that met what another run was doing. */
  failed = 0;
  disturbed = 0;
  /** The present attempt. */
  attempt = new Attempt();

  /** Begins with an entry. */
  begin(count: Float64Array, { fresh }: FolderPair): void {
    this.before.set(count);
    this.isFresh = fresh;
    this.failed = this.disturbed = 0;
  }

  /** Begins an attempt, and gives it. */
  next(retriesTransient: boolean): Attempt {
    const { attempt } = this;
    const isUsed = attempt.errors.length > 0 || attempt.retriesTransient !== retriesTransient;
    return isUsed ? this.attempt = new Attempt(retriesTransient) : attempt;
  }
}
