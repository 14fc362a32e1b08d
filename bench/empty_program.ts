// Finds the compiled program that does nothing (scripts/compile_empty.ts): what a compiled ferry takes before
// its first line runs, and no work on ferry can change.

import { dirname } from "@std/path";
import { isFile, ROOT } from "./clone.ts";
import type { Ferry } from "./ferry.ts";

const NAME = Deno.build.os === "windows" ? "empty.exe" : "empty";

/** Beside the ferry under test, or in dist/; null: there is none. */
export function findEmptyProgram({ command, isCompiled }: Ferry): string | null {
  const folders = [...(isCompiled ? [dirname(command[0])] : []), `${ROOT}dist`];
  return folders.map((folder) => `${folder}/${NAME}`).find(isFile) ?? null;
}
