// A real file system that fails on demand: faulty.c, a FUSE file system over a folder, compiled once a
// test file and mounted for a test.

import { until } from "./ferry_process.ts";
import { needsPrograms, needsRoot } from "./mounts.ts";
import { sh } from "./safety.ts";

/** What fails: an operation of faulty.c, a pattern over the path, and the answer, from some offset on. */
export type Rule = `${string}:${string}:${
  | number
  | "short"
  | "changes"
  | "touches"
  | "changed"
  | "becomes"
  | "waits"}${
  | ""
  | `:${number}`}`;

/** Why faulty.c cannot be mounted here, or null. */
export function needsFuse(): string | null {
  const missing = needsRoot() ?? needsPrograms("cc", "pkg-config", "fusermount3");
  if (missing !== null) return missing;
  const { success } = new Deno.Command("pkg-config", { args: ["--exists", "fuse3"] }).outputSync();
  return success ? null : "no headers of fuse3";
}

/** Compiles faulty.c into a folder. */
export function makeFaulty(dir: string): string {
  const source = new URL("./faulty.c", import.meta.url).pathname;
  sh(`cc -O1 -Wall -Wextra -Werror -o faulty ${source} $(pkg-config --cflags --libs fuse3)`, dir);
  return `${dir}/faulty`;
}

/** Shows `folder` at `at`, where the rules hold, while `use` runs. */
export async function whileFaulty<T>(
  program: string,
  folder: string,
  at: string,
  rules: readonly Rule[],
  use: () => Promise<T>,
): Promise<T> {
  const child = new Deno.Command(program, { args: [folder, at, ...rules] }).spawn();
  try {
    await until(`${at} is mounted`, () => isMounted(at));
    return await use();
  } finally {
    sh(`umount '${at}' || umount -l '${at}'`);
    await child.status;
  }
}

/**
 * Shows `folder` at `at`, where each operation takes so many microseconds longer, while `use` runs.
 *
 * @returns how many operations waited at one time at most
 */
export async function whileSlow(
  program: string,
  folder: string,
  at: string,
  microseconds: number,
  use: () => Promise<void>,
): Promise<number> {
  const args = [folder, at, `*:*:waits:${microseconds}` satisfies Rule];
  const child = new Deno.Command(program, { args, stdout: "piped" }).spawn();
  try {
    await until(`${at} is mounted`, () => isMounted(at));
    await use();
  } finally {
    sh(`umount '${at}' || umount -l '${at}'`);
  }
  return Number(new TextDecoder().decode((await child.output()).stdout));
}

function isMounted(path: string): boolean {
  return Deno.readTextFileSync("/proc/self/mounts").includes(` ${path} fuse`);
}
