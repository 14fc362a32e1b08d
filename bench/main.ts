// `deno task bench`: measures ferry against its rivals, prints a table for each file system, keeps the
// raw results and, with --gate, fails where a target is missed. See --help.

import { catchSignals, cleanUp, Interrupted } from "./cleanup.ts";
import { notChecked } from "./measure/check.ts";
import { isFolder, RESULTS, ROOT } from "./clone.ts";
import type { RivalSet } from "./rivals/contestants.ts";
import { runCounts } from "./counts.ts";
import { findEmptyProgram, findLeastTree } from "./rivals/programs_beside.ts";
import { type Ferry, ferryName, findFerry } from "./rivals/ferry.ts";
import { gate } from "./report/gate.ts";
import { describe } from "./report/judge.ts";
import { BUSY_LOAD, describeMachine, type Machine, thisMachine } from "./report/machine.ts";
import { chooseMeter } from "./measure/measure.ts";
import type { Meter } from "./measure/meter.ts";
import { compileNative, type NativeTools } from "./native/native.ts";
import { type BenchOptions, FEWEST_RUNS, parseOptions, USAGE } from "./options.ts";
import { report } from "./report/report.ts";
import { nameOf, type Result, save, withoutPaths } from "./report/results.ts";
import { findRivals, type FoundRivals, type Rival } from "./rivals/find_rivals.ts";
import { runStart } from "./start.ts";
import { chooseStorage } from "./storage/storage.ts";
import { runSuite } from "./suite.ts";

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
      case "start":
        return await runStart(options);
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
  const ferry = await findFerry(options.ferry);
  const storage = await chooseStorage(options);
  const { folder, leftOut } = storage;
  const native = await compileNative(folder);
  const found = await findRivals(
    native,
    storage.description === null ? null : folder,
    findLeastTree(ferry),
  );
  const meter = await chooseMeter(native.stopwatch, folder);
  const machine = await thisMachine();
  const missing = [...found.missing, ...leftOut, ...missingParts(native)];
  introduce({ ferry, machine, meter, found, missing, runs });

  const { outcomes, judgements } = await runSuite({
    workloads: storage.workloads,
    fileSystems: storage.fileSystems,
    lineup: {
      ferry,
      rivals: chooseRivals(options, found),
      rivalSet: rivalSetOf(options),
      emptyProgram: findEmptyProgram(ferry),
    },
    config: {
      meter,
      runs,
      isThorough: options.folder !== null || !scale.isQuick && !options.isGate,
      folder,
      touchMemory: native.touchMemory,
    },
    isJudged: scale.shrink === 1 && storage.description === null,
  });
  const folders = [folder, ...storage.fileSystems.flatMap(({ parent }) => parent ?? [])];
  saveIfComplete(options, {
    format: 1,
    date: started.toISOString(),
    scale: scale.isQuick ? "quick" : "full",
    runs,
    ferry: ferryName(ferry),
    isCompiled: ferry.isCompiled,
    machine,
    ...(storage.description === null ? {} : { storage: storage.description }),
    meter: meter.name,
    versions: found.versions,
    missing,
    outcomes: outcomes.map((outcome) => withoutPaths(outcome, folders, ferry.command[0])),
  });
  console.log(`took ${Math.round((Date.now() - started.getTime()) / 1000)} s`);
  if (scale.shrink > 1) leftOut.push("the targets, because the sizes were shrunk");
  if (options.isGate) return gate(outcomes, judgements, runs, leftOut);
  for (const judgement of judgements) {
    if (judgement.verdict !== "ok") console.log(`${judgement.verdict}: ${describe(judgement)}`);
  }
  return 0;
}

function missingParts(native: NativeTools): string[] {
  const unchecked = notChecked();
  const hasWarmMemory = native.touchMemory !== null || Deno.build.os !== "linux";
  return [
    ...(unchecked ? [`checks: ${unchecked}`] : []),
    ...(hasWarmMemory ? [] : ["memory made ready before large runs: no C compiler"]),
  ];
}

interface Introduction {
  readonly ferry: Ferry;
  readonly machine: Machine;
  readonly meter: Meter;
  readonly found: FoundRivals;
  readonly missing: readonly string[];
  readonly runs: number;
}

/** Prints what will be measured, on which machine and how. */
function introduce({ ferry, machine, meter, found, missing, runs }: Introduction): void {
  console.log(`program under test: ${ferryName(ferry)}, commit ${machine.commit}`);
  console.log(`machine: ${describeMachine(machine)}, deno ${machine.deno}`);
  if (machine.load > BUSY_LOAD) console.log(`WARNING: the load is ${machine.load}; not idle`);
  console.log(`measured by: ${meter.name}`);
  console.log(
    `method: one warm-up, then ${runs} interleaved runs each; paired ratios; warm caches`,
  );
  for (const [name, version] of Object.entries(found.versions)) {
    console.log(`  ${name}: ${version}`);
  }
  for (const name of missing) console.log(`  missing: ${name}`);
}

/** Rivals that were asked for by name take part in the gate, too. */
function rivalSetOf({ isGate, rivals, scale, folder }: BenchOptions): RivalSet {
  if (isGate && rivals.length === 0) return "targets";
  return scale.isQuick && folder === null ? "usual" : "all";
}

function chooseRivals({ rivals }: BenchOptions, found: FoundRivals): readonly Rival[] {
  const unknown = rivals.filter((name) => !found.rivals.some((rival) => rival.name === name));
  if (unknown.length > 0) throw new Error(`no rival ${unknown} here`);
  return rivals.length > 0
    ? found.rivals.filter(({ name }) => rivals.includes(name))
    : found.rivals;
}

/** Keeps a result. bench/results takes full runs and parts of them, no trials. */
function saveIfComplete(options: BenchOptions, result: Result): void {
  const isInClone = isFolder(RESULTS);
  const reason = options.output === null && isInClone ? whyNotKept(options) : null;
  if (reason) {
    console.log(`\nnot kept: ${reason}`);
    return;
  }
  const path = options.output ?? `${isInClone ? RESULTS : ""}${nameOf(result)}`;
  save(result, path);
  console.log(`\nkept: ${path.startsWith(ROOT) ? path.slice(ROOT.length) : path}`);
}

function whyNotKept({ only, rivals, fileSystems, isScaling, scale, runs }: BenchOptions) {
  const isPartial = isScaling || [only, rivals, fileSystems].some((names) => names.length > 0);
  if (isPartial && scale.isQuick) return "a part of a quick run";
  return runs < FEWEST_RUNS || scale.shrink > 1 ? "too few runs, or shrunk" : null;
}
