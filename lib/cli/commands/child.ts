// `--exec` where ferry cannot become the command, on Windows and without FFI: the command is a child, signals go on to it, and
// its exit code is ferry's.

import { systemError } from "../errors.ts";
import { type StopSignals, tryToListen } from "./signals.ts";

/** Those that programs are told something by. On Windows the console itself tells all programs in it. */
const PASSED_ON: readonly Deno.Signal[] = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGTERM",
  "SIGUSR1",
  "SIGUSR2",
  "SIGWINCH",
];
/** What a terminal sends to the child as well, for it is in the same group. */
const SENT_TO_ALL: ReadonlySet<Deno.Signal> = new Set(["SIGINT", "SIGQUIT", "SIGWINCH"]);

/** Why a command did not start. */
export interface StartFailure {
  /** `ENOENT` and its like. */
  readonly code: string;
  /** The system's text. */
  readonly text: string;
}

/**
 * Runs a command to its end.
 *
 * @param stop what has been heard until now
 * @returns its exit code, 128 + the signal's number if a signal ended it
 */
export async function runChild(
  [command, ...args]: readonly string[],
  stop: StopSignals,
): Promise<number | StartFailure | "stopped"> {
  // What came just before is heard now.
  await new Promise((resolve) => setTimeout(resolve));
  if (stop.received !== null) return "stopped";
  let child: Deno.ChildProcess | null = null;
  const hasTerminal = Deno.stdin.isTerminal();
  for (const name of PASSED_ON) {
    tryToListen(name, () => {
      const isTold = Deno.build.os === "windows" || (hasTerminal && SENT_TO_ALL.has(name));
      const isImmune = name === "SIGHUP" && stop.ignoresHangUp;
      if (!isTold && !isImmune) kill(child, name);
    });
  }
  try {
    child = new Deno.Command(command, {
      args,
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
  } catch (error) {
    return failureOf(error);
  }
  return (await child.status).code;
}

function failureOf(error: unknown): StartFailure {
  const { code, text } = systemError(error);
  const reason = text.replace(/^Failed to spawn '.*?': /s, "");
  return { code, text: reason === "entity not found" ? "No such file or directory" : reason };
}

function kill(child: Deno.ChildProcess | null, signal: Deno.Signal): void {
  try {
    child?.kill(signal);
  } catch { /* it has ended */ }
}
