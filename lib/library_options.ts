// Options as a script gives them: some of them, of any value that JavaScript has. What cannot be meant is refused
// before anything is touched, and what is left out is kept as on the command line.

import { type FerryError, UsageError } from "./errors.ts";
import { checkOption, isOptionName, OPTION_NAMES } from "./option_checks.ts";
import { DEFAULT_OPTIONS, type Keep, type Options } from "./options.ts";
import { parseShard, type Shard } from "./shard.ts";
import { nearest } from "./suggest.ts";

/** Options of a script; each has a default, also each of `keep`. */
export interface PartialOptions extends Partial<Omit<Options, "keep" | "shard">> {
  /** The part of all entries that is this run's, while others do theirs: the third of eight is `"3/8"`. */
  readonly shard?: string | Shard | null;
  /** What is kept beside the bytes; what is not named is kept. */
  readonly keep?: Partial<Keep>;
}

/**
 * Fills in what a script left out.
 *
 * @param given what it gave; a field that is `undefined` counts as left out
 * @param defaults what holds for this function instead of the command line's
 * @throws {FerryError} `usage` with the code `EINVAL`, naming the option and what it takes
 *
 * @example
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
    if (!isOptionName(name)) throw unknownOption(name, OPTION_NAMES);
    const wanted = checkOption(name, value);
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

/** A value, for messages: in one line. */
export function shown(value: unknown): string {
  if (typeof value !== "string") {
    return Deno.inspect(value, { depth: 1, compact: true, breakLength: Infinity });
  }
  // deno-lint-ignore no-control-regex -- which is what is escaped
  return /[\0-\x1f]/.test(value) ? JSON.stringify(value) : `'${value}'`;
}
