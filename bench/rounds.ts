// Runs one workload: a warm-up of every program with a check of its target, then rounds in which every
// program runs once, in an order that changes with the round. The target is reset to the same state before
// every run.

import { dirname } from "@std/path";
import { countCalls, fileCalls, whyNotCounted } from "./calls.ts";
import { Interrupted } from "./cleanup.ts";
import { differences } from "./check.ts";
import { run } from "./command.ts";
import type { Contestant } from "./contestants.ts";
import type { Meter, Sample } from "./measure.ts";
import { FERRY, type Series } from "./outcome.ts";
import { memoryFor, touchMemory } from "./warm_memory.ts";
import type { Paths, Workload } from "./workloads/workload.ts";

/** How a workload is measured. */
export interface RunConfig {
  readonly meter: Meter;
  readonly runs: number;
  /** Whether rivals are checked, too, and ferry's calls counted. */
  readonly isThorough: boolean;
  /** For files of the meter; not on the file system under test. */
  readonly folder: string;
  /** The compiled touch_memory.c, or null. */
  readonly touchMemory: string | null;
}

/** A workload that is built. */
interface Built {
  readonly workload: Workload;
  readonly paths: Paths;
  /** Bytes of memory to be made ready before each run. */
  readonly memory: number;
}

/** The result of the check after the warm-up. */
interface CheckResult {
  readonly differences: number | null;
  readonly failure: string | null;
}

/** Differences that a message quotes. */
const QUOTED = 3;

/** Runs everything; the workload is built already. */
export async function runRounds(
  workload: Workload,
  paths: Paths,
  contestants: readonly Contestant[],
  config: RunConfig,
): Promise<{ series: Series[]; callsPerFile: number | null }> {
  const built = {
    workload,
    paths,
    memory: config.touchMemory === null ? 0 : memoryFor(paths, workload.files),
  };
  const verdicts = new Map<Contestant, CheckResult>();
  for (const contestant of contestants) {
    verdicts.set(contestant, await warmUp(built, contestant, config));
  }
  const passed = contestants.filter((contestant) => verdicts.get(contestant)!.failure === null);
  const samples = new Map<Contestant, Sample[]>(passed.map((contestant) => [contestant, []]));
  // Without ferry there is nothing to compare.
  const canCompare = verdicts.get(contestants[0])!.failure === null;
  const runs = canCompare ? Math.max(config.runs, workload.fewestRuns ?? 0) : 0;
  for (let round = 0; round < runs; round++) {
    for (const program of orderOfRound(passed.length, round)) {
      const contestant = passed[program];
      samples.get(contestant)!.push(await oneRun(built, contestant, config));
    }
  }
  return {
    series: contestants.map((contestant) => ({
      program: contestant.name,
      command: contestant.command,
      comparedWith: contestant.comparedWith,
      samples: samples.get(contestant) ?? [],
      ...verdicts.get(contestant)!,
    })),
    callsPerFile: canCompare && config.isThorough
      ? await callsPerFile(workload, paths, contestants[0], config.folder)
      : null,
  };
}

/**
 * The order of the programs in a round: a Williams design, in which each program follows each other one
 * equally often over as many rounds as there are programs. What a program leaves behind in a file system
 * (fragments, caches, a busy journal) can cost the next one twice its time. An odd number of programs is
 * planned with one more, whose turns are left out.
 *
 * @returns numbers of programs from 0, each once
 */
export function orderOfRound(programs: number, round: number): number[] {
  const places = programs + programs % 2;
  return Array.from({ length: places }, (_, turn) => {
    const zigzag = turn % 2 === 0 ? places - turn / 2 : (turn + 1) / 2;
    return (zigzag + round) % places;
  }).filter((program) => program < programs);
}

async function oneRun(
  { workload, paths, memory }: Built,
  contestant: Contestant,
  { meter, touchMemory: program }: RunConfig,
): Promise<Sample> {
  await workload.reset(paths);
  await syncFileSystems(paths);
  if (program !== null && memory > 0) await touchMemory(program, memory);
  return await meter.measure(contestant);
}

async function warmUp(
  built: Built,
  contestant: Contestant,
  config: RunConfig,
): Promise<CheckResult> {
  const { workload, paths } = built;
  const isFerry = contestant.comparedWith === null;
  try {
    await oneRun(built, contestant, config);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { differences: null, failure: (error as Error).message };
  }
  if (!isFerry && !config.isThorough) return { differences: null, failure: null };
  const found = await differences(paths, workload.work === "file");
  if (isFerry) found.push(...await workload.alsoCheck?.(paths) ?? []);
  // A rival, or a ferry with flags to preserve less, may leave differences, which the table names; ferry
  // with the flags of the workload may leave none.
  const mustBeEqual = contestant.name === FERRY && found.length > 0;
  return {
    differences: found.length,
    failure: mustBeEqual ? `wrong result: ${found.slice(0, QUOTED).join("; ")}` : null,
  };
}

async function callsPerFile(
  workload: Workload,
  paths: Paths,
  { command }: Contestant,
  folder: string,
): Promise<number | null> {
  if (whyNotCounted()) return null;
  await workload.reset(paths);
  return fileCalls(await countCalls(command, folder)) / workload.files;
}

/** Writes dirty pages, so that none are written during the next run. */
async function syncFileSystems({ source, target }: Paths): Promise<void> {
  const folders = new Set([dirname(source), dirname(target)]);
  if (Deno.build.os === "linux") await run("sync", "-f", ...folders);
  else if (Deno.build.os !== "windows") await run("sync");
}
