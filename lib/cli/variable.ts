// Variables of the environment. One that may not be read (`deno run` without --allow-env) counts as not set, and nobody
// is asked: on a terminal Deno would.

import { isGranted } from "../../ffi/permission.ts";
import { usageError } from "./errors.ts";

/** The value of a variable; null if it is not set, may not be read, or is not UTF-8. */
export function variable(name: string): string | null {
  if (!isGranted({ name: "env", variable: name })) return null;
  try {
    return Deno.env.get(name) ?? null;
  } catch {
    return null;
  }
}

/**
 * The value of a variable that holds settings.
 *
 * @throws {FerryError} `usage` for one that is not UTF-8
 */
export function settingsVariable(name: string): string | null {
  if (!isGranted({ name: "env", variable: name })) return null;
  refuseGarbled(name);
  return variable(name);
}

/**
 * Refuses a variable that Deno cannot give, for a rule that is lost protects nothing. It may be read.
 *
 * @throws {FerryError} `usage` for one that is not UTF-8
 */
export function refuseGarbled(name: string): void {
  try {
    Deno.env.get(name);
  } catch {
    throw usageError("BAD_SETTINGS", `the variable ${name} is not UTF-8`);
  }
}
