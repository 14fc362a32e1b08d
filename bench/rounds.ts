// One workload in one place: a warm-up of every program with a check of what it left, then rounds in
// which every program runs once, in an order that changes with the round. The target is put back into the
// same state before every run.

import { dirname } from "@std/path";
import { countCalls, fileCalls, whyNotCounted } from "./calls.ts";
import { Interrupted } from "./cleanup.ts";
import { differences, whyNotChecked } from "./check.ts";
import { run } from "./command.ts";
import type { Contestant } from "./contestants.ts";
import type { Meter, Sample } from "./measure.ts";
import { orderOfRound } from "./order.ts";
import { FERRY, type Series } from "./outcome.ts";
import { memoryFor, touchMemory } from "./warm_memory.ts";
import type { Place, Workload } from "./workloads/workload.ts";

/** How a workload is measured. */
export interface Manner {
  readonly meter: Meter;
  readonly runs: number;
  /** Whether rivals are checked too, and ferry's calls are counted. */
  readonly isThorough: boolean;
  /** Where files of the measuring itself lie; not on the file system under test. */
  readonly folder: string;
  /** What makes memory ready before a large run, or null. */
  readonly touchMemory: string | null;
}

/** A workload that is built. */
interface Built {
  readonly workload: Workload;
  readonly place: Place;
  /** Bytes of memory to be made ready before each run. */
  readonly memory: number;
}

/** What the check after the warm-up said. */
interface Verdict {
  readonly differences: number | null;
  readonly failure: string | null;
}

/** Differences that a message quotes. */
const QUOTED = 3;

/** Runs everything; the workload is built already. */
export async function runRounds(
  workload: Workload,
  place: Place,
  taking: readonly Contestant[],
  manner: Manner,
): Promise<{ series: Series[]; callsPerFile: number | null }> {
  const built = { workload, place, memory: await memoryFor(place, workload.files) };
  const verdicts = new Map<Contestant, Verdict>();
  for (const contestant of taking) {
    verdicts.set(contestant, await warmUp(built, contestant, manner));
  }
  const fit = taking.filter((contestant) => verdicts.get(contestant)!.failure === null);
  const samples = new Map<Contestant, Sample[]>(fit.map((contestant) => [contestant, []]));
  // Without ferry there is nothing to compare with.
  const isWorthIt = verdicts.get(taking[0])!.failure === null;
  const runs = isWorthIt ? Math.max(manner.runs, workload.fewestRuns ?? 0) : 0;
  for (let round = 0; round < runs; round++) {
    for (const program of orderOfRound(fit.length, round)) {
      const contestant = fit[program];
      samples.get(contestant)!.push(await oneRun(built, contestant, manner));
    }
  }
  return {
    series: taking.map((contestant) => ({
      program: contestant.name,
      command: contestant.command,
      comparedWith: contestant.comparedWith,
      samples: samples.get(contestant) ?? [],
      ...verdicts.get(contestant)!,
    })),
    callsPerFile: isWorthIt && manner.isThorough
      ? await callsPerFile(workload, place, taking[0], manner.folder)
      : null,
  };
}

async function oneRun(
  { workload, place, memory }: Built,
  { command }: Contestant,
  { meter, touchMemory: program }: Manner,
): Promise<Sample> {
  await workload.reset(place);
  await settle(place);
  if (program !== null && memory > 0) await touchMemory(program, memory);
  return await meter.measure(command);
}

async function warmUp(built: Built, contestant: Contestant, manner: Manner): Promise<Verdict> {
  const { workload, place } = built;
  const isFerry = contestant.comparedWith === null;
  try {
    await oneRun(built, contestant, manner);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { differences: null, failure: (error as Error).message };
  }
  if (whyNotChecked() || (!isFerry && !manner.isThorough)) {
    return { differences: null, failure: null };
  }
  const complaints = await differences(place, workload.work === "file");
  if (isFerry) complaints.push(...await workload.alsoCheck?.(place) ?? []);
  // What a rival, or a ferry told to keep less, leaves different is said in the table; ferry's own
  // copy has to be equal.
  const mustBeEqual = contestant.name === FERRY && complaints.length > 0;
  return {
    differences: complaints.length,
    failure: mustBeEqual ? `wrong result: ${complaints.slice(0, QUOTED).join("; ")}` : null,
  };
}

async function callsPerFile(
  workload: Workload,
  place: Place,
  { command }: Contestant,
  folder: string,
): Promise<number | null> {
  if (whyNotCounted()) return null;
  await workload.reset(place);
  return fileCalls(await countCalls(command, folder)) / workload.files;
}

/** Nobody's unwritten pages are written during another one's run. */
async function settle({ source, target }: Place): Promise<void> {
  const folders = new Set([dirname(source), dirname(target)]);
  await run("sync", "-f", ...folders);
}
