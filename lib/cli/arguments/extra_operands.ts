// What to type instead of several SOURCEs, where a command takes one.

import { findCommand } from "../commands.ts";
import type { TransferCommand } from "../settings.ts";
import { baseNameOf, exists, withoutSlashes } from "./typed_paths.ts";

/** As many are named in advice; of more, the first two. */
const MOST_NAMED = 3;

/** Which operand is one too many, and what to type instead, in one line. */
export interface Extra {
  readonly operand: string;
  readonly advice: string;
}

/**
 * Finds what is wrong with too many operands.
 *
 * @param operands every SOURCE, and DEST
 * @param canNest whether the same operands are a command line of `ferry copy`
 */
export function findExtra(
  operands: readonly string[],
  command: TransferCommand,
  canNest: boolean,
): Extra {
  const glob = operands.find((operand) => operand.includes("*") && !exists(operand));
  if (glob !== undefined) {
    const advice =
      `to choose by name, leave '${glob}' out and type --include '*/' --include '${glob}' --exclude '*'`;
    return { operand: glob, advice };
  }
  if (command === "plan" && !exists(operands[0]) && isCommand(operands[0])) {
    const rest = operands.slice(1).join(" ");
    const advice = `a plan is of a mirror: ferry plan ${rest}, with --no-delete for a copy`;
    return { operand: operands[0], advice };
  }
  const sources = operands.slice(0, -1);
  const dest = operands[operands.length - 1];
  const names = sources.map(baseNameOf);
  if (names.includes(null) || !sources.every(exists)) {
    return { operand: operands[2], advice: "quote names that contain spaces" };
  }
  const isShort = sources.length <= MOST_NAMED;
  const own = names.slice(0, isShort ? MOST_NAMED : 2)
    .map((name) => `${withoutSlashes(dest)}/${name}`)
    .join(", ") + (isShort ? "" : " ...");
  const operand = sources[1];
  if (command === "verify") return { operand, advice: `verify each with its own: ${own}` };
  if (command === "plan") {
    const operands = isShort ? sources.join(" ") : "SOURCE...";
    const nested = canNest ? `; or ferry copy --dry-run --stats ${operands} ${dest}` : "";
    return { operand, advice: `plan each with its own: ${own}${nested}` };
  }
  const nested = canNest
    ? `; or ferry copy ${isShort ? sources.join(" ") : "SOURCE..."} ${dest}`
    : "";
  return { operand, advice: `${command} each to its own: ${own}${nested}` };
}

function isCommand(word: string): boolean {
  return findCommand(word) !== null;
}
