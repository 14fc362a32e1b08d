// The rules in the contents of a file, one after the other.

import type { RuleFormat } from "../../filter_rules.ts";

/** The white space of the C locale. */
const WHITE_SPACE = /[ \t\n\v\f\r]/;

/** A word that is the kind of a rule, whose pattern is the next word; `!` and rules with `C` have none. */
const KIND_ALONE =
  /^(?:[-+.:HSPR],?|(?:exclude|include|merge|dir-merge|hide|show|protect|risk)(?:,|$))[-+!/enwsrpx]*$/;

/** With which some editors begin a file in UTF-8, as a binary string. */
const BYTE_ORDER_MARK = /^\xef\xbb\xbf/;

/** Where one rule of a file is. */
export interface RuleLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** Cuts contents, a binary string, into rules: lines that are neither empty nor comments, or words. */
export function ruleLines(contents: string, format: RuleFormat): RuleLine[] {
  const lines = contents.replace(BYTE_ORDER_MARK, "").split(/\r\n|\n|\r/);
  return lines.flatMap((line, i) =>
    rulesOfLine(line, format).map((text) => ({ text, number: i + 1 }))
  );
}

/** The rules of one line. */
export function rulesOfLine(
  line: string,
  { words = false, syntax = "rules" }: RuleFormat,
): string[] {
  if (!words) return line === "" || line[0] === "#" || line[0] === ";" ? [] : [line];
  const rules: string[] = [];
  let kind: string | null = null;
  for (const word of line.split(WHITE_SPACE)) {
    if (word === "") continue;
    const isKind: boolean = kind === null && syntax === "rules" && KIND_ALONE.test(word);
    if (!isKind) rules.push(kind === null ? word : `${kind} ${word}`);
    kind = isKind ? word : null;
  }
  return kind === null ? rules : [...rules, kind];
}
