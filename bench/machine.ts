// What a result was measured on: without it a figure cannot be compared with another one. No host name,
// no user, no paths.

import { fromFileUrl } from "@std/path";
import { outputOf } from "./command.ts";

/** One machine at one time. */
export interface Machine {
  readonly kernel: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly deno: string;
  /** Of one minute, when the run began: above 0.5 someone else was working. */
  readonly load: number;
  readonly commit: string;
}

/** Load above which the output warns. */
export const BUSY_LOAD = 0.5;

/** Looks at this machine. */
export async function thisMachine(): Promise<Machine> {
  return {
    kernel: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
    processor: /^model name\s*:\s*(.*)$/m.exec(read("/proc/cpuinfo"))?.[1] ?? "unknown",
    cores: navigator.hardwareConcurrency,
    memoryBytes: Deno.systemMemoryInfo().total,
    deno: Deno.version.deno,
    load: Number(Deno.loadavg()[0].toFixed(2)),
    commit: await commit(),
  };
}

/** One line for people. */
export function describeMachine({ processor, cores, memoryBytes, kernel }: Machine): string {
  return `${processor}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB, ${kernel}`;
}

async function commit(): Promise<string> {
  const root = fromFileUrl(new URL("..", import.meta.url));
  const head = await outputOf(["git", "-C", root, "rev-parse", "--short", "HEAD"]);
  const changes = await outputOf(["git", "-C", root, "status", "--porcelain"]);
  if (head.code !== 0) return "unknown";
  return head.stdout.trim() + (changes.stdout === "" ? "" : " with changes");
}

function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
