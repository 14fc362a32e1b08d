// Reads the arguments after the command against the table of flags. `@std/cli/parse-args` cannot do
// it: it turns `08` into 8, lets `-avn x` swallow x, returns includes and excludes without their common
// order, and accepts unknown flags. The rules here are those of GNU getopt, with one exception: an argument
// that starts with a dash is never taken as the value of the flag before it, so that `--exclude --dry-run`
// cannot turn a trial into the real thing.

import { appendAll } from "../../append_all.ts";
import { usageError } from "../errors.ts";
import { takeCommand } from "./exec_command.ts";
import { takeRule } from "./filter_letter.ts";
import { findLong, findShort, type Flag, longNames } from "../flags.ts";
import { noticeMissed, readForeign, readSlashOption } from "./foreign_tokens.ts";
import { findForeign, findOwnMeaning, foreignCommands, foreignNames } from "../foreign.ts";
import {
  applyFlag,
  type Reading,
  refuseElsewhere,
  takeValue,
  type TokenContext,
  wrongCommand,
} from "./reading.ts";
import type { Draft } from "../draft.ts";
import type { TransferCommand } from "../settings.ts";
import type { Assignment } from "../sources/assignment.ts";
import { begunWord, nearest } from "../../suggest.ts";

export type { TokenContext };

/** What the arguments of a command are, beside the flags in the draft. */
export interface Tokens {
  readonly operands: readonly string[];
  /** What was applied to the draft. */
  readonly assigned: readonly Assignment[];
  /** `--help`, `-V` or `--version` was typed: the rest does not matter. */
  readonly instead: "help" | "version" | null;
  readonly notices: readonly string[];
  /** The letters before a value that was taken for `-t DIR`: `-rt`; null if there were none. */
  readonly clusteredTarget: string | null;
  /** Whether another tool's option asks for links as links: `-a`, `-d`, `-P`, `-l`. */
  readonly asksForLinks: boolean;
}

/**
 * Applies the flags in order and collects the operands.
 *
 * @param args what follows the command
 * @throws {FerryError} `usage` at the first invalid argument
 */
export function readTokens(
  args: readonly string[],
  context: TokenContext,
  draft: Draft,
): Tokens {
  const reading: Reading = {
    context,
    draft,
    assigned: [],
    rest: [...args].reverse(),
    operands: [],
    notices: [],
    asksForLinks: false,
  };
  const { rest, operands, assigned, notices } = reading;
  let clusteredTarget: string | null = null;
  const result = (instead: Tokens["instead"]) => {
    const { asksForLinks } = reading;
    return { operands, assigned, instead, notices, clusteredTarget, asksForLinks };
  };
  while (rest.length > 0) {
    const arg = rest.pop()!;
    if (arg === "--") {
      appendAll(operands, rest.reverse());
      break;
    }
    if (arg.startsWith("--")) {
      const instead = readLong(arg, reading);
      if (instead) return result(instead);
    } else if (arg.startsWith("-") && arg !== "-") {
      const read = readLetters(arg, reading);
      if (read === "version") return result(read);
      if (read === "target") clusteredTarget = arg;
    } else if (!context.slashOptions || !readSlashOption(arg, reading)) {
      operands.push(arg);
    }
  }
  return result(null);
}

/** `--name`, `--no-name`, `--name=value`, `--name value`. */
function readLong(arg: string, reading: Reading): Tokens["instead"] {
  const { context, rest } = reading;
  const equals = arg.indexOf("=");
  const typed = equals < 0 ? arg : arg.slice(0, equals);
  const given = equals < 0 ? null : arg.slice(equals + 1);
  const found = findLong(typed.slice(2));
  const isTaken = found !== null &&
    (found.negated || found.flag.commands.includes(context.command));
  const foreign = isTaken ? findOwnMeaning(typed, context) : findForeign(typed, context);
  if (foreign !== null) {
    readForeign(foreign, { typed, given }, reading);
    return null;
  }
  if (found === null) throw unknownOption(typed, context.command);
  const { flag, negated } = found;
  refuseElsewhere(flag, negated, typed, context.command);
  if (flag.takesCommand) {
    applyFlag(flag, takeCommand(arg, context.command, rest), typed, reading);
  } else if (flag.value === undefined) {
    if (given !== null) return readUnexpected(arg, typed, reading);
    applyFlag(flag, negated ? "no" : "yes", typed, reading);
  } else {
    const value = given ?? bareValueOf(flag, rest) ?? takeValue(flag.value, typed, rest);
    applyFlag(flag, value, typed, reading);
  }
  return flag.name === "help" || flag.name === "version" ? flag.name : null;
}

/** A value that ferry's flag does not take: another tool's may, as cp's `--update=none`. */
function readUnexpected(arg: string, typed: string, reading: Reading): null {
  const foreign = findForeign(arg, reading.context);
  if (foreign === null) throw usageError("UNEXPECTED_VALUE", `${typed} takes no value`);
  readForeign(foreign, { typed: arg, given: null }, reading);
  return null;
}

/** What a flag means without a value; null where the next argument is its value. */
function bareValueOf(flag: Flag, rest: readonly string[]): string | null {
  const next = rest.at(-1);
  if (flag.choiceMayFollow && next !== undefined && flag.choices?.includes(next)) return null;
  return flag.bareValue ?? null;
}

/** As `readCluster`; where that fails and the letters are a long option's, as find writes them (`-delete`), it says so. */
function readLetters(arg: string, reading: Reading): "version" | "target" | null {
  try {
    return readCluster(arg, reading);
  } catch (error) {
    const [typed] = arg.split("=");
    if (typed.length < 3 || !longNames(reading.context.command).includes(`-${typed}`)) throw error;
    throw usageError("UNKNOWN_OPTION", `unknown option '${typed}'`, `did you mean -${typed}?`);
  }
}

/**
 * `-a`, `-avn`, `-j8`, `-j 8`, `-xj8`.
 *
 * @returns `target` where the value of a `-t` behind other letters was the next argument
 */
function readCluster(arg: string, reading: Reading): "version" | "target" | null {
  const { context } = reading;
  const letters = [...arg.slice(1)];
  for (const [at, letter] of letters.entries()) {
    const typed = `-${letter}`;
    const attached = letters.slice(at + 1).join("");
    const rule = letter === "f" && context.asTool !== "cp"
      ? takeRule({ attached, rest: reading.rest })
      : null;
    if (rule !== null) {
      applyFlag(findLong("filter")!.flag, rule, typed, reading);
      return null;
    }
    const flag = findShort(letter);
    const isTaken = flag !== null && flag.commands.includes(context.command);
    const foreign = isTaken ? findOwnMeaning(typed, context) : findForeign(typed, context);
    if (foreign !== null) {
      const isValue = foreign.option.value !== undefined && attached !== "";
      readForeign(foreign, { typed, given: isValue ? attached : null }, reading);
      if (foreign.option.value !== undefined) return null;
      continue;
    }
    if (flag === null) {
      throw unknownOption(letters.length > 1 ? `${typed}' in '${arg}` : typed, context.command);
    }
    if (flag.name === "help") throw helpNotAlone(context.command);
    refuseElsewhere(flag, false, typed, context.command);
    if (flag.value !== undefined) return readLetterValue(flag, { arg, at, attached }, reading);
    applyFlag(flag, "yes", typed, reading);
    if (flag.isContested) noticeMissed(typed, flag.name, reading);
    if (flag.name === "version") return "version";
  }
  return null;
}

/** The value of a letter is what follows it, or the next argument. */
function readLetterValue(
  flag: Flag,
  { arg, at, attached }: { readonly arg: string; readonly at: number; readonly attached: string },
  reading: Reading,
): "target" | null {
  const { context, rest } = reading;
  const typed = `-${flag.short}`;
  const isTarget = flag.name === "target-directory" && at > 0 && context.asTool !== "cp" &&
    context.asTool !== "mv";
  if (isTarget) refuseLettersAsTarget(arg, attached, reading);
  applyFlag(flag, attached || takeValue(flag.value!, typed, rest), typed, reading);
  return isTarget && attached === "" ? "target" : null;
}

/** `-rtv`: rsync's -t has no value, so that the letters behind it are options. */
function refuseLettersAsTarget(arg: string, attached: string, { context }: Reading): void {
  const isOption = (letter: string) =>
    findShort(letter) !== null || findForeign(`-${letter}`, context) !== null;
  if (attached === "" || ![...attached].every(isOption)) return;
  throw usageError(
    "AMBIGUOUS",
    `-t in '${arg}' names the target folder, as in cp: for rsync's -t, which is always on, leave it ` +
      `out, and for the folder type '-t ${attached}'`,
  );
}

/** The error of `-h` beside other arguments, which rsync takes for `--human-readable`. */
export function helpNotAlone(command: TransferCommand | null) {
  const alone = command === null ? "ferry -h" : `ferry ${command} -h`;
  return usageError(
    "HELP_NOT_ALONE",
    `-h is help and stands alone ('${alone}'); rsync's -h is always on: leave it out`,
  );
}

/** What cp and rsync take for a beginning of an option is told, not taken; any other word for a typing error. */
function meantOption(typed: string, names: readonly string[]): string | null {
  const isBegun = names.some((name) => name.startsWith(typed));
  return isBegun ? begunWord(typed, names) : nearest(typed, names, [...names, ...foreignNames()]);
}

function unknownOption(typed: string, command: TransferCommand) {
  const others = foreignCommands(typed).filter((name) => name !== command);
  if (others.length > 0) return wrongCommand(typed, command, [...new Set(others)]);
  const near = typed.startsWith("--") ? meantOption(typed, longNames(command)) : null;
  const advice = near ? `did you mean ${near}?` : `'ferry help ${command}' lists the options`;
  return usageError("UNKNOWN_OPTION", `unknown option '${typed}'`, advice);
}
