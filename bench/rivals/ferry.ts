// Finds the ferry to be measured. A compiled one comes first, because users run that; the output always
// names the one that was used, because the source takes longer to start.

import { basename, dirname } from "@std/path";
import { isFile, ROOT } from "../clone.ts";
import { type Command, findProgram, run } from "../command.ts";

/** The program under test. */
export interface Ferry {
  readonly command: Command;
  readonly isCompiled: boolean;
  readonly version: string;
}

const EXECUTABLE = Deno.build.os === "windows" ? "ferry.exe" : "ferry";

/**
 * @param path `--ferry`, or null
 * @throws {Error} where there is none and the benchmark has no source to run
 */
export async function findFerry(path: string | null): Promise<Ferry> {
  // `||`: a variable that is set to nothing is not set.
  const binary = path || Deno.env.get("FERRY_BINARY") || installed();
  if (!binary && Deno.build.standalone) {
    throw new Error(
      `there is no ${EXECUTABLE} beside this program or on PATH; name it with --ferry`,
    );
  }
  const command = binary
    ? [Deno.realPathSync(binary)]
    : [Deno.execPath(), "run", "-A", `${ROOT}main.ts`];
  const version = (await run(...command, "--version")).trim();
  return { command, isCompiled: binary !== null, version };
}

/** The compiled ferry beside the benchmark's executable or on PATH, from source that of dist/; or null. */
function installed(): string | null {
  if (!Deno.build.standalone) return existing(`${ROOT}dist/${EXECUTABLE}`);
  return existing(`${dirname(Deno.execPath())}/${EXECUTABLE}`) ?? findProgram("ferry");
}

function existing(path: string): string | null {
  return isFile(path) ? path : null;
}

/** The name in the output: short, and without this machine's folders. */
export function ferryName({ command, isCompiled, version }: Ferry): string {
  const what = isCompiled ? shortPath(command[0]) : "deno run -A main.ts";
  return `${version} (${isCompiled ? "compiled" : "source"}: ${what})`;
}

function shortPath(path: string): string {
  return path.startsWith(`${ROOT}dist/`) ? path.slice(ROOT.length) : basename(path);
}
