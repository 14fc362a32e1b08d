// The whole run: each workload on a fresh file system of each kind, its lines printed as soon as they
// are known. A workload that fails is an outcome like any other, never a gap in the table.

import { Interrupted } from "./cleanup.ts";
import { curves, formatCurve } from "./curves.ts";
import { chooseContestants, type Lineup } from "./contestants.ts";
import { FILE_SYSTEMS, type FileSystem } from "./file_systems.ts";
import { judge, type Judgement } from "./judge.ts";
import type { Outcome } from "./outcome.ts";
import { type RunConfig, runRounds } from "./rounds.ts";
import { formatOutcome, heading } from "./table.ts";
import { type Paths, size, type Workload } from "./workloads/workload.ts";

const ROOM_FOR_BOTH = 2.2;

/** What is to be measured, and how. */
export interface Suite {
  readonly workloads: readonly Workload[];
  readonly fileSystems: readonly FileSystem[];
  readonly lineup: Lineup;
  readonly config: RunConfig;
  /** Whether results are compared with the targets, which are meant for full sizes on RAM. */
  readonly isJudged: boolean;
}

/** Runs everything and prints the tables on the way. */
export async function runSuite(
  suite: Suite,
): Promise<{ outcomes: Outcome[]; judgements: Judgement[] }> {
  const outcomes: Outcome[] = [];
  for (const fileSystem of suite.fileSystems) {
    console.log(heading(fileSystem.name));
    for (const workload of suite.workloads) {
      if (workload.fileSystems && !workload.fileSystems.includes(fileSystem.name)) continue;
      const outcome = await measure(workload, fileSystem, suite);
      outcomes.push(outcome);
      const own = judgeAll(outcomes, suite).filter((one) =>
        one.target.workload === workload.name && one.fileSystem === fileSystem.name
      );
      console.log(formatOutcome(outcome, own));
    }
  }
  for (const curve of curves(outcomes)) console.log(`\n${formatCurve(curve)}`);
  return { outcomes, judgements: judgeAll(outcomes, suite) };
}

function judgeAll(outcomes: readonly Outcome[], { lineup, isJudged }: Suite): Judgement[] {
  return isJudged ? judge(outcomes, lineup.ferry.isCompiled) : [];
}

async function measure(workload: Workload, fileSystem: FileSystem, suite: Suite): Promise<Outcome> {
  const base = {
    workload: workload.name,
    title: workload.title,
    fileSystem: fileSystem.name,
    files: workload.files,
    curve: workload.curve,
    needsCompiled: workload.needsCompiled ?? false,
  };
  const shortage = spaceShortage(workload, fileSystem);
  if (shortage) return { ...base, series: [], callsPerFile: null, tookMs: 0, failure: shortage };
  const start = performance.now();
  const tookMs = () => Math.round(performance.now() - start);
  try {
    const result = await onFreshFileSystem(
      workload,
      fileSystem,
      suite.config.folder,
      async (paths) => {
        await workload.build(paths);
        const contestants = chooseContestants(workload, paths, fileSystem, suite.lineup);
        return await runRounds(workload, paths, contestants, suite.config);
      },
    );
    return { ...base, ...result, tookMs: tookMs(), failure: null };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const failure = (error as Error).message;
    return { ...base, series: [], callsPerFile: null, tookMs: tookMs(), failure };
  }
}

/** A message if source, target and a tenth more do not fit, or null. */
function spaceShortage({ room }: Workload, fileSystem: FileSystem): string | null {
  const free = fileSystem.freeBytes?.();
  const needed = ROOM_FOR_BOTH * room;
  if (free === undefined || free > needed) return null;
  return `needs ${size(needed)}, where ${size(free)} are free`;
}

async function onFreshFileSystem<T>(
  { crossesFileSystems }: Workload,
  fileSystem: FileSystem,
  folder: string,
  use: (paths: Paths) => Promise<T>,
): Promise<T> {
  const to = await fileSystem.make(folder, "to");
  try {
    const from = crossesFileSystems ? await FILE_SYSTEMS[0].make(folder, "from") : to;
    try {
      return await use({
        source: `${from.path}/source`,
        target: `${to.path}/target`,
        spare: `${to.path}/spare`,
      });
    } finally {
      if (from !== to) await from.remove();
    }
  } finally {
    await to.remove();
  }
}
