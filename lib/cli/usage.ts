// One maker for every "you typed something I cannot take". Each such error has a code that tests and
// scripts can rely on, and each ends the program with exit code 2 before anything was touched.

import { FerryError } from "../errors.ts";

/** The codes of usage errors that the command line itself finds. */
export type UsageCode =
  | "UNKNOWN_COMMAND"
  | "UNKNOWN_OPTION"
  | "WRONG_COMMAND"
  | "MISSING_VALUE"
  | "UNEXPECTED_VALUE"
  | "BAD_VALUE"
  | "CONFLICT"
  | "MISSING_OPERAND"
  | "EXTRA_OPERAND"
  | "EMPTY_OPERAND"
  | "NOT_UTF8";

/**
 * Makes a usage error.
 *
 * @param message what is wrong, quoting what was typed
 * @param advice one line on what to type instead
 */
export function usageError(code: UsageCode, message: string, advice: string | null = null) {
  return new FerryError("usage", code, message, advice);
}

/** A value that its flag cannot take: `--jobs: '0' is not …`. */
export function badValue(typed: string, problem: string, advice: string | null = null) {
  return usageError("BAD_VALUE", `${typed}: ${problem}`, advice);
}
