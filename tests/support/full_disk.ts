// What must be true of a target after its disk or a quota was full: the run ended with one exit code and
// one kind of message, every old file is there as it was, no half file is, and nothing of ferry's own.

import { assert, assertEquals } from "@std/assert";
import type { Outcome } from "./ferry.ts";
import { leftovers, sh } from "./safety.ts";

/** Puts everything below `t` far into the past, so that none of it counts as unchanged; its digests. */
export function remember(dir: string): string[] {
  sh("find t -type f -exec touch -d @1 {} +", dir);
  return sums(`${dir}/t`);
}

/**
 * Asserts that a run over `s` and `t` was ended by a lack of room.
 *
 * @param old what `remember` gave
 * @param code the error that must be told
 */
export function expectStopped(
  dir: string,
  { code, stderr }: Outcome,
  old: readonly string[],
  error: "ENOSPC" | "EDQUOT",
): void {
  const text = { ENOSPC: "No space left on device", EDQUOT: "Disk quota exceeded" }[error];
  assertEquals(code, 4, stderr);
  assert(new RegExp(`${text}.* \\(${error}\\)`).test(stderr), stderr);
  assertEquals(leftovers(`${dir}/t`), "");
  assertEquals(wrongFiles(dir, old), []);
}

/** A line for each file: digest and name. */
function sums(dir: string): string[] {
  const lines = sh("find . -type f -exec md5sum {} + | sed 's|\\./||'", dir);
  return lines.split("\n").filter((line) => line !== "");
}

/** Files of the target that are gone, or whose contents are neither what they were nor the source's. */
function wrongFiles(dir: string, old: readonly string[]): string[] {
  const now = sums(`${dir}/t`);
  const known = new Set([...old, ...sums(`${dir}/s`)]);
  const names = new Set(now.map(nameIn));
  return [
    ...old.map(nameIn).filter((name) => !names.has(name)),
    ...now.filter((line) => !known.has(line)),
  ];
}

function nameIn(line: string): string {
  return line.slice(34); // behind 32 digits and two spaces
}
