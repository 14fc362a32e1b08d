// Arguments are bytes, and reach a program in JavaScript as text: what is no UTF-8 in them is U+FFFD by
// then, another name. Better no copy than one of another file, or under another name.

import { decodeStrict } from "./text.ts";
import { usageError } from "./usage.ts";

const REPLACEMENT = "\uFFFD";

/** Refuses arguments that are not what was typed, where the system tells. @throws {FerryError} `usage` */
export function refuseGarbled(args: readonly string[]): void {
  const garbled = args.find((arg) => arg.includes(REPLACEMENT));
  if (garbled === undefined || !isGarbled()) return;
  throw usageError(
    "NOT_UTF8",
    `'${garbled}' is not what was typed, which is no UTF-8`,
    "name the folder that it is in, or a link to it: what is in a folder may have any name",
  );
}

/** Whether the command line (proc(5), cmdline) is no UTF-8; false where it cannot be read. */
function isGarbled(): boolean {
  try {
    return decodeStrict(Deno.readFileSync("/proc/self/cmdline")) === null;
  } catch {
    return false;
  }
}
