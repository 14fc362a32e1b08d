// The environment as a source of settings: `FERRY_` and the name of any long option, in capitals, with `_` for `-`.
// Variables are for all commands, so that one whose option the command does not take is passed over.

import { badValue } from "../errors.ts";
import { findLong, type FoundFlag, longNamesOfAll } from "../flags.ts";
import { nearest } from "../../suggest.ts";
import type { Assignment } from "./assignment.ts";
import { flagValueOf, type GivenValue } from "./flag_values.ts";

/** Variables by name. */
export type Environment = Readonly<Record<string, string>>;

const PREFIX = "FERRY_";
const YES = new Set(["1", "true", "yes", "on"]);
const NO = new Set(["0", "false", "no", "off"]);
/** Variables that are no settings, and not misspelt: how many shards there are (`--shard auto`). */
const OTHERS = new Set(["FERRY_SHARDS"]);
/**
 * Variables have no order of their own: of two that contradict each other the one decides whose option comes later in the
 * table, `--no-` after its opposite, wherever the system lists them. Of the rules, the first that matches decides.
 */
const FIRST = ["filter", "include", "iinclude", "include-from"];

/** What the environment says. */
export interface EnvironmentSettings {
  readonly assignments: readonly Assignment[];
  /** Of variables that are probably misspelt. */
  readonly notices: readonly string[];
}

/**
 * Reads the variables. One that is set to nothing counts as not set.
 *
 * @param isWanted whether a flag is taken by the command
 * @throws {FerryError} `usage` for a value that the option does not take
 */
export function readEnvironment(
  environment: Environment,
  isWanted: (found: FoundFlag) => boolean,
): EnvironmentSettings {
  const set = Object.keys(environment).filter((name) =>
    name.startsWith(PREFIX) && environment[name] !== "" && !OTHERS.has(name)
  );
  if (set.length === 0) return { assignments: [], notices: [] };
  const known = new Map(longNamesOfAll().map((name) => [variableOf(name), name]));
  const notices = set.flatMap((name) => known.has(name) ? [] : misspelt(name, known.keys()));
  const given = new Set(set);
  const names = [...known].filter(([name]) => given.has(name)).map(([, name]) => name);
  const assignments = names.sort((a, b) => rank(a) - rank(b)).flatMap((name) => {
    const found = findLong(name)!;
    if (found.flag.takesCommand) throw typedOnly(name);
    if (found.flag.isTypedOnly || !isWanted(found)) return [];
    return assignmentsOf(found, variableOf(name), environment[variableOf(name)]);
  });
  return { assignments, notices };
}

/** `FERRY_NO_ZERO_COPY` of `no-zero-copy`. */
export function variableOf(longName: string): string {
  return PREFIX + longName.toUpperCase().replaceAll("-", "_");
}

/** A variable of another program's may begin so, too: only what is close to an option is told. */
function misspelt(name: string, known: Iterable<string>): string[] {
  const near = nearest(name, known);
  return near === null ? [] : [`${name} is no setting of ferry's: did you mean ${near}?`];
}

function rank(name: string): number {
  const at = FIRST.indexOf(name);
  return at < 0 ? FIRST.length : at;
}

function assignmentsOf(found: FoundFlag, name: string, text: string): Assignment[] {
  const { flag } = found;
  const texts = flag.isList ? text.split(/\r?\n/).filter((line) => line !== "") : [text];
  return texts.map((given) => {
    try {
      const value = flagValueOf(found, givenValue(found, given));
      return { flag, value, source: "environment", where: name, typed: name };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw badValue(name, `'${given}' is neither 1 nor 0`, "accepted: 1, true, yes, 0, false, no");
    }
  });
}

/** A command that the environment could have executed would be an open door. */
function typedOnly(name: string) {
  return badValue(variableOf(name), `--${name} can only be typed`, "unset the variable");
}

/** Words for yes and no are that only where the flag has no such value of its own. */
function givenValue({ flag }: FoundFlag, text: string): GivenValue {
  if (flag.value !== undefined && flag.bareValue === undefined) return text;
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return flag.value === undefined && NO.has(word) ? false : text;
}
