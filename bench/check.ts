// Whether a run did what it was timed for: a fast wrong copy must not win. rsync compares the contents
// and everything that it can keep, times to the nanosecond, and lists what differs.

import { type Command, failureOf, findProgram, finish } from "./command.ts";
import type { Place } from "./workloads/workload.ts";

/** Why nothing can be checked here, or null. */
export function whyNotChecked(): string | null {
  return findProgram("rsync") ? null : "rsync is not installed";
}

/**
 * Compares target and source after a run.
 *
 * @returns one line a difference, none if they are equal
 */
export async function differences({ source, target }: Place, isFile: boolean): Promise<string[]> {
  const roots = isFile ? [source, target] : [`${source}/`, `${target}/`];
  const command: Command = [
    "rsync",
    "-aHAXnci",
    "--modify-window=-1",
    ...(isFile ? [] : ["--delete"]),
    ...roots,
  ];
  const finished = await finish(command);
  if (finished.code !== 0) throw new Error(failureOf(command, finished));
  return finished.stdout.split("\n").filter((line) => line !== "");
}

/** Bytes on the device by `du`: a copy that filled the holes of its source takes more. */
export async function allocatedBytes(path: string): Promise<number> {
  const { stdout } = await finish(["du", "-s", "--block-size=1", path]);
  return Number(stdout.split("\t")[0]);
}
