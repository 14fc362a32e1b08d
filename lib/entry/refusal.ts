// Why an entry cannot be done, in the words of its error (lib/plan/refusals.ts has those that there are).

import type { Side } from "./subject.ts";

export interface Refusal {
  readonly side: Side;
  /** What was to be done, as in `cannot OP PATH`. */
  readonly op: string;
  readonly code: string;
  readonly message: string;
  /** Whether it counts as a file that failed. */
  readonly failsFile: boolean;
  /** Whether it is the source that did not hold still. */
  readonly hasChanged?: boolean;
}
