// System calls by strace, in a run of their own: tracing makes a program several times slower, but the
// counts do not depend on how busy the machine is.

import { type Command, failureOf, findProgram, outputOf } from "../command.ts";

/** How often each system call was made. */
export type Calls = Readonly<Record<string, number>>;

/**
 * Calls about memory, threads and timers. V8's collector and contended locks make them, in numbers
 * that differ from run to run and grow under strace; a count per file leaves them out.
 */
const HOUSEKEEPING =
  /^(futex|mmap|munmap|mprotect|madvise|mremap|brk|sched_\w+|epoll_\w+|clock_\w+|clone3?|rseq|rt_\w+|sigaltstack|prctl|set_\w+|get\w*id|restart_syscall|exit|exit_group)$/;

/** Why calls cannot be counted here, or null. */
export function whyNotCounted(): string | null {
  return findProgram("strace") ? null : "strace is not installed";
}

/**
 * Counts what a command and all its threads and children call.
 *
 * @param folder for the summary, which is removed with it
 * @throws {Error} if the command fails
 */
export async function countCalls(command: Command, folder: string): Promise<Calls> {
  const summary = `${folder}/calls.txt`;
  const traced = ["strace", "-f", "-c", "-o", summary, ...command];
  const output = await outputOf(traced);
  if (output.code !== 0) throw new Error(failureOf(command, output));
  return parseSummary(Deno.readTextFileSync(summary));
}

/** Reads the table that `strace -c` prints: the calls are the fourth column, the name is the last. */
export function parseSummary(text: string): Calls {
  const calls: Record<string, number> = {};
  for (const line of text.split("\n")) {
    const columns = line.trim().split(/\s+/);
    const name = columns.at(-1) ?? "";
    const count = Number(columns[3]);
    if (columns.length >= 5 && Number.isInteger(count) && name !== "total") calls[name] = count;
  }
  return calls;
}

/** How many of the calls are about files. */
export function fileCalls(calls: Calls): number {
  return sum(Object.entries(calls).filter(([name]) => !HOUSEKEEPING.test(name)));
}

/** The calls of the larger run less those of the smaller: those of start-up cancel out. */
export function difference(larger: Calls, smaller: Calls): Calls {
  const names = new Set([...Object.keys(larger), ...Object.keys(smaller)]);
  return Object.fromEntries(
    [...names].map((name) => [name, (larger[name] ?? 0) - (smaller[name] ?? 0)]),
  );
}

function sum(entries: [string, number][]): number {
  return entries.reduce((total, [, count]) => total + count, 0);
}
