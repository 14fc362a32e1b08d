// Runs ferry under strace, which tells the calls that really moved the bytes, and can make one of them
// answer what no file system at hand does.

import { ferryCommand, type Outcome, runWords } from "./ferry.ts";

/** One call as strace shows it, with paths beside the descriptors. */
export interface TracedCall {
  /** Id of the thread that made it. */
  readonly thread: string;
  readonly name: string;
  readonly text: string;
  /** What it answered: a number, or -1 with the error's name. */
  readonly result: string;
}

/** What to watch, and what to make of it. */
export interface Watch {
  /** Calls by name, separated by commas. */
  readonly calls: string;
  /** strace's fault injections: `copy_file_range:error=EIO`. */
  readonly inject?: readonly string[];
  /** Only calls whose text has this in it count: the name of a folder. */
  readonly below: string;
  /** strace's own choice of paths (`-P`), for faults that must not hit anything else. */
  readonly paths?: readonly string[];
  /** A program between strace and ferry. */
  readonly prefix?: readonly string[];
  /** What starts ferry, where it is not the one that other tests run. */
  readonly command?: readonly string[];
}

/** Runs ferry and gives the calls, thread by thread in their order. */
export async function ferryTraced(
  { calls, inject = [], below, paths = [], prefix = [], command = ferryCommand() }: Watch,
  ...args: string[]
): Promise<Outcome & { calls: TracedCall[] }> {
  const folder = Deno.makeTempDirSync({ prefix: "ferry-trace-" });
  try {
    const strace = ["strace", "-ff", "-f", "-qq", "-y", "-o", `${folder}/thread`];
    // Faster, but blind to what a filter of `prefix` keeps from the kernel.
    if (prefix.length === 0) strace.push("--seccomp-bpf");
    for (const fault of inject) strace.push("-e", `inject=${fault}`);
    strace.push("-e", `trace=${calls}`, ...paths);
    const outcome = await runWords([...strace, ...prefix, ...command, ...args]);
    return { ...outcome, calls: [...readCalls(folder, below)] };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** How many of the calls have that name and, if it is given, that result. */
export function countCalls(calls: readonly TracedCall[], name: string, result?: RegExp): number {
  return calls.filter((call) => call.name === name && (result?.test(call.result) ?? true)).length;
}

function* readCalls(folder: string, below: string): Generator<TracedCall> {
  for (const { name: file } of Deno.readDirSync(folder)) {
    for (const text of Deno.readTextFileSync(`${folder}/${file}`).split("\n")) {
      const match = /^(\w+)\(.*\) = (.*)$/.exec(text);
      if (match === null || !text.includes(below)) continue;
      yield { thread: file, name: match[1], text, result: match[2] };
    }
  }
}

/** Which of its thread's calls in a log of strace is the last one with the text, from 1 on: `inject` counts them so. */
export function ordinalOf(log: string, text: string): number {
  const calls = Deno.readTextFileSync(log).split("\n");
  const at = calls.findLastIndex((call) => call.includes(text));
  const thread = calls[at]?.split(" ", 1)[0];
  return calls.slice(0, at + 1).filter((call) => call.split(" ", 1)[0] === thread).length;
}
