// What each option may be that a script gives: a check for each, whose answer says what the option takes. The types tell
// most of it to who writes TypeScript; JavaScript, JSON and `any` come unchecked.

import { checkIdRule } from "./id_rules.ts";
import { ModeChanges } from "./mode_changes.ts";
import { DEFAULT_OPTIONS, MAX_JOBS, MAX_RETRIES, type Options } from "./options.ts";
import { isShard } from "./shard.ts";

/** Says what a value should be, or null where it is right. */
type Check = (value: unknown) => string | null;

const CHOICES = ["auto", "always", "never"];

/** By the name of its option. */
const CHECKS: Readonly<Record<keyof Options, Check>> = {
  dryRun: isBoolean,
  compareOnly: isBoolean,
  digests: isBoolean,
  ignoreExtra: isBoolean,
  delete: isBoolean,
  maxDelete: orNull(isDeleteLimit),
  deleteExcluded: isBoolean,
  allowEmptySource: isBoolean,
  removeSource: isOneOf(["nothing", "files", "everything"]),
  update: isBoolean,
  ignoreExisting: isBoolean,
  existingOnly: isBoolean,
  inplace: isBoolean,
  swap: isBoolean,
  backup: isBoolean,
  suffix: orNull(isSuffix),
  backupDir: orNull((value) => isPath(value) ? null : "a path"),
  linkDest: isListOf(isPath, "a list of paths"),
  filter: orNull((value) => typeof value === "function" ? null : "a function"),
  filters: isListOf(isFilterRule, "a list of { include, pattern } and other filter rules"),
  onlyPaths: orNull(isListOf((item) => typeof item === "string", "a list of paths")),
  minSize: orNull(isWholeNumberFrom(0)),
  maxSize: orNull(isWholeNumberFrom(0)),
  minAge: orNull(isNumberFrom(0)),
  maxAge: orNull(isNumberFrom(0)),
  oneFileSystem: isBoolean,
  maxDepth: orNull(isWholeNumberFrom(1)),
  pruneEmptyDirs: isBoolean,
  shard: orNull((value) => isShard(value) ? null : "{ index, count } or 'I/N', I from 1 to N"),
  comparison: isOneOf(["size-and-mtime", "checksum", "size-only", "always"]),
  modifyWindowNs: isWholeNumberFrom(0),
  keep: isKeep,
  required: isKeep,
  userMap: isIdMap,
  groupMap: isIdMap,
  chmod: isListOfModes,
  omitFolderTimes: isBoolean,
  omitLinkTimes: isBoolean,
  dereference: isBoolean,
  dereferenceArgs: orNull(isBoolean),
  materialize: isBoolean,
  sparse: isOneOf(CHOICES),
  reflink: isOneOf(CHOICES),
  zeroCopy: isOneOf(CHOICES),
  fsync: isBoolean,
  verify: isBoolean,
  resume: isBoolean,
  bandwidthLimit: orNull(isNumberFrom(1)),
  retries: isWholeNumberUpTo(MAX_RETRIES),
  retryWait: isNumberFrom(0),
  jobs: isWholeNumberUpTo(MAX_JOBS),
  lowPriority: isBoolean,
  dropCache: isBoolean,
  reportOperations: isBoolean,
  reportDetails: isBoolean,
  reportCosts: isBoolean,
};

export const OPTION_NAMES: readonly string[] = Object.keys(CHECKS);

/** Whether an option has that name. */
export function isOptionName(name: string): name is keyof Options {
  return Object.hasOwn(CHECKS, name);
}

/** What an option takes, where `value` is none of that; null where it is right. */
export function checkOption(name: keyof Options, value: unknown): string | null {
  return CHECKS[name](value);
}

/** Whether a value is an object with fields of its own making: no array, Map, promise or function. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function isBoolean(value: unknown): string | null {
  return typeof value === "boolean" ? null : "true or false";
}

function isNumberFrom(least: number): Check {
  const isRight = (value: unknown) => Number.isFinite(value) && (value as number) >= least;
  return (value) => isRight(value) ? null : `a number of at least ${least}`;
}

function isWholeNumberUpTo(most: number): Check {
  const isRight = (value: unknown) =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
  return (value) => isRight(value) ? null : `a whole number from 0 to ${most}`;
}

function isWholeNumberFrom(least: number): Check {
  const isRight = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= least;
  return (value) => isRight(value) ? null : `a whole number of at least ${least}`;
}

function isOneOf(values: readonly string[]): Check {
  const list = values.map((value) => `'${value}'`).join(", ");
  return (value) => values.includes(value as string) ? null : `one of ${list}`;
}

function orNull(check: Check): Check {
  return (value) => {
    const wanted = value === null ? null : check(value);
    return wanted === null ? null : `${wanted}, or null`;
  };
}

function isListOf(isItem: (item: unknown) => boolean, what: string): Check {
  return (value) => Array.isArray(value) && value.every(isItem) ? null : what;
}

function isSuffix(value: unknown): string | null {
  return typeof value === "string" && !value.includes("\0") ? null : "a text without NUL";
}

function isPath(item: unknown): boolean {
  return typeof item === "string" && item !== "";
}

function isFilterRule(item: unknown): boolean {
  const rule = Object(item);
  const { include, pattern, ruleFile, marker } = rule;
  const hasFlags = (...names: string[]) =>
    names.every((name) => rule[name] === undefined || typeof rule[name] === "boolean");
  const isText = (name: string) => rule[name] === undefined || typeof rule[name] === "string";
  const isOneOf = (name: string, ...values: string[]) =>
    rule[name] === undefined || values.includes(rule[name]);
  if (!isOneOf("side", "source", "target") || !hasFlags("perishable")) return false;
  if (pattern !== undefined) {
    return typeof include === "boolean" && typeof pattern === "string" && pattern !== "" &&
      hasFlags("negated", "ignoresCase");
  }
  if (ruleFile !== undefined) {
    return isEntryName(ruleFile) && isText("from") && hasFlags("isLocal", "words", "clears") &&
      isOneOf("syntax", "rules", "excludes", "includes");
  }
  if (marker === undefined) return rule.gitignore === true;
  return isEntryName(marker) && isText("signature");
}

/** Whether a value can be the name of an entry of a folder. */
function isEntryName(value: unknown): boolean {
  return typeof value === "string" && !["", ".", ".."].includes(value) && !/[/\0]/.test(value);
}

function isIdMap(value: unknown): string | null {
  const isRule = (item: unknown) => {
    const { from, to } = Object(item);
    return typeof from === "string" && typeof to === "string" &&
      isRight(() => checkIdRule({ from, to }));
  };
  return Array.isArray(value) && value.every(isRule)
    ? null
    : "a list of { from, to } as --usermap takes them";
}

function isListOfModes(value: unknown): string | null {
  const isMode = (item: unknown) =>
    typeof item === "string" && isRight(() => new ModeChanges([item], 0));
  return Array.isArray(value) && value.every(isMode)
    ? null
    : "a list of texts as --chmod takes them";
}

function isRight(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function isDeleteLimit(value: unknown): string | null {
  const { amount, unit } = Object(value);
  const isRight = amount >= 0 &&
    (unit === "entries" ? Number.isSafeInteger(amount) : unit === "percent" && amount <= 100);
  return isRight && typeof amount === "number"
    ? null
    : "{ amount, unit }: a whole number of 'entries', or up to 100 'percent'";
}

function isKeep(value: unknown): string | null {
  const isRight = isPlainObject(value) &&
    Object.entries(value).every(([name, on]) =>
      Object.hasOwn(DEFAULT_OPTIONS.keep, name) && (on === undefined || typeof on === "boolean")
    );
  const names = Object.keys(DEFAULT_OPTIONS.keep).join(", ");
  return isRight ? null : `true or false for some of ${names}`;
}
