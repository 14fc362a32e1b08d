// Runs one workload: a warm-up of every program with a check of its target, then rounds in which every
// program runs once, in an order that changes with the round. The target is reset to the same state before
// every run.

import { dirname } from "@std/path";
import { countCalls, fileCalls, whyNotCounted } from "./calls.ts";
import { Interrupted } from "../cleanup.ts";
import { differences } from "./check.ts";
import { run } from "../command.ts";
import type { Contestant } from "../rivals/contestants.ts";
import type { Meter, Sample } from "./meter.ts";
import type { Series } from "./outcome.ts";
import { memoryFor, touchMemory } from "./warm_memory.ts";
import type { Paths, Workload } from "../workloads/workload.ts";

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
export interface Built {
  readonly workload: Workload;
  /** As the benchmark itself reaches the trees. */
  readonly paths: Paths;
  /** See `FreshFolder`. */
  forget(): Promise<void>;
}

/** What is the same before each run. */
interface Preparation extends Built {
  /** Bytes of memory to be made ready. */
  readonly memory: number;
}

/** The result of the check after the warm-up. */
interface CheckResult {
  readonly differences: number | null;
  readonly failure: string | null;
}

/** Differences that a message quotes. */
const QUOTED = 3;

/** Runs everything. */
export async function runRounds(
  built: Built,
  contestants: readonly Contestant[],
  config: RunConfig,
): Promise<{ series: Series[]; callsPerFile: number | null }> {
  const { workload, paths } = built;
  const memory = config.touchMemory === null ? 0 : memoryFor(paths, workload.files);
  const prepared: Preparation = { ...built, memory };
  const verdicts = new Map<Contestant, CheckResult>();
  for (const contestant of contestants) {
    verdicts.set(contestant, await warmUp(prepared, contestant, config));
  }
  const passed = contestants.filter((contestant) => verdicts.get(contestant)!.failure === null);
  const samples = new Map<Contestant, Sample[]>(passed.map((contestant) => [contestant, []]));
  // Without ferry there is nothing to compare.
  const canCompare = verdicts.get(contestants[0])!.failure === null;
  const runs = canCompare ? runsOf(workload, config.runs) : 0;
  for (let round = 0; round < runs; round++) {
    for (const program of orderOfRound(passed.length, round)) {
      const contestant = passed[program];
      samples.get(contestant)!.push(await oneRun(prepared, contestant, config));
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
      ? await callsPerFile(built, contestants[0], config.folder)
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

function runsOf({ fewestRuns = 0, mostRuns = Infinity }: Workload, wanted: number): number {
  return Math.min(Math.max(wanted, fewestRuns), mostRuns);
}

async function oneRun(
  { workload, paths, memory, forget }: Preparation,
  contestant: Contestant,
  { meter, touchMemory: program }: RunConfig,
): Promise<Sample> {
  await workload.reset(paths);
  await syncFileSystems(paths);
  if (program !== null && memory > 0) await touchMemory(program, memory);
  await forget();
  return await meter.measure(contestant);
}

async function warmUp(
  prepared: Preparation,
  contestant: Contestant,
  config: RunConfig,
): Promise<CheckResult> {
  const { workload, paths } = prepared;
  const { check } = contestant;
  try {
    await oneRun(prepared, contestant, config);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { differences: null, failure: (error as Error).message };
  }
  if (check === "nothing" || check === "count" && !config.isThorough) {
    return { differences: null, failure: null };
  }
  const found = await differences(paths, workload.work === "file");
  if (check === "equal") found.push(...await workload.alsoCheck?.(paths) ?? []);
  const isWrong = check === "equal" && found.length > 0;
  return {
    differences: found.length,
    failure: isWrong ? `wrong result: ${found.slice(0, QUOTED).join("; ")}` : null,
  };
}

async function callsPerFile(
  { workload, paths, forget }: Built,
  { command }: Contestant,
  folder: string,
): Promise<number | null> {
  if (whyNotCounted()) return null;
  await workload.reset(paths);
  await forget();
  return fileCalls(await countCalls(command, folder)) / workload.files;
}

/** Writes dirty pages, so that none are written during the next run. */
async function syncFileSystems({ source, target }: Paths): Promise<void> {
  const folders = new Set([dirname(source), dirname(target)]);
  if (Deno.build.os === "linux") await run("sync", "-f", ...folders);
  else if (Deno.build.os !== "windows") await run("sync");
}
