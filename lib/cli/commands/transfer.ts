// What all runs have in common: from settings to a finished run, printed, with its exit code.

import { FerryError } from "../../errors.ts";
import { bytesOfBinaryText, concatBytes } from "../../../ffi/c_string.ts";
import type { ErrorEvent } from "../../events.ts";
import type { Summary } from "../../summary.ts";
import { shardOfPath } from "../../plan/shard_owner.ts";
import type { RunOptions } from "../../library/request.ts";
import { EXIT, exitCodeOfOutcome } from "../exit_codes.ts";
import { resolveFilters, resolvePaths } from "../lists/list_inputs.ts";
import { checkOperands, nestingNotice } from "../arguments/operands.ts";
import { isAbort } from "../lists/list_reader.ts";
import { needsFiles, RunFiles } from "../screen/run_files.ts";
import { failureLines, noticeLine } from "../screen/lines.ts";
import { summaryOfNothing } from "../screen/json.ts";
import type { ProgressMode } from "../screen/painter.ts";
import { Reporter } from "../screen/reporter.ts";
import type { Screen } from "../screen/terminal.ts";
import type { Settings } from "../settings.ts";
import { toBytes } from "../text.ts";
import { listenForStop } from "./signals.ts";

/**
 * Milliseconds between progress events, ten drawings a second or a line now and then; and whether the source is counted
 * for them, which reads it once more: only where someone looks, or has asked.
 */
const PROGRESS: Readonly<
  Record<ProgressMode, Required<Pick<RunOptions, "progressIntervalMs" | "countsSource">>>
> = {
  redraw: { progressIntervalMs: 100, countsSource: true },
  plain: { progressIntervalMs: 1000, countsSource: true },
  unasked: { progressIntervalMs: 1000, countsSource: false },
  json: { progressIntervalMs: 1000, countsSource: true },
  off: { progressIntervalMs: 0, countsSource: false },
};

/**
 * Carries out a run and prints it.
 *
 * @param start begins the command's run, with what all runs have in common
 * @returns the exit code
 * @throws {FerryError} if the run could not start
 */
export async function transfer(
  settings: Settings,
  screen: Screen,
  start: (common: RunOptions) => Promise<Summary>,
): Promise<number> {
  const files = needsFiles(settings) ? new RunFiles(settings) : null;
  const reporter = new Reporter(settings, screen, files);
  using stop = listenForStop((code) => {
    screen.painter.close();
    files?.flush();
    Deno.exit(code);
  });
  const finish = (summary: Summary) => {
    const exitCode = exitCodeOfOutcome(summary.outcome, stop.received);
    reporter.summary(summary, exitCode);
    return endFiles(files, screen, exitCode);
  };
  for (const message of settings.notices) reporter.onEvent({ type: "notice", message });
  try {
    const asking = await prepare(settings, reporter);
    const filters = await resolveFilters(settings, stop.signal);
    const { paths, missing } = await resolvePaths(settings, stop.signal);
    const common = {
      ...settings.options,
      filters,
      onlyPaths: paths,
      onEvent: reporter.onEvent,
      signal: stop.signal,
      ...PROGRESS[screen.progress],
      ownFiles: files?.ownFiles ?? [],
    };
    const preview = (changed: Partial<RunOptions>) => start({ ...common, ...changed });
    const limits = await asking?.confirm({ settings, screen, reporter }, preview, stop.signal);
    if (limits?.ended) return finish(limits.ended);
    const errors = missing.filter((path) => isOwnPath(settings, path))
      .map((path) => missingPath(settings, path));
    for (const error of errors) reporter.onEvent(error);
    const summary = withErrors(await start({ ...common, ...limits?.options }), errors);
    if (settings.history) await (await import("../history.ts")).remember(settings, summary);
    return finish(summary);
  } catch (error) {
    // A list was still being read.
    if (isAbort(error)) return finish(summaryOfNothing(settings, "cancelled"));
    endRefused(error, files);
    throw error;
  }
}

/** Checks what was typed; gives what asks before the run, where that is wanted. */
async function prepare(settings: Settings, reporter: Reporter) {
  checkOperands(settings);
  const asks = settings.confirm && !settings.options.dryRun;
  const asking = asks ? await import("./confirm.ts") : null;
  asking?.checkTerminal();
  const nesting = nestingNotice(settings);
  if (nesting !== null) reporter.onEvent({ type: "notice", message: nesting });
  return asking;
}

/** Tells the files why the run has no summary; people and programs are told by whoever catches the error. */
function endRefused(error: unknown, files: RunFiles | null): void {
  if (error instanceof FerryError && error.kind === "usage") return files?.discard();
  files?.stopped(error instanceof Error ? error.message : String(error));
  files?.end(false);
}

/** Closes the files that the run has written beside its target; the exit code, which is 1 where that fails. */
function endFiles(files: RunFiles | null, { painter, stderr }: Screen, exitCode: number): number {
  if (files === null) return exitCode;
  const { failures, notices } = files.end(true);
  for (const message of notices) painter.err(noticeLine({ type: "notice", message }, stderr));
  for (const failure of failures) painter.err(failureLines(failure, null, stderr));
  const isLost = failures.length > 0 && (exitCode === EXIT.done || exitCode === EXIT.changed);
  return isLost ? EXIT.partial : exitCode;
}

/** Whether this run is the one of several that tells of a path. */
function isOwnPath({ options: { shard } }: Settings, path: string): boolean {
  return shard === null || shardOfPath(bytesOfBinaryText(path), shard.count) === shard.index;
}

/** What is said of a path that is listed and that SOURCE does not have. */
function missingPath({ command, sources: [source] }: Settings, path: string): ErrorEvent {
  return {
    type: "error",
    op: command === "verify" ? "verify" : "copy",
    path: concatBytes([toBytes(`${source.replace(/\/+$/, "")}/`), bytesOfBinaryText(path)]),
    entry: bytesOfBinaryText(path),
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
