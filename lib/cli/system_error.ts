// The code and the text of an error that one of Deno's own calls threw.

import { errnoName } from "../../ffi/errno_names.ts";

/** `ENOENT` and `No such file or directory`; what is no system's error is thrown on. */
export function systemError(error: unknown): { code: string; text: string } {
  if (!(error instanceof Error)) throw error;
  const code = "code" in error && typeof error.code === "string"
    ? error.code
    : nameOfNumber(error.message) ?? error.name;
  // Deno appends the call to the system's text: `No such file … (os error 2): readfile 'x'`.
  return { code, text: error.message.replace(/ \(os error \d+\).*$/s, "") };
}

/** Deno leaves many a code out (EFBIG, ENXIO) and tells the number all the same; Linux's are known here. */
function nameOfNumber(message: string): string | null {
  const number = /\(os error (\d+)\)/.exec(message)?.[1];
  return number === undefined || Deno.build.os !== "linux" ? null : errnoName(Number(number));
}
