// What to type instead of several SOURCEs, where a command takes one.

import type { TransferCommand } from "./settings.ts";
import { baseNameOf, exists, withoutSlashes } from "./typed_paths.ts";

/** As many are named in advice; of more, the first two. */
const MOST_NAMED = 3;

/**
 * One line of advice for too many operands.
 *
 * @param canNest whether the same operands are a command line of `ferry copy`
 */
export function adviceOnExtra(
  operands: readonly string[],
  command: TransferCommand,
  canNest: boolean,
): string {
  const glob = operands.find((operand) => operand.includes("*") && !exists(operand));
  if (glob !== undefined) {
    return `to choose by name, leave '${glob}' out and type --include '*/' --include '${glob}' --exclude '*'`;
  }
  const sources = operands.slice(0, -1);
  const dest = operands[operands.length - 1];
  const names = sources.map(baseNameOf);
  if (names.includes(null) || !sources.every(exists)) return "quote names that contain spaces";
  const isShort = sources.length <= MOST_NAMED;
  const own = names.slice(0, isShort ? MOST_NAMED : 2)
    .map((name) => `${withoutSlashes(dest)}/${name}`)
    .join(", ") + (isShort ? "" : " ...");
  if (command === "verify") return `verify each with its own: ${own}`;
  const nested = canNest
    ? `; or ferry copy ${isShort ? sources.join(" ") : "SOURCE..."} ${dest}`
    : "";
  return `${command} each to its own: ${own}${nested}`;
}
