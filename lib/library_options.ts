// Options as a script gives them: some of them, of any value that JavaScript has. What cannot be meant is refused
// before anything is touched, and what is left out is kept as on the command line.

import { type FerryError, UsageError } from "./errors.ts";
import { checkIdRule } from "./id_rules.ts";
import { ModeChanges } from "./mode_changes.ts";
import { DEFAULT_OPTIONS, type Keep, MAX_JOBS, MAX_RETRIES, type Options } from "./options.ts";
import { isShard, parseShard, type Shard } from "./shard.ts";
import { nearest } from "./suggest.ts";

/** Options of a script; each has a default, also each of `keep`. */
export interface PartialOptions extends Partial<Omit<Options, "keep" | "shard">> {
  /** The part of all entries that is this run's, while others do theirs: the third of eight is `"3/8"`. */
  readonly shard?: string | Shard | null;
  /** What is kept beside the bytes; what is not named is kept. */
  readonly keep?: Partial<Keep>;
}

/** Says what a value should be, or null where it is right. */
type Check = (value: unknown) => string | null;

const CHOICES = ["auto", "always", "never"];

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
  dereferenceArgs: isBoolean,
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

/**
 * Fills in what a script left out.
 *
 * @param given what it gave; a field that is `undefined` counts as left out
 * @param defaults what holds for this function instead of the command line's
 * @throws {FerryError} `usage` with the code `EINVAL`, naming the option and what it takes
 *
 * ```ts
 * import { completeOptions } from "./library_options.ts";
 * console.log(completeOptions({ keep: { owner: false } }).keep.times); // true
 * ```
 */
export function completeOptions(
  given: PartialOptions,
  defaults: Partial<Options> = {},
): Options {
  const named = withoutUndefined(withShard(given));
  for (const [name, value] of Object.entries(named)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof Options] : null;
    if (check === null) throw unknownOption(name, Object.keys(CHECKS));
    const wanted = check(value);
    if (wanted !== null) throw invalid(`the option '${name}' takes ${wanted}, not ${shown(value)}`);
  }
  const keep = { ...DEFAULT_OPTIONS.keep, ...withoutUndefined(given.keep ?? {}) };
  return { ...DEFAULT_OPTIONS, ...defaults, ...named, keep };
}

/** With a shard by its numbers, if it was given as a text that tells them. */
function withShard(given: PartialOptions): Partial<Omit<Options, "keep">> {
  const { shard } = given;
  if (typeof shard !== "string") return given as Partial<Omit<Options, "keep">>;
  try {
    return { ...given, shard: parseShard(shard) };
  } catch (error) {
    throw invalid(`the option 'shard': ${(error as RangeError).message}`);
  }
}

function withoutUndefined<T extends object>(object: T): Partial<T> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}

/** What is wrong with an option. */
export function invalid(message: string): FerryError {
  return new UsageError("EINVAL", `invalid options: ${message}`);
}

/**
 * A name that no option has, and the one that was probably meant.
 *
 * @param flag what stands for the flag of that name, if there is one
 */
export function unknownOption(
  name: string,
  known: readonly string[],
  flag: string | null = null,
): FerryError {
  const same = known.find((other) => lettersOf(other) === lettersOf(name)) ?? null;
  if (same === null && flag !== null && known.includes(/^\w*/.exec(flag)![0])) {
    return invalid(`there is no option '${name}'; for that flag a script has ${flag}`);
  }
  const meant = same ?? nearest(name, known);
  const advice = meant === null ? "" : `; did you mean '${meant}'?`;
  return invalid(`there is no option '${name}'${advice}`);
}

/** `dry-run`, `dry_run` and `dryrun` are `dryRun`. */
function lettersOf(name: string): string {
  return name.replace(/[-_]/g, "").toLowerCase();
}

/** Whether a value is an object with fields of its own making: no array, Map, promise or function. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** A value, for messages: in one line. */
export function shown(value: unknown): string {
  if (typeof value !== "string") {
    return Deno.inspect(value, { depth: 1, compact: true, breakLength: Infinity });
  }
  // deno-lint-ignore no-control-regex -- which is what is escaped
  return /[\0-\x1f]/.test(value) ? JSON.stringify(value) : `'${value}'`;
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
  const isRight = isPlain(value) &&
    Object.entries(value).every(([name, on]) =>
      Object.hasOwn(DEFAULT_OPTIONS.keep, name) && (on === undefined || typeof on === "boolean")
    );
  const names = Object.keys(DEFAULT_OPTIONS.keep).join(", ");
  return isRight ? null : `true or false for some of ${names}`;
}
