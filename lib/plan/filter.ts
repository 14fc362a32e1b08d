// Decides which entries a run leaves out, with the meaning rsync gives --include and --exclude, so
// that rules can be carried over as they are. `tests/plan/filter_rsync_test.ts` compares the two on random trees.

import { UsageError } from "../errors.ts";
import { type FilterRule, type FolderRule, isFolderRule, type RuleSide } from "../filter_rules.ts";
import type { PathList } from "./path_list.ts";
import { askRules, compileRules } from "./rules/file_rules.ts";
import { type FolderRules, folderRulesOf, NO_FOLDER_RULES } from "./rules/folder_rules.ts";
import type { CompiledRule } from "./rules/pattern.ts";
import { type Question, SAID } from "./rules/rule_list.ts";
import { Subject, toBinaryString } from "./rules/subject.ts";

/** The rules of a run for one side, compiled. */
export interface Filter {
  /**
   * Whether the entry is left out. Judges this entry alone: whatever lies in an excluded folder is
   * excluded by not being asked about.
   *
   * @param path a binary string (one character a raw byte), relative to the root, `/` between names
   * and none in front
   * @param folder what the folders of the source say
   * @param isInDeleted whether it is in a folder that is deleted
   */
  excludes(path: string, isFolder: boolean, folder?: FolderRules, isInDeleted?: boolean): boolean;
}

/** What a filter is for. */
interface FilterPurpose {
  readonly side?: RuleSide;
  /** Whether rules that are for both sides keep nothing in the target. */
  readonly deleteExcluded?: boolean;
}

/** Rules that follow each other, or the index of a folder rule. */
type Step = readonly CompiledRule[] | number;

/**
 * Compiles rules; the first that matches an entry decides, and an entry that none matches is kept.
 *
 * @param only the paths that the rules choose from; null is all
 * @returns null when there is nothing to filter by
 *
 * @example
 * ```ts
 * import { compileFilter } from "./filter.ts";
 * const filter = compileFilter([{ include: false, pattern: "*.o" }]);
 * console.log(filter?.excludes("lib/main.o", false)); // true
 * ```
 */
export function compileFilter(
  rules: readonly FilterRule[],
  only: PathList | null = null,
  { side = "source", deleteExcluded = false }: FilterPurpose = {},
): Filter | null {
  const steps = stepsOf(rules, side, deleteExcluded);
  if (steps.length === 0 && only === null) return null;
  const subject = new Subject();
  const alive: Question = { side, isInDeleted: false };
  const deleted: Question = { side, isInDeleted: true };
  return {
    excludes(path, isFolder, folder = NO_FOLDER_RULES, isInDeleted = false) {
      // The root has no name to match, and rsync never filters it.
      if (path === "") return false;
      if (only !== null && !only.includes(path, isFolder)) return true;
      subject.set(path, isFolder);
      for (const step of steps) {
        const said = typeof step === "number"
          ? folder[step]?.ask(subject, isInDeleted ? deleted : alive) ?? SAID.nothing
          : askRules(step, subject, isInDeleted);
        if (said !== SAID.nothing) return said === SAID.exclude;
        subject.setAnchor(0, "");
      }
      return false;
    },
  };
}

function stepsOf(rules: readonly FilterRule[], side: RuleSide, deleteExcluded: boolean): Step[] {
  const kinds = folderRulesOf(rules);
  const steps: Step[] = [];
  let row: CompiledRule[] | null = null;
  for (const rule of rules) {
    if (isFolderRule(rule)) {
      const index = kinds.indexOf(rule);
      if (index < 0 || (side === "target" && deleteExcluded && !mayKeep(rule))) continue;
      steps.push(index);
      row = null;
    } else if (rule.pattern !== "") {
      const pattern = toBinaryString(rule.pattern);
      const compiled = compileRules([{ ...rule, pattern }], deleteExcluded)[side];
      if (compiled.length === 0) continue;
      if (row === null) steps.push(row = []);
      row.push(...compiled);
    }
  }
  return steps;
}

/** Whether what folders say may be for the target alone, where rules for both sides keep nothing. */
function mayKeep(rule: FolderRule): boolean {
  if (!("ruleFile" in rule)) return false;
  return rule.side === undefined ? (rule.syntax ?? "rules") === "rules" : rule.side === "target";
}

/**
 * Reads the contents of an `--exclude-from` file: a pattern a line, an exclude unless `+ ` is in
 * front. Lines that begin with `#` or `;` and empty ones are skipped; white space is part of the
 * pattern.
 *
 * @param earlier the rules given before the file: they come first, and a line `!` forgets them too
 * @throws {FerryError} `usage` for a prefix without a pattern
 */
export function parseFilterFile(text: string, earlier: readonly FilterRule[] = []): FilterRule[] {
  const rules = [...earlier];
  for (const line of text.split(/[\r\n]/)) addFilterLine(rules, line);
  return rules;
}

/**
 * The same for one line of it.
 *
 * @param include the kind of a rule without a prefix: that of an `--include-from` file includes
 */
export function addFilterLine(rules: FilterRule[], line: string, include = false): void {
  if (line[0] !== "#" && line[0] !== ";") addFilterRule(rules, line, include);
}

/**
 * Adds the rule in a line of a filter file, or in the value of `--include` or `--exclude`: rsync
 * reads all three alike. `+ ` or `- ` in front overrides the kind, `!` alone forgets all rules so
 * far, and an empty text is no rule.
 *
 * @param include the kind of a rule without a prefix
 * @throws {FerryError} `usage` for a prefix without a pattern
 */
export function addFilterRule(rules: FilterRule[], text: string, include: boolean): void {
  if (text === "!") {
    rules.length = 0;
  } else if (/^[+-] $/.test(text)) {
    throw new UsageError("BAD_FILTER", `the filter rule '${text}' has no pattern`);
  } else if (/^[+-] /.test(text)) {
    rules.push({ include: text[0] === "+", pattern: text.slice(2) });
  } else if (text !== "") {
    rules.push({ include, pattern: text });
  }
}
