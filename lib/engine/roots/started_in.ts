// A script may go to another working folder as soon as it has called, before the roots are open.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import type { RunRequest } from "./request.ts";

/** The request with its relative paths below the folder in which it was made, where the working folder is another one. */
export function asStarted({ paths }: NativeFileSystem, request: RunRequest): RunRequest {
  const { startedIn = null, sources, dest, ownFiles } = request;
  if (startedIn === null || startedIn === Deno.cwd()) return request;
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
