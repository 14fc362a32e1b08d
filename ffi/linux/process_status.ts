// The status of the process as Linux tells it in a text (proc_pid_status(5)): reading it takes less time than binding
// one call of the C library. Fields are cut out by hand, because compiling a regular expression takes longer.

import { reading } from "../permission.ts";

/** A field of the process's status by its name. */
export type StatusField = (name: string) => string;

/** Reads the status; fields that the kernel does not tell are empty. Null if /proc cannot be read. */
export function processStatus(): StatusField | null {
  let text: string;
  try {
    text = reading("/proc/self/status", Deno.readTextFileSync);
  } catch {
    return null;
  }
  return (name) => {
    const label = `\n${name}:`;
    const at = text.indexOf(label); // never in the first line, which is the name of the program
    return at < 0 ? "" : text.slice(at + label.length, text.indexOf("\n", at + 1)).trim();
  };
}

/** True if a bit is set in a field of hexadecimal digits. */
export function hasBit(field: string, bit: number): boolean {
  return (BigInt(`0x${field}`) >> BigInt(bit) & 1n) === 1n;
}
