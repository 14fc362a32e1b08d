// How paths are written on POSIX systems.

import type { PathRules } from "../calls/paths.ts";

/** Paths have slashes already, and one root. */
export const posixPaths: PathRules = {
  withSlashes: (typed) => typed,
  rootOf: (path) => path.startsWith("/") ? "/" : "",
  systemFolder: "/",
};
