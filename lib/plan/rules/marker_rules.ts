// Folders that an entry in them marks as not to be copied, as CACHEDIR.TAG does (bford.info/cachedir). As with tar,
// the folder and the marker stay part of the tree, so that a copy of the copy leaves out the same.

import { type Question, type RuleList, SAID } from "./rule_list.ts";
import type { Subject } from "./subject.ts";

/** What a marked folder leaves out: all its entries but the marker. */
export class MarkerRules implements RuleList {
  /** @param name of the marker, a binary string */
  constructor(private readonly name: string, private readonly deleteExcluded: boolean) {}

  ask({ name }: Subject, { side }: Question): number {
    if (name === this.name || (side === "target" && this.deleteExcluded)) return SAID.nothing;
    return SAID.exclude;
  }
}
