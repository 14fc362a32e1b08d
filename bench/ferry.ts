// Which ferry is measured. A compiled binary is what users run, so it comes first; the output always
// names the one that was used, because the source takes longer to start.

import { fromFileUrl } from "@std/path";
import type { Command } from "./command.ts";
import { run } from "./command.ts";

/** The program under test. */
export interface Ferry {
  readonly command: Command;
  readonly isCompiled: boolean;
  readonly version: string;
}

const root = fromFileUrl(new URL("..", import.meta.url));
const COMPILED = `${root}dist/ferry`;

/** @param path `--ferry`, or null */
export async function findFerry(path: string | null): Promise<Ferry> {
  // `||`: a variable that is set to nothing is not set.
  const binary = path || Deno.env.get("FERRY_BINARY") || (exists(COMPILED) ? COMPILED : null);
  const command = binary
    ? [Deno.realPathSync(binary)]
    : [Deno.execPath(), "run", "-A", `${root}main.ts`];
  const version = (await run(...command, "--version")).trim();
  return { command, isCompiled: binary !== null, version };
}

/** How the output names it: short, and without this machine's folders. */
export function ferryName({ command, isCompiled, version }: Ferry): string {
  const what = isCompiled ? shortPath(command[0]) : "deno run -A main.ts";
  return `${version} (${isCompiled ? "compiled" : "source"}: ${what})`;
}

function shortPath(path: string): string {
  return path.startsWith(root) ? path.slice(root.length) : path;
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
