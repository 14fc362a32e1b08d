// Decides which entries a run leaves out, with the meaning rsync gives --include and --exclude, so
// that rules can be carried over as they are. Each rule is sorted once into the cheapest test that
// can answer it, because the walker asks about every entry. Where rsync's manual is silent, its
// behaviour was measured; `tests/plan/filter_rsync_test.ts` compares the two on random trees.

import { FerryError } from "../errors.ts";
import type { FilterRule } from "../options.ts";
import type { PathList } from "./path_list.ts";
import { compileWildcard, matchesWildcard } from "./wildcard.ts";

/** The rules of a run, compiled. */
export interface Filter {
  /**
   * Whether the entry is left out. Judges this entry alone: whatever lies in an excluded folder is
   * excluded by not being asked about.
   *
   * @param path a binary string (one character a raw byte), relative to the root, `/` between names
   * and none in front
   */
  excludes(path: string, isFolder: boolean): boolean;
}

/** What a test may look at. */
interface Subject {
  readonly path: string;
  /** The last component of the path. */
  readonly name: string;
  /** The path with a slash on either side, for patterns that may match those. */
  readonly framed: string;
  readonly isFolder: boolean;
}

type Test = (subject: Subject) => boolean;

interface CompiledRule {
  readonly include: boolean;
  readonly foldersOnly: boolean;
  readonly matches: Test;
}

const WILDCARD_CHARACTERS = /[*?[]/;

/**
 * Compiles rules; the first that matches an entry decides, and an entry that none matches is kept.
 *
 * @param only the paths that the rules choose from; null is all
 * @returns null when there is nothing to filter by
 *
 * ```ts
 * import { compileFilter } from "./filter.ts";
 * const filter = compileFilter([{ include: false, pattern: "*.o" }]);
 * console.log(filter?.excludes("lib/main.o", false)); // true
 * ```
 */
export function compileFilter(
  rules: readonly FilterRule[],
  only: PathList | null = null,
): Filter | null {
  const compiled = rules.filter((rule) => rule.pattern !== "").map(compileRule);
  if (compiled.length === 0 && only === null) return null;
  return {
    excludes(path, isFolder) {
      // The root has no name to match, and rsync never filters it.
      if (path === "") return false;
      if (only !== null && !only.includes(path, isFolder)) return true;
      const name = path.slice(path.lastIndexOf("/") + 1);
      const subject = { path, name, framed: `/${path}/`, isFolder };
      for (const rule of compiled) {
        if (rule.foldersOnly && !isFolder) continue;
        if (rule.matches(subject)) return !rule.include;
      }
      return false;
    },
  };
}

function compileRule({ include, pattern }: FilterRule): CompiledRule {
  const bytes = toBinaryString(pattern);
  const foldersOnly = bytes.endsWith("/");
  const body = foldersOnly ? bytes.slice(0, -1) : bytes;
  return { include, foldersOnly, matches: compileTest(body) };
}

/** The UTF-8 bytes of a text, one character each, which is how the walker hands out names. */
function toBinaryString(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return binary;
}

function compileTest(pattern: string): Test {
  const isAnchored = pattern.startsWith("/");
  const body = isAnchored ? pattern.slice(1) : pattern;
  if (!WILDCARD_CHARACTERS.test(pattern)) return literalTest(body, isAnchored);
  if (pattern.includes("**")) return deepTest(body, isAnchored);
  const slashes = pattern.split("/").length - 1;
  if (slashes === 0) return nameTest(pattern);
  return isAnchored ? anchoredTest(body) : tailTest(body, slashes + 1);
}

/** Without a wildcard a backslash is an ordinary character. */
function literalTest(body: string, isAnchored: boolean): Test {
  if (isAnchored) return ({ path }) => path === body;
  if (!body.includes("/")) return ({ name }) => name === body;
  const tail = `/${body}`;
  return ({ framed }) => framed.endsWith(tail, framed.length - 1);
}

function nameTest(pattern: string): Test {
  const suffix = pattern.slice(1);
  // The usual rule by far, `*.o`; a name has no slash for the star to stop at.
  if (pattern[0] === "*" && !/[*?[\\]/.test(suffix)) return ({ name }) => name.endsWith(suffix);
  const wildcard = compileWildcard(pattern);
  return ({ name }) => matchesWildcard(wildcard, name, 0, name.length, false);
}

function anchoredTest(body: string): Test {
  const wildcard = compileWildcard(body);
  return ({ path }) => matchesWildcard(wildcard, path, 0, path.length, false);
}

/**
 * A pattern with slashes is held against as many last components as it has itself. rsync counts
 * every slash for this, one in a class too, though no class matches a slash.
 */
function tailTest(body: string, components: number): Test {
  const wildcard = compileWildcard(body);
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
function deepTest(body: string, isAnchored: boolean): Test {
  const wildcard = compileWildcard(body);
  const from = !isAnchored && body.startsWith("**") ? 0 : 1;
  const isFloating = !isAnchored && from === 1;
  const takesFolderSlash = body.endsWith("***");
  return ({ framed, isFolder }) => {
    const to = framed.length - (takesFolderSlash && isFolder ? 0 : 1);
    return matchesWildcard(wildcard, framed, from, to, isFloating);
  };
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
    throw new FerryError("usage", "BAD_FILTER", `the filter rule '${text}' has no pattern`);
  } else if (/^[+-] /.test(text)) {
    rules.push({ include: text[0] === "+", pattern: text.slice(2) });
  } else if (text !== "") {
    rules.push({ include, pattern: text });
  }
}
