// rsync's files of rules in folders: those of a folder come before those that it inherits.

import { FerryError, UsageError } from "../../errors.ts";
import type { PatternRule, RuleFile } from "../../filter_rules.ts";
import { type ParsedRule, parseRule } from "./parse_rule.ts";
import { type CompiledRule, compileRule, matchesRule } from "./pattern.ts";
import { type Question, type RuleList, SAID } from "./rule_list.ts";
import { ruleLines } from "./rule_lines.ts";
import type { Subject } from "./subject.ts";

/** Rules of both sides, by what they are for. */
export interface SidedRules {
  readonly source: readonly CompiledRule[];
  readonly target: readonly CompiledRule[];
}

/**
 * Compiles rules for each side.
 *
 * @param rules with patterns as binary strings
 * @param deleteExcluded whether a rule for both sides keeps nothing in the target
 */
export function compileRules(rules: readonly PatternRule[], deleteExcluded: boolean): SidedRules {
  const source: CompiledRule[] = [], target: CompiledRule[] = [];
  for (const rule of rules) {
    const compiled = compileRule(rule);
    if (rule.side !== "target") source.push(compiled);
    if (rule.side === "target" || (rule.side === undefined && !deleteExcluded)) {
      target.push(compiled);
    }
  }
  return { source, target };
}

/** What the first rule that is about an entry says: one of SAID. */
export function askRules(
  rules: readonly CompiledRule[],
  subject: Subject,
  isInDeleted: boolean,
): number {
  for (const rule of rules) {
    if (isInDeleted && rule.perishable) continue;
    if (matchesRule(rule, subject)) return rule.include ? SAID.include : SAID.exclude;
  }
  return SAID.nothing;
}

/** The rules of a folder's file, then those that the folder inherits. */
class FileRules implements RuleList {
  constructor(
    private readonly rules: SidedRules,
    private readonly found: Pick<FoundFile, "base" | "lead">,
    private readonly above: RuleList | null,
  ) {}

  ask(subject: Subject, question: Question): number {
    subject.setAnchor(this.found.base, this.found.lead);
    const said = askRules(this.rules[question.side], subject, question.isInDeleted);
    if (said !== SAID.nothing || this.above === null) return said;
    return this.above.ask(subject, question);
  }
}

/** Where a file of rules is, and what it is to mean there. */
export interface FoundFile {
  readonly contents: string;
  /** Characters of the path of an entry that name the folder, with their slash. */
  readonly base: number;
  /** For a folder above the root: what leads from it to the root, with a slash behind. Else empty. */
  readonly lead: string;
  /** What the folder inherits. */
  readonly above: RuleList | null;
  readonly deleteExcluded: boolean;
}

/**
 * Reads the rules of a folder's file.
 *
 * @throws {FerryError} `usage` for what is no rule there; the message names the line
 */
export function readFileRules(file: RuleFile, found: FoundFile): RuleList | null {
  let { above } = found;
  let rules: PatternRule[] = [];
  for (const { text, number } of ruleLines(found.contents, file)) {
    // Its pattern would never match, and what it is to leave out would be copied.
    if (text.includes("\0")) {
      throw invalid(number, "a rule has a NUL in it: save the file as UTF-8");
    }
    const parsed = parseLine(text, number, file);
    if (parsed.kind === "pattern") rules.push(parsed.rule);
    else if (parsed.kind === "clear") [above, rules] = [null, []];
    else {throw invalid(
        number,
        `the rule '${text}' belongs to --filter: files in folders name no others`,
      );}
  }
  if (rules.length === 0) return above;
  const { base, lead, deleteExcluded } = found;
  return new FileRules(compileRules(rules, deleteExcluded), { base, lead }, above);
}

function parseLine(text: string, number: number, file: RuleFile): ParsedRule {
  try {
    return parseRule(text, file);
  } catch (error) {
    throw error instanceof FerryError ? invalid(number, error.message) : error;
  }
}

function invalid(line: number, message: string): FerryError {
  return new UsageError("BAD_FILTER", `line ${line}: ${message}`);
}
