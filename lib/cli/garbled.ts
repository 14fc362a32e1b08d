// Arguments are bytes, but reach JavaScript as text in which U+FFFD stands for bytes that are not UTF-8.
// Such an argument names another file than the one that was typed, so it is refused.

import { decodeStrict } from "./text.ts";
import { usageError } from "./errors.ts";

const REPLACEMENT = "\uFFFD";

/** Refuses arguments that are not UTF-8, where the system shows their bytes. @throws {FerryError} `usage` */
export function refuseGarbled(args: readonly string[]): void {
  const garbled = args.find((arg) => arg.includes(REPLACEMENT));
  if (garbled === undefined || !isGarbled()) return;
  throw usageError(
    "NOT_UTF8",
    `the argument '${garbled}' is not UTF-8`,
    "name its folder or a link to it instead: entries inside a folder may have any name",
  );
}

/** Whether the command line (proc(5), cmdline) is not UTF-8; false where it cannot be read. */
function isGarbled(): boolean {
  try {
    return decodeStrict(Deno.readFileSync("/proc/self/cmdline")) === null;
  } catch {
    return false;
  }
}
