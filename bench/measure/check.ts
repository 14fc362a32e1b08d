// Checks the target of a run: a fast wrong copy must not win. On Linux rsync compares contents and all
// metadata that it can keep, times to the nanosecond; without rsync and elsewhere compare.ts compares.

import { type Command, failureOf, findProgram, outputOf } from "../command.ts";
import { compareTrees } from "./compare.ts";
import { pathsBelow } from "../workloads/tree.ts";
import type { Paths } from "../workloads/workload.ts";

/** The unit of `stat.st_blocks`. */
const BLOCK_BYTES = 512;

/** What cannot be checked on this machine, or null. */
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

/** Bytes of a tree on the device. A file with its holes filled takes more than before. */
export function allocatedBytes(root: string): number {
  let bytes = 0;
  for (const path of pathsBelow(root)) bytes += (Deno.lstatSync(path).blocks ?? 0) * BLOCK_BYTES;
  return bytes;
}

/** macOS' rsync compares neither attributes nor ACLs. */
function hasRsync(): boolean {
  return Deno.build.os === "linux" && findProgram("rsync") !== null;
}
