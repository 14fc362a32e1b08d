// The rules of `.gitignore` files (gitignore(5)): the last that matches decides, those of a deeper folder before
// those above it. Where the manual is silent, git's behaviour was measured.

import { compileWildcard, matchesWildcard } from "../../wildcard.ts";
import { type Question, type RuleList, SAID } from "./rule_list.ts";
import type { Subject, Test } from "./subject.ts";

const WILDCARD_CHARACTERS = /[*?[\\]/;
const BYTE_ORDER_MARK = "\xef\xbb\xbf";

interface GitRule {
  readonly isNegated: boolean;
  readonly foldersOnly: boolean;
  readonly matches: Test;
}

/** The rules of a folder's file, then those of the folders above it. */
export class GitRules implements RuleList {
  readonly #rules: readonly GitRule[];

  /** @param base characters of the path of an entry that name the folder, with their slash */
  constructor(
    contents: string,
    private readonly base: number,
    private readonly above: GitRules | null,
    private readonly deleteExcluded: boolean,
  ) {
    this.#rules = readRules(contents);
  }

  ask(subject: Subject, { side }: Question): number {
    if (side === "target" && this.deleteExcluded) return SAID.nothing;
    return this.#ignores(subject) ? SAID.exclude : SAID.nothing;
  }

  #ignores(subject: Subject): boolean {
    subject.setAnchor(this.base, "");
    for (let i = this.#rules.length - 1; i >= 0; i--) {
      const rule = this.#rules[i];
      if (rule.foldersOnly && !subject.isFolder) continue;
      if (rule.matches(subject)) return !rule.isNegated;
    }
    return this.above !== null && this.above.#ignores(subject);
  }
}

function readRules(contents: string): GitRule[] {
  const text = contents.startsWith(BYTE_ORDER_MARK) ? contents.slice(3) : contents;
  return text.split(/\r?\n|\r$/).filter((line) => line !== "" && line[0] !== "#").map(readRule);
}

function readRule(line: string): GitRule {
  const trimmed = withoutTrailingSpaces(line);
  const isNegated = trimmed[0] === "!";
  const pattern = isNegated ? trimmed.slice(1) : trimmed;
  const foldersOnly = pattern.endsWith("/");
  const body = foldersOnly ? pattern.slice(0, -1) : pattern;
  return { isNegated, foldersOnly, matches: body.includes("/") ? pathTest(body) : nameTest(body) };
}

/** Without the spaces at the end of which none has a backslash before it. */
function withoutTrailingSpaces(line: string): string {
  let end = 0;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === " ") continue;
    if (line[i] === "\\") i++;
    end = i + 1;
  }
  return line.slice(0, end);
}

function nameTest(pattern: string): Test {
  if (!WILDCARD_CHARACTERS.test(pattern)) return ({ name }) => name === pattern;
  const wildcard = compileWildcard(pattern);
  return ({ name }) => matchesWildcard(wildcard, name, 0, name.length, false);
}

/**
 * A pattern with a slash is matched from the folder of its file on. What is before its first wildcard is compared by
 * itself, so that a `**` right behind it counts as the beginning of the pattern.
 */
function pathTest(pattern: string): Test {
  const body = pattern[0] === "/" ? pattern.slice(1) : pattern;
  const wildAt = body.search(WILDCARD_CHARACTERS);
  if (wildAt < 0) {
    return ({ path, base }) => path.length === base + body.length && path.endsWith(body);
  }
  const plain = body.slice(0, wildAt);
  const wildcard = compileWildcard(body.slice(wildAt), { isGit: true });
  return ({ path, base }) =>
    path.startsWith(plain, base) &&
    matchesWildcard(wildcard, path, base + plain.length, path.length, false);
}
