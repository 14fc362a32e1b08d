// The machine that a result was measured on, without which figures cannot be compared. No host name, no
// user, no paths.

import { cpus } from "node:os";
import { ROOT } from "../clone.ts";
import { findProgram, outputOf } from "../command.ts";

/** One machine at one time. */
export interface Machine {
  readonly kernel: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly deno: string;
  /** Load average of one minute when the run began; above 0.5 other programs were running. */
  readonly load: number;
  readonly commit: string;
}

/** Load above which the output warns. */
export const BUSY_LOAD = 0.5;
/** How long the processors are watched on Windows, which keeps no load average. */
const WATCH_MS = 1000;

/** Describes this machine. */
export async function thisMachine(): Promise<Machine> {
  const load = Deno.build.os === "windows" ? await busyProcessors() : Deno.loadavg()[0];
  return {
    kernel: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
    processor: cpus()[0]?.model.replaceAll("\0", "").trim() ?? "unknown",
    cores: navigator.hardwareConcurrency,
    memoryBytes: Deno.systemMemoryInfo().total,
    deno: Deno.version.deno,
    load: Number(load.toFixed(2)),
    commit: await commit(),
  };
}

/** The machine in one line. */
export function describeMachine({ processor, cores, memoryBytes, kernel }: Machine): string {
  return `${processor}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB, ${kernel}`;
}

/** How many processors were busy in the last second. */
async function busyProcessors(): Promise<number> {
  const before = processorTimes();
  await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
  const after = processorTimes();
  const passed = after.all - before.all;
  return passed > 0 ? (1 - (after.idle - before.idle) / passed) * cpus().length : 0;
}

function processorTimes(): { idle: number; all: number } {
  const times = cpus().map(({ times }) => times);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    idle: sum(times.map(({ idle }) => idle)),
    all: sum(times.flatMap((one) => Object.values(one))),
  };
}

async function commit(): Promise<string> {
  if (!findProgram("git")) return "unknown";
  const head = await outputOf(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"]);
  const changes = await outputOf(["git", "-C", ROOT, "status", "--porcelain"]);
  if (head.code !== 0) return "unknown";
  return head.stdout.trim() + (changes.stdout === "" ? "" : " with changes");
}
