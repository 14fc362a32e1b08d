// rsync's language of rules: `- PATTERN`, `exclude,p PATTERN`, `P PATTERN`, `. FILE`, `:n- .cvsignore`, `!`
// (rsync(1), "FILTER RULES IN DEPTH").

import { type FerryError, UsageError } from "../../errors.ts";
import type { PatternRule, RuleFile, RuleFormat, RuleSide } from "../../filter_rules.ts";

/** Characters of a rule that a message shows: what is no rule may be as long as a file. */
const LONGEST_SHOWN = 100;

/** A file of rules that is read once, in place of the rule that names it. */
export interface MergeFile {
  readonly path: string;
  readonly format: RuleFormat;
}

/** What a rule asks for. */
export type ParsedRule =
  | { readonly kind: "pattern"; readonly rule: PatternRule }
  | { readonly kind: "clear" }
  /** `hidesItself`: the file of that name is left out. */
  | { readonly kind: "merge"; readonly file: MergeFile; readonly hidesItself: boolean }
  | { readonly kind: "dir-merge"; readonly rule: RuleFile; readonly hidesItself: boolean }
  /** The patterns of `-C`. */
  | { readonly kind: "cvs"; readonly side?: RuleSide };

/** A rule as it is typed: its kind as one letter, the letters behind that, and what follows. */
interface Typed {
  readonly text: string;
  readonly letter: string;
  readonly modifiers: string;
  readonly rest: string;
}

const LONG_NAMES: Readonly<Record<string, string>> = {
  exclude: "-",
  include: "+",
  merge: ".",
  "dir-merge": ":",
  hide: "H",
  show: "S",
  protect: "P",
  risk: "R",
  clear: "!",
};
const LONG =
  /^(exclude|include|merge|dir-merge|hide|show|protect|risk|clear)(?:,([^ _]*)|(?=[ _]|$))/;
const SHORT = /^([-+.:HSPR!]),?([^ _]*)/;

/** What each kind of rule may have behind it. */
const MODIFIERS: Readonly<Record<string, string>> = {
  "-": "/!Csrpx",
  "+": "/!Csrpx",
  ".": "-+Cenw/srpx",
  ":": "-+Cenw/srpx",
  H: "/!px",
  S: "/!px",
  P: "/!px",
  R: "/!px",
  "!": "",
};

const SIDES: Readonly<Record<string, RuleSide>> = {
  H: "source",
  S: "source",
  P: "target",
  R: "target",
};

/**
 * Reads one rule.
 *
 * @param format of the file that it is from
 * @throws {FerryError} `usage` for what is no rule, and for what ferry does not do
 */
export function parseRule(text: string, format: RuleFormat = {}): ParsedRule {
  const { syntax = "rules", clears = false, perishable } = format;
  if (syntax !== "rules") {
    if (clears && text === "!") return { kind: "clear" };
    const common = { perishable, side: format.side };
    return { kind: "pattern", rule: { include: syntax === "includes", pattern: text, ...common } };
  }
  const typed = split(text);
  checkModifiers(typed);
  const side = sideOf(typed, format);
  if (typed.letter === "!") {
    if (typed.rest !== "") throw invalid(text, "nothing follows a '!'");
    return { kind: "clear" };
  }
  if (typed.letter === "." || typed.letter === ":") return parseFileRule(typed, format, side);
  if (typed.modifiers.includes("C")) return parseCvsRule(typed, side);
  if (typed.rest === "") throw invalid(text, "it has no pattern");
  const rule = {
    include: "+SR".includes(typed.letter),
    pattern: typed.rest,
    side,
    negated: typed.modifiers.includes("!"),
    perishable: perishable || typed.modifiers.includes("p"),
  };
  return { kind: "pattern", rule };
}

function split(text: string): Typed {
  const long = LONG.exec(text);
  const found = long ?? SHORT.exec(text);
  if (found === null) {
    throw invalid(
      text,
      "it begins with none of + - . : ! H S P R and their long names, as include and exclude",
    );
  }
  const [prefix, name, modifiers = ""] = found;
  const letter = long === null ? name : LONG_NAMES[name];
  if (letter === "!") return { text, letter, modifiers: "", rest: text.slice(name.length) };
  return { text, letter, modifiers, rest: text.slice(prefix.length + 1) };
}

function checkModifiers({ text, letter, modifiers }: Typed): void {
  for (const modifier of modifiers) {
    if (!MODIFIERS[letter].includes(modifier)) {
      throw invalid(text, `'${modifier}' means nothing behind '${letter}'`);
    }
    if (modifier === "x") {
      throw invalid(text, "ferry keeps all attributes, or none with --no-xattrs");
    }
    if (modifier === "/") {
      throw invalid(
        text,
        "ferry matches paths below SOURCE and no absolute ones: a pattern's leading slash is SOURCE",
      );
    }
  }
  const exclusive = [...modifiers].filter((modifier) => "-+C".includes(modifier));
  if (exclusive.length > 1) throw invalid(text, `'${exclusive.join("")}' contradicts itself`);
}

/** The side that a rule is for; undefined for both. */
function sideOf({ text, letter, modifiers }: Typed, format: RuleFormat): RuleSide | undefined {
  const forSource = modifiers.includes("s"), forTarget = modifiers.includes("r");
  const own = SIDES[letter] ??
    (forSource === forTarget ? undefined : forSource ? "source" as const : "target" as const);
  if (format.side === undefined) return own;
  if (own === undefined) return format.side;
  throw invalid(text, "the rule that names its file says already which side it is for");
}

function parseFileRule(typed: Typed, outer: RuleFormat, side: RuleSide | undefined): ParsedRule {
  const { text, letter, modifiers } = typed;
  const isCvs = modifiers.includes("C");
  const path = typed.rest === "" && isCvs ? ".cvsignore" : typed.rest;
  if (path === "") throw invalid(text, "it has no file");
  const includes = modifiers.includes("+");
  const excludes = modifiers.includes("-") || isCvs;
  const format: RuleFormat = {
    syntax: includes ? "includes" : excludes ? "excludes" : "rules",
    words: isCvs || modifiers.includes("w"),
    clears: isCvs,
    side,
    perishable: outer.perishable || modifiers.includes("p"),
  };
  const hidesItself = modifiers.includes("e");
  if (letter === ".") return { kind: "merge", file: { path, format }, hidesItself };
  const slash = path.lastIndexOf("/");
  const ruleFile = path.slice(slash + 1);
  if (["", ".", ".."].includes(ruleFile)) throw invalid(text, "it has no file");
  const from = slash < 0 ? undefined : path.slice(0, slash) || "/";
  const isLocal = isCvs || modifiers.includes("n");
  return { kind: "dir-merge", rule: { ruleFile, from, isLocal, ...format }, hidesItself };
}

function parseCvsRule({ text, letter, rest }: Typed, side: RuleSide | undefined): ParsedRule {
  if (letter !== "-" || rest !== "") throw invalid(text, "'C' stands alone, as '-C'");
  return { kind: "cvs", side };
}

function invalid(text: string, why: string): FerryError {
  const isCut = text.length > LONGEST_SHOWN;
  const shown = isCut ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
  return new UsageError("BAD_FILTER", `invalid filter rule '${shown}': ${why}`);
}
