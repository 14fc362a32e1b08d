// Reads the arguments after the command against the table of flags. `@std/cli/parse-args` cannot do
// it: it turns `08` into 8, lets `-avn x` swallow x, returns includes and excludes without their common
// order, and accepts unknown flags. The rules here are those of GNU getopt, with one exception: an argument
// that starts with a dash is never taken as the value of the flag before it, so that `--exclude --dry-run`
// cannot turn a trial into the real thing.

import { findLong, findShort, type Flag, longNames } from "./flags.ts";
import type { Draft, TransferCommand } from "./settings.ts";
import { nearest } from "./suggest.ts";
import { usageError } from "./errors.ts";

/** What the arguments of a command are, beside the flags in the draft. */
export interface Tokens {
  readonly operands: readonly string[];
  /** `-h` or `--help` or `--version` was typed: the rest does not matter. */
  readonly instead: "short-help" | "long-help" | "version" | null;
}

/**
 * Applies the flags in order and collects the operands.
 *
 * @param args what follows the command
 * @throws {FerryError} `usage` at the first invalid argument
 */
export function readTokens(
  args: readonly string[],
  command: TransferCommand,
  draft: Draft,
): Tokens {
  const operands: string[] = [];
  const rest = [...args].reverse();
  while (rest.length > 0) {
    const arg = rest.pop()!;
    if (arg === "--") return { operands: [...operands, ...rest.reverse()], instead: null };
    if (!arg.startsWith("-") || arg === "-") {
      operands.push(arg);
      continue;
    }
    const read = arg.startsWith("--") ? readLong : readCluster;
    const instead = read(arg, rest, command, draft);
    if (instead) return { operands, instead };
  }
  return { operands, instead: null };
}

/** `--name`, `--no-name`, `--name=value`, `--name value`. */
function readLong(
  arg: string,
  rest: string[],
  command: TransferCommand,
  draft: Draft,
): Tokens["instead"] {
  const equals = arg.indexOf("=");
  const typed = equals < 0 ? arg : arg.slice(0, equals);
  const given = equals < 0 ? null : arg.slice(equals + 1);
  const found = findLong(typed.slice(2));
  if (!found) throw unknownOption(typed, command);
  const { flag, negated } = found;
  refuseElsewhere(flag, negated, typed, command);
  if (flag.value === undefined) {
    if (given !== null) throw usageError("UNEXPECTED_VALUE", `${typed} takes no value`);
    flag.apply(draft, negated ? "no" : "yes", typed);
  } else {
    flag.apply(draft, given ?? flag.bareValue ?? takeValue(flag, typed, rest), typed);
  }
  if (flag.name === "help") return "long-help";
  return flag.name === "version" ? "version" : null;
}

/** `-a`, `-avn`, `-j8`, `-j 8`, `-xj8`. */
function readCluster(
  arg: string,
  rest: string[],
  command: TransferCommand,
  draft: Draft,
): Tokens["instead"] {
  const letters = [...arg.slice(1)];
  for (const [at, letter] of letters.entries()) {
    const typed = `-${letter}`;
    const flag = findShort(letter);
    if (!flag) throw unknownOption(letters.length > 1 ? `${typed}' in '${arg}` : typed, command);
    refuseElsewhere(flag, false, typed, command);
    if (flag.value !== undefined) {
      const attached = letters.slice(at + 1).join("");
      flag.apply(draft, attached || takeValue(flag, typed, rest), typed);
      return null;
    }
    flag.apply(draft, "yes", typed);
    if (flag.name === "help") return "short-help";
  }
  return null;
}

function takeValue(flag: Flag, typed: string, rest: string[]): string {
  const next = rest.at(-1);
  // `- *.o` is a filter rule with rsync's prefix, and no flag.
  const looksLikeFlag = next !== undefined && /^-[^ ]/.test(next);
  if (next === undefined || looksLikeFlag) {
    const joint = typed.startsWith("--") ? "=" : "";
    const advice = looksLikeFlag && next !== "--"
      ? `if '${next}' is meant as the value, type '${typed}${joint}${next}'`
      : null;
    throw usageError("MISSING_VALUE", `${typed} needs a value (${flag.value})`, advice);
  }
  return rest.pop()!;
}

/** Refuses another command's flag; its `--no-` form asks for what this command does anyway. */
function refuseElsewhere(flag: Flag, negated: boolean, typed: string, command: TransferCommand) {
  if (negated || flag.commands.includes(command)) return;
  throw usageError(
    "WRONG_COMMAND",
    `'ferry ${command}' does not take ${typed}`,
    `'ferry ${flag.commands.join("' or 'ferry ")}' does`,
  );
}

function unknownOption(typed: string, command: TransferCommand) {
  const near = typed.startsWith("--") ? nearest(typed, longNames(command)) : null;
  const advice = near ? `did you mean ${near}?` : `'ferry help ${command}' lists the options`;
  return usageError("UNKNOWN_OPTION", `unknown option '${typed}'`, advice);
}
