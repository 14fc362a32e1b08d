// Whether a run did what it was timed for: a fast wrong copy must not win. Where rsync is at hand on Linux,
// it compares the contents and everything that it can keep, times to the nanosecond; else compare.ts does.

import { type Command, failureOf, findProgram, outputOf } from "./command.ts";
import { compareTrees } from "./compare.ts";
import { pathsBelow } from "./workloads/tree.ts";
import type { Paths } from "./workloads/workload.ts";

/** Of what `stat.st_blocks` counts. */
const BLOCK_BYTES = 512;

/** What is not checked here, or null. */
export function notChecked(): string | null {
  return hasRsync() ? null : "extended attributes and ACLs are not compared";
}

/**
 * Compares target and source after a run.
 *
 * @returns one line a difference, none if they are equal
 */
export async function differences({ source, target }: Paths, isFile: boolean): Promise<string[]> {
  if (!hasRsync()) return await compareTrees(source, target);
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

/** Bytes on the device: a copy that filled the holes of its source takes more. */
export function allocatedBytes(root: string): number {
  let bytes = 0;
  for (const path of pathsBelow(root)) bytes += (Deno.lstatSync(path).blocks ?? 0) * BLOCK_BYTES;
  return bytes;
}

/** macOS' rsync compares neither attributes nor ACLs. */
function hasRsync(): boolean {
  return Deno.build.os === "linux" && findProgram("rsync") !== null;
}
