// Reads what follows `--exec`: `--`, and a command with its arguments, which are none of ferry's.

import { usageError } from "../errors.ts";
import type { TransferCommand } from "../settings.ts";

/**
 * Takes all that is left of argv.
 *
 * @param arg `--exec` as it was typed
 * @param rest the arguments behind it, the next one last
 * @returns the words of the command, joined by NUL, which none can have
 * @throws {FerryError} `usage` if there is no `--`, or no command behind it
 */
export function takeCommand(arg: string, command: TransferCommand, rest: string[]): string {
  const advice = `ferry ${command} SOURCE DEST --exec -- COMMAND ARG...`;
  if (arg.includes("=")) {
    throw usageError("UNEXPECTED_VALUE", "--exec takes its command after '--'", advice);
  }
  if (rest.pop() !== "--") {
    throw usageError("MISSING_VALUE", "--exec needs '--' and a command right behind it", advice);
  }
  const words = rest.splice(0).reverse();
  if (words.length === 0 || words[0] === "") {
    throw usageError("MISSING_VALUE", "--exec needs a command behind '--'", advice);
  }
  return words.join("\0");
}
