// The one place that knows what number the program ends with. Scripts rely on these; see `--help`.

import { FerryError } from "../errors.ts";
import type { Outcome } from "../summary.ts";

/** Exit codes by meaning. */
export const EXIT = {
  done: 0,
  partial: 1,
  usage: 2,
  different: 3,
  stopped: 4,
  changed: 5,
  /** As shells and env(1) tell it of a command: it is there but cannot be executed, and it is not there. */
  notStarted: 126,
  notFound: 127,
  /** 128 + the signal's number, as a shell reports a program that a signal ended. */
  hungUp: 129,
  interrupted: 130,
  quit: 131,
  terminated: 143,
} as const;

/** What the help and the manual say of each. */
export const EXIT_MEANINGS: readonly (readonly [string, string])[] = [
  [`${EXIT.done}`, "done, nothing failed"],
  [`${EXIT.partial}`, "done, but some entries failed; each is named on stderr"],
  [`${EXIT.usage}`, "invalid arguments or settings; nothing was touched"],
  [`${EXIT.different}`, "verification found differences"],
  [`${EXIT.stopped}`, "stopped: disk full, target read-only, too much to delete"],
  [`${EXIT.changed}`, "done, but entries of SOURCE changed or vanished meanwhile"],
  [`${EXIT.notStarted}, ${EXIT.notFound}`, "COMMAND of --exec: not executable, not found"],
  [`${EXIT.hungUp}`, "SIGHUP: cleaned up, then stopped"],
  [`${EXIT.interrupted}, ${EXIT.terminated}`, "SIGINT, SIGTERM: cleaned up, then stopped"],
  [`${EXIT.quit}`, "SIGQUIT to process 1: cleaned up, then stopped"],
];

/** The signals that end a run. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGQUIT";

const SIGNAL_CODES: Readonly<Record<StopSignal, number>> = {
  SIGHUP: EXIT.hungUp,
  SIGINT: EXIT.interrupted,
  SIGQUIT: EXIT.quit,
  SIGTERM: EXIT.terminated,
};

/** The code for a stop by this signal. */
export function exitCodeOfSignal(signal: StopSignal): number {
  return SIGNAL_CODES[signal];
}

/**
 * The code for a run that came to an end.
 *
 * @param signal the signal that asked for the end, if one did; a run that was finished before it
 *   ends with its own code
 */
export function exitCodeOfOutcome(outcome: Outcome, signal: StopSignal | null): number {
  return outcome === "cancelled" ? exitCodeOfSignal(signal ?? "SIGINT") : EXIT[outcome];
}

/** The code for an error that ended the program; one that is not ferry's own is a bug and stops it. */
export function exitCodeOfError(error: unknown): number {
  return error instanceof FerryError && error.kind === "usage" ? EXIT.usage : EXIT.stopped;
}
