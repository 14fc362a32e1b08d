// One run, and all that it tells of its progress: a recording, as JSON on standard output. bench/progress/progress_error.ts has it
// made of each kind of run and judges how well the time left is told; tests/cli/screen/recorded_runs/ keeps some.
//
//   deno run -A bench/progress/record_progress.ts COMMAND SOURCE DEST [OPTIONS AS JSON] > FILE

import { copy, mirror, move, type RunResult, verify } from "../../lib/mod.ts";
import type { CommonOptions } from "../../lib/library/options.ts";
import type { ProgressEvent } from "../../lib/events.ts";
import { NOTHING_DONE } from "../../lib/summary.ts";

/** Numbers of an event by their names, -1 for what is not known yet. */
type Moment = readonly number[];

/** A run's moments, and the time that it took. */
export interface Recording {
  readonly durationMs: number;
  readonly fields: readonly string[];
  readonly moments: readonly Moment[];
}

/** Milliseconds between two moments: as often as a terminal is drawn on. */
const INTERVAL_MS = 100;

const NO_PROGRESS: Omit<ProgressEvent, "type"> = {
  ...NOTHING_DONE,
  sourceEntries: 0,
  sourceFiles: 0,
  expectedFiles: 0,
  sourceBytes: 0,
  expectedBytes: 0,
  expectedLinks: 0,
  expectedDeletions: 0,
  expectedSourceRemovals: 0,
  filesToBuild: 0,
  oldRemoved: 0,
  expectedOldRemovals: 0,
  filesDone: 0,
  bytesDone: 0,
  threads: 0,
  expectedThreads: 0,
  countingMs: 0,
  durationMs: 0,
};

/** The events that a recording stands for. */
export function eventsOf({ fields, moments }: Recording): ProgressEvent[] {
  return moments.map((moment) => ({
    type: "progress",
    ...NO_PROGRESS,
    ...Object.fromEntries(fields.map((field, i) => [field, moment[i] < 0 ? null : moment[i]])),
  }));
}

/** The recording of some events: what was 0 in all of them is left out. */
function recordingOf(durationMs: number, events: readonly ProgressEvent[]): Recording {
  const numbers = events.map((event) =>
    Object.entries(event).filter(([, value]) => value === null || typeof value === "number")
      .map(([name, value]) => [name, Math.round(value ?? -1)] as const)
  );
  const fields = [
    ...new Set(numbers.flat().filter(([, value]) => value !== 0).map(([name]) => name)),
  ];
  const moments = numbers.map((moment) => {
    const byName = new Map(moment);
    return fields.map((field) => byName.get(field) ?? 0);
  });
  return { durationMs: Math.round(durationMs), fields, moments };
}

function start(
  command: string,
  source: string,
  dest: string,
  options: CommonOptions,
): Promise<RunResult> {
  switch (command) {
    case "copy":
      return copy(source, dest, options);
    case "mirror":
      return mirror(source, dest, options);
    case "move":
      return move(source, dest, options);
    case "verify":
      return verify(source, dest, options);
    default:
      throw new Error(`no command ${command}`);
  }
}

if (import.meta.main) {
  const [command, source, dest, options = "{}"] = Deno.args;
  const events: ProgressEvent[] = [];
  const { durationMs, outcome } = await start(command, source, dest, {
    ...JSON.parse(options),
    progressIntervalMs: INTERVAL_MS,
    onEvent(event) {
      if (event.type === "progress") events.push(event);
    },
  });
  if (outcome !== "done" && outcome !== "different") throw new Error(outcome);
  const { fields, moments, durationMs: took } = recordingOf(durationMs, events);
  console.log(
    `{"durationMs":${took},"fields":${JSON.stringify(fields)},"moments":[\n` +
      moments.map((moment) => JSON.stringify(moment)).join(",\n") + "\n]}",
  );
}
