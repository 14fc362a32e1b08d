// Why an executable could not be made, in the words of the program that failed, or in one line where that is known.

/** A build that failed for a reason that its message tells whole: no stack helps. */
export class BuildFailure extends Error {}

/** What deno compile says of the runtime that it puts into an executable, where it does not have it. */
const NO_RUNTIME = /\b(?:url|download\w*)\b.*denort/i;

/**
 * What is said of a program that failed.
 *
 * @param action its first argument
 * @param stderr what it printed
 */
export function compileFailure(program: string, action: string, stderr: string): string {
  if (NO_RUNTIME.test(stderr)) {
    return "Deno's runtime could not be downloaded: DENORT_BIN=/path/to/denort names one that is here";
  }
  return `${stderr}${
    stderr === "" || stderr.endsWith("\n") ? "" : "\n"
  }${program} ${action} failed`;
}
