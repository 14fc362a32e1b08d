// One timed run of one program. Processor time and peak memory need the resource usage of a child, which
// Deno does not give: the stopwatch compiled from C does, else bash and time(1), on Windows the kernel.

import { type Command, failureOf, findProgram, outputOf } from "../command.ts";
import { windowsMeter } from "./measure_windows.ts";
import type { Meter, Sample, Task } from "./meter.ts";

const KIB = 1024;
const MS_PER_S = 1000;
const US_PER_MS = 1000;
const NS_PER_MS = 1_000_000;
/** bash's `time` writes into $0, past the stderr of the command. */
const BASH_TIME = `TIMEFORMAT='%3R %3U %3S'; { time "$@" 2>&3; } 3>&2 2>"$0"`;

/**
 * Chooses the most exact meter that this machine has.
 *
 * @param stopwatch the compiled one, or null
 * @param folder for the file that a meter writes
 */
export async function chooseMeter(stopwatch: string | null, folder: string): Promise<Meter> {
  if (Deno.build.os === "windows") return windowsMeter();
  const result = `${folder}/measured.txt`;
  if (stopwatch) return stopwatchMeter(stopwatch, result);
  const bash = findProgram("bash");
  return bash ? await bashMeter(bash, findProgram("time"), result) : wallClock;
}

function stopwatchMeter(stopwatch: string, result: string): Meter {
  return {
    name: "bench/native/stopwatch.c (wait4: wall to 1 µs, user, sys, peak memory)",
    async measure(task) {
      await succeed([stopwatch, result, ...task.command], task);
      const [wallNs, userUs, sysUs, peakBytes] = numbersIn(result);
      return sample(wallNs / NS_PER_MS, userUs / US_PER_MS, sysUs / US_PER_MS, peakBytes);
    },
  };
}

/**
 * Measures wall, user and system time by bash, and peak memory where time(1) measures it.
 *
 * @param time the path of time(1), or null
 * @param result the file that the figures of a run are written to
 */
export async function bashMeter(
  bash: string,
  time: string | null,
  result: string,
): Promise<Meter> {
  const peak = time === null ? null : await choosePeakMeter(time, `${result}.peak`);
  return {
    name: `bash time (wall, user, sys to 1 ms)${peak ? ", time(1) (peak memory)" : ""}`,
    async measure(task) {
      const command = [bash, "-c", BASH_TIME, result, ...peak?.prefix ?? [], ...task.command];
      const stderr = await succeed(command, task);
      const [wallS, userS, sysS] = numbersIn(result);
      const peakBytes = peak?.read(stderr) ?? null;
      return sample(wallS * MS_PER_S, userS * MS_PER_S, sysS * MS_PER_S, peakBytes);
    },
  };
}

/** Measures the peak memory of a command by time(1). */
interface PeakMeter {
  readonly prefix: readonly string[];
  /** Bytes, or null; `stderr` is that of the command. */
  read(stderr: string): number | null;
}

/** GNU's time(1) counts in KiB and writes into a file, Apple's in bytes and on stderr. */
async function choosePeakMeter(time: string, result: string): Promise<PeakMeter | null> {
  const gnu: PeakMeter = {
    prefix: [time, "-o", result, "-f", "%M"],
    read: () => numbersIn(result).at(-1)! * KIB,
  };
  const apple: PeakMeter = {
    prefix: [time, "-l"],
    read: (stderr) => Number(/(\d+)\s+maximum resident set size/.exec(stderr)?.[1] ?? NaN) || null,
  };
  for (const meter of [gnu, apple]) {
    const { code, stderr } = await outputOf([...meter.prefix, "true"]);
    if (code === 0 && meter.read(stderr)) return meter;
  }
  return null;
}

const wallClock: Meter = {
  name: "wall clock only (no C compiler and no bash)",
  async measure(task) {
    const start = performance.now();
    await succeed(task.command, task);
    return sample(performance.now() - start, null, null, null);
  },
};

function sample(
  wallMs: number,
  userMs: number | null,
  sysMs: number | null,
  peakBytes: number | null,
): Sample {
  return { wallMs, userMs, sysMs, peakBytes };
}

/** Runs a task inside another command; gives its stderr. */
async function succeed(command: Command, task: Task): Promise<string> {
  const output = await outputOf(command);
  if (output.code >= (task.failsFrom ?? 1)) throw new Error(failureOf(task.command, output));
  return output.stderr;
}

function numbersIn(path: string): number[] {
  return Deno.readTextFileSync(path).trim().split(/\s+/).map(Number);
}
