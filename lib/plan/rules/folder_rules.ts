// What the folders of the source say themselves about the entries in them.

import { type FilterRule, type FolderRule, isFolderRule } from "../../filter_rules.ts";
import type { RuleList } from "./rule_list.ts";

/** The rules for the entries of one folder: of each of `folderRulesOf` those that hold there, or null. */
export type FolderRules = readonly (RuleList | null)[];

/** Where folders say nothing. */
export const NO_FOLDER_RULES: FolderRules = [];

/** The rules that are read from folders, in their order. A file that is named twice is read for the first. */
export function folderRulesOf(rules: readonly FilterRule[]): readonly FolderRule[] {
  const names = new Set<string>();
  return rules.filter(isFolderRule).filter((rule) => {
    const key = keyOf(rule);
    return !names.has(key) && names.add(key);
  });
}

/** What a folder inherits. */
export function inheritedBy(rules: FolderRules, kinds: readonly FolderRule[]): FolderRules {
  const isLost = (i: number) => rules[i] !== null && !isInherited(kinds[i]);
  if (!rules.some((_, i) => isLost(i))) return rules;
  return rules.map((list, i) => isLost(i) ? null : list);
}

function isInherited(kind: FolderRule): boolean {
  return "gitignore" in kind || ("ruleFile" in kind && kind.isLocal !== true);
}

function keyOf(rule: FolderRule): string {
  if ("gitignore" in rule) return "gitignore";
  return "marker" in rule ? `marker ${rule.marker}` : `file ${rule.ruleFile}`;
}
