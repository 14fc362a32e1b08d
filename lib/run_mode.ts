// What becomes of the operations that a run decides on. The one place that reads this from the options.

import type { Options } from "./options.ts";

/**
 * `apply` carries operations out, `preview` lists them (`--dry-run`), `verify` reports differences and changes nothing.
 * After one of the first two, `remove` removes from the source what has arrived, and `preview-removal` lists it.
 */
export type RunMode = "apply" | "preview" | "verify" | "remove" | "preview-removal";

/** The mode that the options ask for. */
export function runModeOf(
  { dryRun, compareOnly }: Pick<Options, "dryRun" | "compareOnly">,
): RunMode {
  if (compareOnly) return "verify";
  return dryRun ? "preview" : "apply";
}
