// Whether a run did what it was timed for: a fast wrong copy must not win. rsync compares the contents
// and everything that it can keep, times to the nanosecond, and lists what differs.

import { type Command, failureOf, findProgram, outputOf } from "./command.ts";
import type { Paths } from "./workloads/workload.ts";

/** Why nothing can be checked here, or null. */
export function whyNotChecked(): string | null {
  return findProgram("rsync") ? null : "rsync is not installed";
}

/**
 * Compares target and source after a run.
 *
 * @returns one line a difference, none if they are equal
 */
export async function differences({ source, target }: Paths, isFile: boolean): Promise<string[]> {
  const roots = isFile ? [source, target] : [`${source}/`, `${target}/`];
  const command: Command = [
    "rsync",
    "-aHAXnci",
    "--modify-window=-1",
    ...(isFile ? [] : ["--delete"]),
    ...roots,
  ];
  const output = await outputOf(command);
  if (output.code !== 0) throw new Error(failureOf(command, output));
  return output.stdout.split("\n").filter((line) => line !== "");
}

/** Bytes on the device by `du`: a copy that filled the holes of its source takes more. */
export async function allocatedBytes(path: string): Promise<number> {
  const { stdout } = await outputOf(["du", "-s", "--block-size=1", path]);
  return Number(stdout.split("\t")[0]);
}
