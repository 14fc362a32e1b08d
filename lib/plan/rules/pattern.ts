// rsync's patterns. Each is sorted once into the cheapest test that can answer it, because the walker asks about
// every entry. Where rsync's manual is silent, its behaviour was measured.

import type { PatternRule } from "../../filter_rules.ts";
import { compileWildcard, matchesWildcard } from "../../wildcard.ts";
import { ignoringCase } from "./letter_case.ts";
import type { Subject, Test } from "./subject.ts";

const WILDCARD_CHARACTERS = /[*?[]/;

/** A rule that is ready to be asked. */
export interface CompiledRule {
  readonly include: boolean;
  readonly foldersOnly: boolean;
  readonly negated: boolean;
  readonly perishable: boolean;
  readonly matches: Test;
}

/** Compiles a rule whose pattern is a binary string. */
export function compileRule(rule: PatternRule): CompiledRule {
  const { include, pattern, negated = false, perishable = false, ignoresCase = false } = rule;
  const foldersOnly = pattern.endsWith("/");
  const body = foldersOnly ? pattern.slice(0, -1) : pattern;
  const matches = ignoresCase ? ignoringCase(body, compileTest) : compileTest(body);
  return { include, foldersOnly, negated, perishable, matches };
}

/** Whether a rule is about an entry. */
export function matchesRule(rule: CompiledRule, subject: Subject): boolean {
  const matches = (!rule.foldersOnly || subject.isFolder) && rule.matches(subject);
  return matches !== rule.negated;
}

function compileTest(pattern: string, foldsCase = false): Test {
  const isAnchored = pattern.startsWith("/");
  const body = isAnchored ? pattern.slice(1) : pattern;
  if (!WILDCARD_CHARACTERS.test(pattern)) return literalTest(body, isAnchored);
  if (pattern.includes("**")) return deepTest(body, isAnchored, foldsCase);
  const slashes = pattern.split("/").length - 1;
  if (slashes === 0) return nameTest(pattern, foldsCase);
  return isAnchored ? anchoredTest(body, foldsCase) : tailTest(body, slashes + 1, foldsCase);
}

/** Without a wildcard a backslash is an ordinary character. */
function literalTest(body: string, isAnchored: boolean): Test {
  if (isAnchored) {
    return ({ whole, base }) => whole.length === base + body.length && whole.endsWith(body);
  }
  if (!body.includes("/")) return ({ name }) => name === body;
  const tail = `/${body}`;
  return ({ framed }) => framed.endsWith(tail, framed.length - 1);
}

function nameTest(pattern: string, foldsCase: boolean): Test {
  const suffix = pattern.slice(1);
  // The usual rule by far, `*.o`; a name has no slash for the star to stop at.
  if (pattern[0] === "*" && !/[*?[\\]/.test(suffix)) return ({ name }) => name.endsWith(suffix);
  const wildcard = compileWildcard(pattern, { foldsCase });
  return ({ name }) => matchesWildcard(wildcard, name, 0, name.length, false);
}

function anchoredTest(body: string, foldsCase: boolean): Test {
  const wildcard = compileWildcard(body, { foldsCase });
  return ({ whole, base }) => matchesWildcard(wildcard, whole, base, whole.length, false);
}

/**
 * A pattern with slashes is held against as many last components as it has itself. rsync counts
 * every slash for this, one in a class too, though no class matches a slash.
 */
function tailTest(body: string, components: number, foldsCase: boolean): Test {
  const wildcard = compileWildcard(body, { foldsCase });
  return ({ framed }) => {
    let slash = framed.length - 1;
    for (let i = 0; i < components; i++) {
      if (slash <= 0) return false;
      slash = framed.lastIndexOf("/", slash - 1);
    }
    return matchesWildcard(wildcard, framed, slash + 1, framed.length - 1, false);
  };
}

/**
 * A pattern with `**` is held against the whole path. If it begins with `**` the path has a slash in
 * front, so that `**` + `/a` finds a top-level `a`; else it may start at any component unless
 * anchored. If it ends with `***` a folder has a slash behind, so that `a/***` finds `a` itself.
 */
function deepTest(body: string, isAnchored: boolean, foldsCase: boolean): Test {
  const wildcard = compileWildcard(body, { foldsCase });
  const from = !isAnchored && body.startsWith("**") ? 0 : 1;
  const isFloating = !isAnchored && from === 1;
  const takesFolderSlash = body.endsWith("***");
  return ({ framed, isFolder, base, lead }) => {
    const text = isAnchored && lead !== "" ? `/${lead}${framed.slice(1)}` : framed;
    const to = text.length - (takesFolderSlash && isFolder ? 0 : 1);
    return matchesWildcard(wildcard, text, isAnchored ? from + base : from, to, isFloating);
  };
}
