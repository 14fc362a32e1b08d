// Reads options of other tools: one without effect is passed over, another name stands for ferry's own
// options, and what is not done is refused with the one line that its row has.

import { badValue, usageError } from "../errors.ts";
import {
  findForeign,
  findMissed,
  type ForeignOption,
  type FoundForeign,
  type Tool,
} from "../foreign.ts";
import { applyMeant, type Reading, takeValue } from "./reading.ts";

/** An option as it was typed. */
export interface TypedOption {
  /** Its name, with dashes or slash. */
  readonly typed: string;
  /** The value that came in the same argument; null if none did. */
  readonly given: string | null;
}

/** Applies a row to the draft. @throws {FerryError} `usage` */
export function readForeign(found: FoundForeign, arg: TypedOption, reading: Reading): void {
  const { tool, option } = found;
  const { typed } = arg;
  if (option.kind === "not done") {
    throw usageError("NOT_DONE", `${typed} is an option of ${tool}: ${option.why}`);
  }
  for (const value of valuesOf(option, arg, reading)) {
    if (option.kind === "synonym") {
      for (const meant of meantBy(option, value, typed)) applyMeant(meant, typed, reading);
    }
  }
  if (option.kind === "accepted" && option.asksForLinks) reading.asksForLinks = true;
  const notice = noticeOf(found, typed);
  if (notice !== null) addNotice(notice, reading);
}

/**
 * Reads an argument such as `/MT:8` if it is an option of robocopy's.
 *
 * @returns whether it is
 * @throws {FerryError} `usage` for one that is not done
 */
export function readSlashOption(arg: string, reading: Reading): boolean {
  const option = slashOption(arg);
  const found = option === null ? null : findForeign(option.typed, reading.context);
  if (found === null) return false;
  readForeign(found, option!, reading);
  return true;
}

/** What `/MT:8` names and gives; null for what does not look like an option of robocopy's. */
export function slashOption(arg: string): TypedOption | null {
  const match = /^(\/[A-Z0-9]{1,9}[+-]?)(?::(.*))?$/i.exec(arg);
  return match === null ? null : { typed: match[1].toUpperCase(), given: match[2] ?? null };
}

function meantBy(
  option: ForeignOption & { kind: "synonym" },
  value: string | null,
  typed: string,
): readonly string[] {
  try {
    return option.means(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badValue(typed, error.message);
  }
}

/** One value for each time that the option is applied. */
function valuesOf(
  { value, form }: ForeignOption,
  { typed, given }: TypedOption,
  { rest }: Reading,
): readonly (string | null)[] {
  if (value === undefined) {
    if (given !== null) throw usageError("UNEXPECTED_VALUE", `${typed} takes no value`);
    return [null];
  }
  if (given !== null || form === "optional") return [given];
  if (form !== "list") {
    if (typed.startsWith("/")) {
      throw usageError("MISSING_VALUE", `${typed} needs a value (${typed}:${value})`);
    }
    return [takeValue(value, typed, rest)];
  }
  const values = [takeValue(value, typed, rest)];
  while (rest.length > 0 && !/^[-/]/.test(rest.at(-1)!)) values.push(rest.pop()!);
  return values;
}

/** Says of a letter of ferry's own, which rsync has too, that it was not taken as another tool's. */
export function noticeMissed(typed: string, flag: string, reading: Reading): void {
  const missed = findMissed(typed, reading.context);
  if (missed !== null) addNotice(disagreement(typed, "rsync", `--${flag}`, missed), reading);
}

/** What is said of an option that counts on too much, and of one that another tool means otherwise. */
function noticeOf({ tool, option, other }: FoundForeign, typed: string): string | null {
  if (option.kind === "accepted" && option.isTold) return `${typed} has no effect: ${option.why}`;
  if (other === null) return null;
  const taken = option.kind === "accepted"
    ? option.why
    : option.kind === "synonym"
    ? option.shown
    : "";
  return disagreement(typed, tool, taken, other);
}

function disagreement(typed: string, tool: Tool, taken: string, other: FoundForeign): string {
  const long = other.option.names.find((name) => name.startsWith("--"));
  const missed = long === undefined || long === typed ? "" : ` (${long})`;
  return `${typed} is taken as ${tool}'s (${taken}); ${other.tool}'s${missed} is not done`;
}

function addNotice(notice: string, { notices }: Reading): void {
  if (!notices.includes(notice)) notices.push(notice);
}
