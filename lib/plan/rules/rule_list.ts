// The rules that one file in a folder holds, and those that it inherits.

import type { RuleSide } from "../../filter_rules.ts";
import type { Subject } from "./subject.ts";

/** What rules say of an entry. */
export const SAID = {
  nothing: 0,
  include: 1,
  exclude: 2,
} as const;

/** What is asked, beside the entry. */
export interface Question {
  readonly side: RuleSide;
  /** Whether the entry is in a folder that is deleted, where perishable rules keep nothing. */
  readonly isInDeleted: boolean;
}

/** Rules that are together in the order of a run's rules. */
export interface RuleList {
  /** One of SAID. */
  ask(subject: Subject, question: Question): number;
}
