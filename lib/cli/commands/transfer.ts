// What `ferry copy` and `ferry mirror` have in common: from settings to a finished run, printed, with its
// exit code. Everything about files is behind `lib/mod.ts`.

import { FerryError } from "../../errors.ts";
import { bytesOfBinaryText, concatBytes } from "../../../ffi/c_string.ts";
import type { ErrorEvent, Summary } from "../../events.ts";
import type { RunOptions } from "../../mod.ts";
import { exitCodeOfError, exitCodeOfOutcome } from "../exit_codes.ts";
import { resolveFilters, resolvePaths } from "../list_inputs.ts";
import { checkOperands, nestingNotice } from "../operands.ts";
import { isAbort } from "../list_reader.ts";
import { jsonRefusal, summaryOfNothing } from "../screen/json.ts";
import type { ProgressMode } from "../screen/painter.ts";
import { Reporter } from "../screen/reporter.ts";
import type { Screen } from "../screen/terminal.ts";
import type { Settings } from "../settings.ts";
import { toBytes } from "../text.ts";
import { listenForStop } from "./signals.ts";

/** Milliseconds between progress events: ten drawings a second, or a line now and then. */
const PROGRESS_INTERVAL_MS: Readonly<Record<ProgressMode, number>> = {
  redraw: 100,
  plain: 1000,
  off: 0,
};

/**
 * Carries out a run and prints it.
 *
 * @param start calls `copy` or `mirror` with what all runs have in common
 * @returns the exit code
 * @throws {FerryError} if the run could not start
 */
export async function transfer(
  settings: Settings,
  screen: Screen,
  start: (common: RunOptions) => Promise<Summary>,
): Promise<number> {
  const reporter = new Reporter(settings, screen);
  using stop = listenForStop((code) => {
    screen.painter.close();
    Deno.exit(code);
  });
  const finish = (summary: Summary) => {
    const exitCode = exitCodeOfOutcome(summary.outcome, stop.received);
    reporter.summary(summary, exitCode);
    return exitCode;
  };
  for (const message of settings.notices) reporter.onEvent({ type: "notice", message });
  try {
    checkOperands(settings);
    const nesting = nestingNotice(settings);
    if (nesting !== null) reporter.onEvent({ type: "notice", message: nesting });
    const filters = await resolveFilters(settings, stop.signal);
    const { paths, missing } = await resolvePaths(settings, stop.signal);
    const errors = missing.map((path) => missingPath(settings, path));
    for (const error of errors) reporter.onEvent(error);
    return finish(withErrors(
      await start({
        ...settings.options,
        filters,
        onlyPaths: paths,
        onEvent: reporter.onEvent,
        signal: stop.signal,
        progressIntervalMs: PROGRESS_INTERVAL_MS[screen.progress],
      }),
      errors,
    ));
  } catch (error) {
    // A list was still being read.
    if (isAbort(error)) return finish(summaryOfNothing(settings, "cancelled"));
    if (settings.output.json && error instanceof FerryError) {
      screen.painter.out(jsonRefusal(settings, error, exitCodeOfError(error)));
    }
    throw error;
  }
}

/** What is said of a path that is listed and that SOURCE does not have. */
function missingPath({ command, sources: [source] }: Settings, path: string): ErrorEvent {
  return {
    type: "error",
    op: command === "verify" ? "verify" : "copy",
    path: concatBytes([toBytes(`${source.replace(/\/+$/, "")}/`), bytesOfBinaryText(path)]),
    syscall: null,
    code: "ENOENT",
    message: "listed in --files-from, but not there",
    fatal: false,
  };
}

/** The summary of a run before which something failed. */
function withErrors(summary: Summary, errors: readonly ErrorEvent[]): Summary {
  if (errors.length === 0) return summary;
  const { outcome } = summary;
  return {
    ...summary,
    outcome: outcome === "done" || outcome === "changed" ? "partial" : outcome,
    errorCount: summary.errorCount + errors.length,
    errors: [...errors, ...summary.errors],
  };
}
