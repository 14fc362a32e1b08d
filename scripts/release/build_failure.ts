// Why an executable could not be made, in the words of the program that failed, or in one line where that is known.

/** A build that failed for a reason that its message tells whole: no stack helps. */
export class BuildFailure extends Error {}

/** Deno could not fetch the runtime that it puts into an executable. */
export class RuntimeOutOfReach extends BuildFailure {}

/** What deno compile then says. */
const OUT_OF_REACH = /\b(?:url|download\w*)\b.*denort/i;

/**
 * The failure of a program.
 *
 * @param action its first argument
 * @param stderr what it printed
 */
export function failureOf(program: string, action: string, stderr: string): BuildFailure {
  const end = stderr === "" || stderr.endsWith("\n") ? "" : "\n";
  const message = `${stderr}${end}${program} ${action} failed`;
  return OUT_OF_REACH.test(stderr) ? new RuntimeOutOfReach(message) : new BuildFailure(message);
}
