// The whole run: each workload on a fresh file system of each kind, its lines printed as soon as they
// are known. A workload that fails is an outcome like any other, never a gap in the table.

import { Interrupted } from "./cleanup.ts";
import { curves, formatCurve } from "./report/curves.ts";
import { chooseContestants, type Lineup } from "./rivals/contestants.ts";
import { FILE_SYSTEMS, type FileSystem } from "./storage/file_systems.ts";
import { judge, type Judgement } from "./report/judge.ts";
import type { Outcome } from "./measure/outcome.ts";
import { type RunConfig, runRounds } from "./measure/rounds.ts";
import { isMeasuredOn } from "./storage/storage.ts";
import { formatOutcome, heading } from "./report/table.ts";
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
      if (!isMeasuredOn(workload, fileSystem)) continue;
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
      async ({ own, shown, forget }) => {
        await workload.build(own);
        const contestants = chooseContestants(workload, shown, fileSystem, suite.lineup);
        return await runRounds({ workload, paths: own, forget }, contestants, suite.config);
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

/** The trees of a workload on new file systems. */
interface FreshTrees {
  /** As the benchmark itself reaches them, and as the programs do. */
  readonly own: Paths;
  readonly shown: Paths;
  forget(): Promise<void>;
}

async function onFreshFileSystem<T>(
  { sides = "both" }: Workload,
  fileSystem: FileSystem,
  folder: string,
  use: (trees: FreshTrees) => Promise<T>,
): Promise<T> {
  const under = await fileSystem.make(folder, "to");
  try {
    const other = sides === "both" ? under : await FILE_SYSTEMS[0].make(folder, "from");
    const [from, to] = sides === "source" ? [under, other] : [other, under];
    try {
      return await use({
        own: pathsIn(from.own ?? from.path, to.own ?? to.path),
        shown: pathsIn(from.path, to.path),
        forget: async () => await under.forget?.(),
      });
    } finally {
      if (other !== under) await other.remove();
    }
  } finally {
    await under.remove();
  }
}

function pathsIn(from: string, to: string): Paths {
  return { source: `${from}/source`, target: `${to}/target`, spare: `${to}/spare` };
}
