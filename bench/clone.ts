// Where the benchmark finds what is not in its own code: the program under test, installed rivals, kept
// results. As an executable it looks around itself, so that dist/ferry-bench of a clone finds the same.

import { dirname, fromFileUrl, join } from "@std/path";

/** The clone; of an executable, the folder above its own. Ends with a slash. */
export const ROOT = Deno.build.standalone
  ? `${join(dirname(Deno.execPath()), "..")}/`
  : fromFileUrl(new URL("..", import.meta.url));

/** Where results, chart and README's figures come from. */
export const RESULTS = `${ROOT}bench/results/`;

/** Whether there is a file of that name. */
export function isFile(path: string): boolean {
  return stat(path)?.isFile ?? false;
}

/** Whether there is a folder of that name. */
export function isFolder(path: string): boolean {
  return stat(path)?.isDirectory ?? false;
}

function stat(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    return null;
  }
}
