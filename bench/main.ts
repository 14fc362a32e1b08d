// `deno task bench`: measures ferry against its rivals, prints a table for each file system, keeps the
// raw results and, with --gate, fails where a target is missed. See --help.

import { catchSignals, cleanUp, Interrupted } from "./cleanup.ts";
import { whyNotChecked } from "./check.ts";
import type { RivalSet } from "./contestants.ts";
import { runCounts } from "./counts.ts";
import { ferryName, findFerry } from "./ferry.ts";
import { FILE_SYSTEMS, type FileSystem, privateFolder, whyUnavailable } from "./file_systems.ts";
import { gate } from "./gate.ts";
import { describe } from "./judge.ts";
import { BUSY_LOAD, describeMachine, thisMachine } from "./machine.ts";
import { chooseMeter } from "./measure.ts";
import { compileNative } from "./native.ts";
import { type BenchOptions, FEWEST_RUNS, parseOptions, USAGE } from "./options.ts";
import { report } from "./report.ts";
import { type Result, save, withoutPaths } from "./results.ts";
import { findRivals, type FoundRivals, type Rival } from "./find_rivals.ts";
import { runSuite } from "./suite.ts";
import { chooseWorkloads } from "./workloads/mod.ts";

const QUICK_FILE_SYSTEMS: readonly string[] = ["tmpfs", "ext4"];
const USAGE_ERROR = 2;

Deno.exit(await main());

async function main(): Promise<number> {
  catchSignals();
  try {
    const options = parseOptions(Deno.args);
    switch (options.action) {
      case "help":
        console.log(USAGE);
        return 0;
      case "report":
        return report();
      case "counts":
        return await runCounts(options.ferry);
      case "run":
        return await bench(options);
    }
  } catch (error) {
    console.error(`bench: ${(error as Error).message}`);
    return error instanceof Interrupted ? error.exitCode : USAGE_ERROR;
  } finally {
    await cleanUp();
  }
}

async function bench(options: BenchOptions): Promise<number> {
  const { scale, runs } = options;
  const started = new Date();
  const workloads = chooseWorkloads(options);
  const { chosen, leftOut } = chooseFileSystems(options);
  const ferry = await findFerry(options.ferry);
  const folder = privateFolder();
  const native = await compileNative(folder);
  const found = await findRivals(native);
  const meter = chooseMeter(native.stopwatch, folder);
  const unchecked = whyNotChecked();
  const missing = [
    ...found.missing,
    ...leftOut,
    ...(unchecked ? [`checks: ${unchecked}`] : []),
    ...(native.touchMemory ? [] : ["memory made ready before large runs: no C compiler"]),
  ];
  const machine = await thisMachine();

  console.log(`program under test: ${ferryName(ferry)}, commit ${machine.commit}`);
  console.log(`machine: ${describeMachine(machine)}, deno ${machine.deno}`);
  if (machine.load > BUSY_LOAD) console.log(`WARNING: the load is ${machine.load}; not idle`);
  console.log(`measured by: ${meter.name}`);
  console.log(`method: one warm-up, then ${runs} interleaved runs each; paired ratios; warm cache`);
  for (const [name, version] of Object.entries(found.versions)) {
    console.log(`  ${name}: ${version}`);
  }
  for (const name of missing) console.log(`  missing: ${name}`);

  const { outcomes, judgements } = await runSuite({
    workloads,
    fileSystems: chosen,
    lineup: { ferry, rivals: chooseRivals(options, found), rivalSet: rivalSetOf(options) },
    config: {
      meter,
      runs,
      isThorough: !scale.isQuick && !options.isGate,
      folder,
      touchMemory: native.touchMemory,
    },
    isJudged: scale.shrink === 1,
  });
  saveIfComplete(options, {
    format: 1,
    date: started.toISOString(),
    scale: scale.isQuick ? "quick" : "full",
    runs,
    ferry: ferryName(ferry),
    isCompiled: ferry.isCompiled,
    machine,
    meter: meter.name,
    versions: found.versions,
    missing,
    outcomes: outcomes.map((outcome) => withoutPaths(outcome, folder)),
  });
  console.log(`took ${Math.round((Date.now() - started.getTime()) / 1000)} s`);
  if (scale.shrink > 1) leftOut.push("the targets, because the sizes were shrunk");
  if (options.isGate) return gate(outcomes, judgements, runs, leftOut);
  for (const judgement of judgements) {
    if (judgement.verdict !== "ok") console.log(`${judgement.verdict}: ${describe(judgement)}`);
  }
  return 0;
}

/** A rival that was asked for by name need not be one that a target names. */
function rivalSetOf({ isGate, rivals, scale }: BenchOptions): RivalSet {
  if (isGate && rivals.length === 0) return "targets";
  return scale.isQuick ? "usual" : "all";
}

function chooseRivals({ rivals }: BenchOptions, found: FoundRivals): readonly Rival[] {
  const unknown = rivals.filter((name) => !found.rivals.some((rival) => rival.name === name));
  if (unknown.length > 0) throw new Error(`no rival ${unknown} here`);
  return rivals.length > 0
    ? found.rivals.filter(({ name }) => rivals.includes(name))
    : found.rivals;
}

function chooseFileSystems(options: BenchOptions): { chosen: FileSystem[]; leftOut: string[] } {
  const known = FILE_SYSTEMS.map(({ name }) => name);
  const unknown = options.fileSystems.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no file system ${unknown}; there are ${known}`);
  const byScale = options.scale.isQuick ? QUICK_FILE_SYSTEMS : known;
  const names = options.fileSystems.length > 0 ? options.fileSystems : byScale;
  const wanted = FILE_SYSTEMS.filter(({ name }) => names.includes(name));
  const chosen = wanted.filter((fileSystem) => whyUnavailable(fileSystem) === null);
  return { chosen, leftOut: wanted.map(whyUnavailable).filter((reason) => reason !== null) };
}

/** A part of a full run is kept like the whole: the report takes the newest of each workload. */
function saveIfComplete(options: BenchOptions, result: Result): void {
  const choices = [options.only, options.rivals, options.fileSystems];
  const isPartial = options.isScaling || choices.some((names) => names.length > 0);
  if (isPartial && options.scale.isQuick) console.log("\nnot kept: a part of a quick run");
  else if (options.runs < FEWEST_RUNS || options.scale.shrink > 1) {
    console.log("\nnot kept: too few runs, or shrunk");
  } else {
    console.log(`\nkept: bench/results/${save(result)}`);
  }
}
