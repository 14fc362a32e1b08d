// What the reading of arguments works on, and how one of ferry's own flags is applied, by whichever name it
// was typed.

import { usageError } from "../errors.ts";
import { findLong, type Flag } from "../flags.ts";
import type { Lookup } from "../foreign.ts";
import type { Draft } from "../draft.ts";
import type { TransferCommand } from "../settings.ts";
import type { Assignment } from "../sources/assignment.ts";

/** What arguments are read for. */
export interface TokenContext extends Lookup {
  /** Whether robocopy's options, which begin with a slash, are options. */
  readonly slashOptions: boolean;
}

/** Arguments while they are read. */
export interface Reading {
  readonly context: TokenContext;
  readonly draft: Draft;
  /** What was applied to the draft. */
  readonly assigned: Assignment[];
  /** The arguments that are left, the next one last. */
  readonly rest: string[];
  readonly operands: string[];
  /** What is to be said about options of other tools. */
  readonly notices: string[];
  /** Whether one of them asks for links as links. */
  asksForLinks: boolean;
}

/**
 * Applies a flag of ferry's that another name stands for.
 *
 * @param option `--name`, `--no-name` or `--name=value`
 * @param typed the name that was typed, for messages
 */
export function applyMeant(option: string, typed: string, reading: Reading): void {
  const equals = option.indexOf("=");
  const name = equals < 0 ? option : option.slice(0, equals);
  const { flag, negated } = findLong(name.slice(2))!;
  refuseElsewhere(flag, negated, `${typed} (${name})`, reading.context.command);
  const value = flag.value === undefined ? (negated ? "no" : "yes") : option.slice(equals + 1);
  applyFlag(flag, value, typed, reading);
}

/** Applies a flag as it was typed. */
export function applyFlag(flag: Flag, value: string, typed: string, reading: Reading): void {
  flag.apply(reading.draft, value, typed);
  reading.assigned.push({ flag, value, source: "flag", where: "", typed });
}

/**
 * Takes the next argument for a value.
 *
 * @param value what the option calls it
 */
export function takeValue(value: string, typed: string, rest: string[]): string {
  const next = rest.at(-1);
  // `- *.o` is a filter rule with rsync's prefix, and no flag.
  const isRule = value === "RULE" && next !== undefined && /^-[,!srp]*[ _]/.test(next);
  const looksLikeFlag = next !== undefined && !isRule && /^-[^ ]/.test(next);
  if (next === undefined || looksLikeFlag) {
    const joint = typed.startsWith("--") ? "=" : "";
    const advice = looksLikeFlag && next !== "--"
      ? `if '${next}' is meant as the value, type '${typed}${joint}${next}'`
      : null;
    throw usageError("MISSING_VALUE", `${typed} needs a value (${value})`, advice);
  }
  return rest.pop()!;
}

/** Refuses another command's flag; its `--no-` form asks for what this command does anyway. */
export function refuseElsewhere(
  flag: Flag,
  negated: boolean,
  typed: string,
  command: TransferCommand,
): void {
  if (negated || flag.commands.includes(command)) return;
  throw wrongCommand(typed, command, flag.commands);
}

/** The error of an option that only other commands take. */
export function wrongCommand(
  typed: string,
  command: TransferCommand,
  others: readonly TransferCommand[],
) {
  // A plan takes it, too, and does nothing.
  const doing = others.filter((other) => other !== "plan");
  return usageError(
    "WRONG_COMMAND",
    `'ferry ${command}' does not take ${typed}`,
    `${listOf(doing.map((other) => `'ferry ${other}'`))} ${doing.length === 1 ? "does" : "do"}`,
  );
}

/** `a, b and c` */
function listOf(names: readonly string[]): string {
  const last = names.length - 1;
  return last < 1 ? names.join() : `${names.slice(0, last).join(", ")} and ${names[last]}`;
}
