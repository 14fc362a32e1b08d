// What Linux tells of the process as a text (proc_pid_status(5)): one read takes less than binding one call of the
// C library. Fields are cut out by hand, because a regular expression takes longer to compile than this to run.

/** A field of the process's status by its name. */
export type StatusField = (name: string) => string;

/** Reads the status; a field that the kernel does not tell is empty. Null where /proc cannot be read. */
export function processStatus(): StatusField | null {
  let text: string;
  try {
    text = Deno.readTextFileSync("/proc/self/status");
  } catch {
    return null;
  }
  return (name) => {
    const label = `\n${name}:`;
    const at = text.indexOf(label); // never in the first line, which is the name of the program
    return at < 0 ? "" : text.slice(at + label.length, text.indexOf("\n", at + 1)).trim();
  };
}

/** Whether a bit is set in a field that is a number in hexadecimal digits. */
export function hasBit(field: string, bit: number): boolean {
  return (BigInt(`0x${field}`) >> BigInt(bit) & 1n) === 1n;
}
