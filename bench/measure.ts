// One timed run of one program. Processor time and peak memory need the resource usage of a child,
// which Deno does not give: the stopwatch compiled from C does, else GNU time, else only the wall clock.

import { type Command, failureOf, findProgram, outputOf } from "./command.ts";

/** What one run cost; null is "could not be measured here". */
export interface Sample {
  readonly wallMs: number;
  readonly userMs: number | null;
  readonly sysMs: number | null;
  /** Resident memory at its highest; of a program with children that of the largest. */
  readonly peakBytes: number | null;
}

/** The instrument, and how the output names it. */
export interface Meter {
  readonly name: string;
  /** @throws {Error} if the command fails */
  measure(command: Command): Promise<Sample>;
}

const KIB = 1024;
const MS_PER_S = 1000;
const US_PER_MS = 1000;
const NS_PER_MS = 1_000_000;

/**
 * @param stopwatch the compiled one, or null
 * @param folder where results lie between two runs
 */
export function chooseMeter(stopwatch: string | null, folder: string): Meter {
  const result = `${folder}/stopwatch.txt`;
  if (stopwatch) {
    return {
      name: "bench/stopwatch.c (wait4: wall to 1 µs, user, sys, peak memory)",
      measure: async (command) => {
        await succeed([stopwatch, result, ...command], command);
        const [wallNs, userUs, sysUs, peakKib] = numbersIn(result);
        return sample(wallNs / NS_PER_MS, userUs / US_PER_MS, sysUs / US_PER_MS, peakKib * KIB);
      },
    };
  }
  const time = findProgram("time");
  if (time) {
    return {
      name: "GNU time (user and sys to 10 ms, peak memory); wall by this program",
      measure: async (command) => {
        const wallMs = await clocked([time, "-o", result, "-f", "%U %S %M", ...command], command);
        const [userS, sysS, peakKib] = numbersIn(result);
        return sample(wallMs, userS * MS_PER_S, sysS * MS_PER_S, peakKib * KIB);
      },
    };
  }
  return {
    name: "wall clock only (no C compiler and no GNU time)",
    measure: async (command) => sample(await clocked(command, command), null, null, null),
  };
}

function sample(
  wallMs: number,
  userMs: number | null,
  sysMs: number | null,
  peakBytes: number | null,
): Sample {
  return { wallMs, userMs, sysMs, peakBytes };
}

async function clocked(command: Command, named: Command): Promise<number> {
  const start = performance.now();
  await succeed(command, named);
  return performance.now() - start;
}

async function succeed(command: Command, named: Command): Promise<void> {
  const output = await outputOf(command);
  if (output.code !== 0) throw new Error(failureOf(named, output));
}

function numbersIn(path: string): number[] {
  return Deno.readTextFileSync(path).trim().split(/\s+/).map(Number);
}
