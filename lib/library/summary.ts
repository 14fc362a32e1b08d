// What the run of a script comes to.

import { EntryError } from "../errors.ts";
import type { RunResult, Summary as RunSummary } from "../summary.ts";
import { toldInOptionNames } from "./option_names.ts";
import { shownPath } from "./path.ts";

/** What a run comes to; the promise of `copy`, `mirror`, `move`, `verify` and `check` resolves to it. */
export interface Summary extends RunResult {
  /** The first 100 of the entries that failed; `errorCount` says how many there were. */
  readonly errors: readonly EntryError[];
}

/** The summary as a script gets it. */
export function summaryOf<S extends RunSummary>(
  summary: S,
): Omit<S, "errors"> & Pick<Summary, "errors"> {
  return {
    ...summary,
    source: summary.source.map(shownPath),
    dest: shownPath(summary.dest),
    errors: summary.errors.map((event) => new EntryError(toldInOptionNames(event))),
  };
}
