// A script may go to another working folder as soon as it has called, before the roots are open.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import type { RunRequest } from "./request.ts";

/**
 * The request with its relative paths below the folder in which it was made, where the working folder is another one, or
 * may be when the folder for backups is opened: that is late, and by its path where handles are paths.
 */
export function asStarted({ paths, can }: NativeFileSystem, request: RunRequest): RunRequest {
  const { startedIn = null, sources, dest, ownFiles, options } = request;
  const opensLater = options.backupDir !== null && !can.sharedHandles;
  if (startedIn === null || (startedIn === Deno.cwd() && !opensLater)) return request;
  const there = (typed: string) => {
    const path = paths.withSlashes(typed);
    return paths.rootOf(path) === "" ? `${paths.withSlashes(startedIn)}/${path}` : typed;
  };
  return {
    ...request,
    sources: request.readsDestOnly ? sources : sources.map(there),
    dest: there(dest),
    ownFiles: ownFiles.map(({ path, what }) => ({ path: there(path), what })),
  };
}
