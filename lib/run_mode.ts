// What becomes of the operations that a run decides on. The one place that reads this from the options.

import type { Options } from "./options.ts";

/** `apply` carries operations out, `preview` lists them (`--dry-run`), `verify` reports differences and changes nothing. */
export type RunMode = "apply" | "preview" | "verify";

/** The mode that the options ask for. */
export function runModeOf(
  { dryRun, compareOnly }: Pick<Options, "dryRun" | "compareOnly">,
): RunMode {
  if (compareOnly) return "verify";
  return dryRun ? "preview" : "apply";
}
