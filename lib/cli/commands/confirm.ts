// `--confirm`: a preview of the run is made first, and the user is asked where it deletes or replaces anything.

import type { ErrorEvent, RunEvent } from "../../events.ts";
import type { Summary } from "../../summary.ts";
import type { RunOptions } from "../../library/request.ts";
import { usageError } from "../errors.ts";
import { summaryOfNothing } from "../screen/json.ts";
import type { Reporter } from "../screen/reporter.ts";
import type { Screen } from "../screen/terminal.ts";
import type { Settings } from "../settings.ts";
import { WhatGoes } from "../what_goes.ts";

/** Errors of a preview that are told where it ends the run. */
const MOST_ERRORS = 100;
/** Longer answers are no. */
const ANSWER_BYTES = 1024;

/** What came of asking. */
export interface Confirmed {
  /** What the run came to, where it is not to begin; null where it is. */
  readonly ended: Summary | null;
  /** What the run is to be held to: as many deletions as were shown. */
  readonly options: Partial<RunOptions>;
}

/** What it takes to ask. */
export interface Asking {
  readonly settings: Settings;
  readonly screen: Screen;
  readonly reporter: Reporter;
}

/** Refuses a run that would ask where there is nobody. @throws {FerryError} `usage` */
export function checkTerminal(): void {
  if (Deno.stdin.isTerminal() && Deno.stderr.isTerminal()) return;
  throw usageError(
    "NO_TERMINAL",
    "--confirm has no terminal on which it could ask",
    "--no-confirm does not ask, --dry-run lists what would be done",
  );
}

/**
 * Asks, where anything would be deleted or replaced.
 *
 * @param start starts the run with these options changed
 */
export async function confirm(
  { settings, screen, reporter }: Asking,
  start: (options: Partial<RunOptions>) => Promise<Summary>,
  signal: AbortSignal,
): Promise<Confirmed> {
  const going = new WhatGoes(settings);
  const errors: ErrorEvent[] = [];
  const summary = await start({
    dryRun: true,
    reportOperations: true,
    onEvent(event: RunEvent) {
      if (event.type === "operation") going.add(event);
      if (event.type === "error" && errors.length < MOST_ERRORS) errors.push(event);
      if (event.type === "progress") reporter.onEvent(event);
    },
  });
  if (summary.outcome === "stopped") {
    for (const error of errors) reporter.onEvent(error);
  }
  const { outcome, durationMs, errorCount } = summary;
  if (outcome === "stopped" || outcome === "cancelled") {
    const ended = { ...summaryOfNothing(settings, outcome), durationMs, errorCount, errors };
    return { ended, options: {} };
  }
  const confirmed = { ended: null, options: heldTo(going, settings, reporter) };
  if (going.isNothing) return confirmed;
  const { painter, stderr } = screen;
  painter.close();
  painter.err(going.text(stderr.terminal));
  // On a line of its own: `deno run` clears the line that the cursor is in when it has loaded a module.
  painter.err(`ferry: ${going.question} [y/N]\n`);
  painter.flush();
  const answer = await readAnswer(signal);
  if (answer !== null && /^y(?:es)?$/i.test(answer.trim())) return confirmed;
  const ended = summaryOfNothing(settings, signal.aborted ? "cancelled" : "stopped");
  return { ended: { ...ended, durationMs }, options: {} };
}

/** Lets a run that deletes delete no more than was shown. */
function heldTo(
  { limit }: WhatGoes,
  { options }: Settings,
  reporter: Reporter,
): Partial<RunOptions> {
  if (!options.delete) return {};
  const onEvent = (event: RunEvent) => {
    reporter.onEvent(event);
    if (event.type !== "error" || event.code !== "DELETE_GUARD") return;
    reporter.onEvent({
      type: "notice",
      message:
        `DEST has changed since it was looked at: --confirm allows the ${limit} that it showed`,
    });
  };
  return { maxDelete: { amount: limit, unit: "entries" }, onEvent };
}

/** The line that the user types; null for none, be it the end of the input or a signal. */
async function readAnswer(signal: AbortSignal): Promise<string | null> {
  const bytes = new Uint8Array(ANSWER_BYTES);
  const aborted = new Promise<null>((resolve) =>
    signal.addEventListener("abort", () => resolve(null))
  );
  const count = signal.aborted ? null : await Promise.race([Deno.stdin.read(bytes), aborted]);
  return count === null ? null : new TextDecoder().decode(bytes.subarray(0, count));
}
