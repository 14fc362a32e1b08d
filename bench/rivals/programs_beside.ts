// Finds the compiled programs that ferry is held against: the one that does nothing (scripts/compile_empty.ts), which is
// what a compiled ferry takes before its first line runs, and the least JavaScript (scripts/compile_start.ts).

import { dirname } from "@std/path";
import { isFile, ROOT } from "../clone.ts";
import type { Ferry } from "./ferry.ts";

const SUFFIX = Deno.build.os === "windows" ? ".exe" : "";

/** Beside the ferry under test, or in dist/; null: there is none. */
export function findEmptyProgram(ferry: Ferry): string | null {
  return findBeside(ferry, "empty");
}

/** As `findEmptyProgram`. */
export function findLeastTree(ferry: Ferry): string | null {
  return findBeside(ferry, "least-tree");
}

function findBeside({ command, isCompiled }: Ferry, name: string): string | null {
  const folders = [...(isCompiled ? [dirname(command[0])] : []), `${ROOT}dist`];
  return folders.map((folder) => `${folder}/${name}${SUFFIX}`).find(isFile) ?? null;
}
