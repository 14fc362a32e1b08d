// What a variable or a line of the settings file gives a flag, as the flag takes it: the table of flags knows texts,
// and `yes` and `no` for flags without a value.

import type { FoundFlag } from "../flags.ts";

/** A value from outside: a text, or true or false. */
export type GivenValue = string | boolean;

/**
 * The value for `apply`; null for what is switched off and has no opposite, as `--no-NAME`: that only takes back what
 * weaker sources say.
 *
 * @throws {RangeError} with what the flag takes, in words, for a value that it does not
 */
export function flagValueOf({ flag, negated }: FoundFlag, given: GivenValue): string | null {
  if (flag.value === undefined) {
    if (typeof given !== "boolean") throw new RangeError("takes true or false");
    if (negated) return given ? "no" : null;
    if (given) return "yes";
    return flag.negatable ? "no" : null;
  }
  if (typeof given === "string") return given;
  if (given && flag.bareValue !== undefined) return flag.bareValue;
  throw new RangeError(
    flag.choices ? `takes ${flag.choices.join(", ")}` : `takes a value (${flag.value})`,
  );
}
