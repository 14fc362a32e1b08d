// Makes the errors of the command line. A usage error has a code that scripts can rely on, and ends the
// program with exit code 2 before anything is touched.

import { NoCLibrary } from "../../ffi/c_library.ts";
import { errnoName } from "../../ffi/errno_names.ts";
import { UsageError } from "../errors.ts";

/** The codes of usage errors that the command line itself finds. */
export type UsageCode =
  | "UNKNOWN_COMMAND"
  | "UNKNOWN_OPTION"
  | "WRONG_COMMAND"
  | "NOT_DONE"
  | "REMOTE_PATH"
  | "AMBIGUOUS"
  | "HELP_NOT_ALONE"
  | "MISSING_VALUE"
  | "UNEXPECTED_VALUE"
  | "BAD_VALUE"
  | "BAD_SETTINGS"
  | "NO_TERMINAL"
  | "NO_PERMISSION"
  | "NO_C_LIBRARY"
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
  return new UsageError(code, message, { advice });
}

/** An invalid value of a flag: `--jobs: '0' is not …`. */
export function badValue(typed: string, problem: string, advice: string | null = null) {
  return usageError("BAD_VALUE", `${typed}: ${problem}`, advice);
}

/** An error as it is told: that there is no C library is none of ferry's own, and no bug either. */
export function toldError(error: unknown): unknown {
  if (!(error instanceof NoCLibrary)) return error;
  return usageError(
    "NO_C_LIBRARY",
    error.message,
    "from source, ferry needs none without --allow-ffi",
  );
}

/**
 * The code and the text of an error that one of Deno's own calls threw: `ENOENT` and `No such file or
 * directory`. Anything else is thrown again.
 */
export function systemError(error: unknown): { code: string; text: string } {
  if (!(error instanceof Error)) throw error;
  const code = "code" in error && typeof error.code === "string"
    ? error.code
    : nameOfNumber(error.message) ?? error.name;
  // Deno appends the call to the system's text: `No such file … (os error 2): readfile 'x'`.
  return { code, text: error.message.replace(/ \(os error \d+\).*$/s, "") };
}

/** Deno gives some errors (EFBIG, ENXIO) a number and no code; only Linux's numbers are known here. */
function nameOfNumber(message: string): string | null {
  const number = /\(os error (\d+)\)/.exec(message)?.[1];
  return number === undefined || Deno.build.os !== "linux" ? null : errnoName(Number(number));
}
