// What starting costs, step by step, and what ten files add to it. Each run takes milliseconds that any other program
// disturbs, so that the least of many runs counts, and processor time is told beside what a clock shows.

import { join } from "@std/path";
import { cleanUp, onCleanUp } from "./cleanup.ts";
import { isFile, ROOT } from "./clone.ts";
import type { Command } from "./command.ts";
import { findEmptyProgram } from "./rivals/programs_beside.ts";
import { type Ferry, ferryName, findFerry } from "./rivals/ferry.ts";
import { describeMachine, thisMachine } from "./report/machine.ts";
import { chooseMeter } from "./measure/measure.ts";
import type { Meter, Sample } from "./measure/meter.ts";
import { compileNative } from "./native/native.ts";
import type { BenchOptions } from "./options.ts";
import { median } from "./measure/statistics.ts";
import { buildTree } from "./workloads/tree.ts";

const TEN_FILES = { folders: 1, filesPerFolder: 10, fileBytes: 4 * 1024 };
/** Of scripts/executable/start_steps.ts, each with what it adds to the one before. */
export const STEPS = {
  loaded: "its main module, with node:vm",
  read: "program and bytecode read",
  compiled: "the program made of its bytecode",
  entered: "its modules run",
  bound: "the C functions of a copy bound",
} as const;

/** One line of the table. */
interface Row {
  readonly name: string;
  readonly command: Command;
  /** Before each run. */
  readonly prepare?: () => Promise<void>;
  /** After each run; throws where it did not do what it is measured for. */
  readonly check?: () => void;
}

/** A row's runs. */
export interface Measured {
  readonly name: string;
  readonly samples: readonly Sample[];
}

/**
 * Measures and prints.
 *
 * @param output a file for the same text, or null
 */
export async function runStart(options: Pick<BenchOptions, "ferry" | "runs" | "output">) {
  const { runs, output } = options;
  const ferry = await findFerry(options.ferry);
  const folder = Deno.makeTempDirSync({ prefix: "ferry-start-", dir: memoryFolder() });
  onCleanUp(() => Deno.remove(folder, { recursive: true }));
  try {
    const { stopwatch } = await compileNative(folder);
    const meter = await chooseMeter(stopwatch, folder);
    const machine = await thisMachine();
    const rows = await rowsFor(ferry, folder);
    const text = `${ferryName(ferry)}, commit ${machine.commit}; ${describeMachine(machine)}.
Load ${machine.load}; ${runs} runs each, in turns; ${meter.name}.

${table(await measureAll(rows, meter, runs))}
`;
    console.log(text);
    if (output !== null) Deno.writeTextFileSync(output, text);
    return 0;
  } finally {
    await cleanUp();
  }
}

async function rowsFor(ferry: Ferry, folder: string): Promise<Row[]> {
  const [source, target] = [`${folder}/source`, `${folder}/target`];
  await buildTree(source, TEN_FILES);
  const removed = () => Deno.remove(target, { recursive: true }).catch(() => {});
  const empty = findEmptyProgram(ferry);
  const steps = `${ROOT}dist/start-steps`, least = `${ROOT}dist/least-copy`;
  const verb = (...args: string[]) => [...ferry.command, ...args];
  return [
    ...empty === null ? [] : [{ name: "an empty program: the runtime", command: [empty] }],
    ...!isFile(steps)
      ? []
      : Object.entries(STEPS).map(([step, name]) => ({ name, command: [steps, step] })),
    ...!isFile(least) ? [] : [{
      name: "the least JavaScript that copies ten files",
      command: [least, source, target],
      prepare: removed,
      check: () => assertSameTrees(source, target),
    }],
    { name: "ferry --version", command: verb("--version") },
    {
      name: "ferry copy -n, ten files",
      command: verb("copy", "-nqT", source, target),
      prepare: removed,
    },
    {
      name: "ferry copy, ten files",
      command: verb("copy", "-qT", source, target),
      prepare: removed,
    },
    {
      name: "ferry copy --no-history, ten files",
      command: verb("copy", "-qT", "--no-history", source, target),
      prepare: removed,
    },
    // The target is there from here on.
    { name: "ferry mirror, ten files unchanged", command: verb("mirror", "-q", source, target) },
    { name: "cp -a, ten files", command: ["cp", "-a", source, target], prepare: removed },
  ];
}

async function measureAll(rows: readonly Row[], meter: Meter, runs: number): Promise<Measured[]> {
  const measured = rows.map(({ name }) => ({ name, samples: [] as Sample[] }));
  for (let round = -1; round < runs; round++) {
    for (const [at, { command, prepare, check }] of rows.entries()) {
      await prepare?.();
      const sample = await meter.measure({ command });
      check?.();
      // The first round warms the caches.
      if (round >= 0) measured[at].samples.push(sample);
    }
  }
  return measured;
}

/** Throws unless a folder is another one's copy: names, bytes, modes and times. */
export function assertSameTrees(source: string, target: string): void {
  const [facts, copied] = [source, target].map((path) => Deno.lstatSync(path));
  const isSame = facts.mode === copied.mode && facts.mtime?.getTime() === copied.mtime?.getTime() &&
    (facts.isFile
      ? copied.isFile && equals(Deno.readFileSync(source), Deno.readFileSync(target))
      : `${namesIn(source)}` === `${namesIn(target)}`);
  if (!isSame) throw new Error(`'${target}' is no copy of '${source}'`);
  if (!facts.isDirectory) return;
  for (const name of namesIn(source)) assertSameTrees(join(source, name), join(target, name));
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).toSorted();
}

function equals(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** Least and median of the clock, least processor time, and least peak memory. */
export function table(rows: readonly Measured[]): string {
  const least = (values: readonly (number | null)[]) =>
    values.every((value) => value !== null) ? Math.min(...values) : null;
  const shown = (value: number | null, digits = 1) => value === null ? "-" : value.toFixed(digits);
  const lines = rows.map(({ name, samples }) => {
    const cpu = samples.map(({ userMs, sysMs }) =>
      userMs === null || sysMs === null ? null : userMs + sysMs
    );
    return [
      name,
      shown(least(samples.map(({ wallMs }) => wallMs))),
      shown(median(samples.map(({ wallMs }) => wallMs))),
      shown(least(cpu)),
      shown(least(samples.map(({ peakBytes }) => peakBytes && peakBytes / 1e6)), 0),
    ];
  });
  const all = [["ms, MB", "least", "median", "processor", "memory"], [
    "---",
    "---:",
    "---:",
    "---:",
    "---:",
  ], ...lines];
  return all.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function memoryFolder(): string | undefined {
  try {
    return Deno.statSync("/dev/shm").isDirectory ? "/dev/shm" : undefined;
  } catch {
    return undefined;
  }
}
