// The folder of the clone, where the program under test, installed rivals and kept results are. The
// executable takes the folder above its own, so that dist/ferry-bench of a clone finds the same.

import { dirname, fromFileUrl, join } from "@std/path";

/** Ends with a slash. */
export const ROOT = Deno.build.standalone
  ? `${join(dirname(Deno.execPath()), "..")}/`
  : fromFileUrl(new URL("..", import.meta.url));

/** Holds results, tables and chart. */
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
