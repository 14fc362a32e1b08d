// How paths are written on POSIX systems.

import type { PathRules } from "../native_file_system.ts";

/** Paths have slashes already, and one root. */
export const posixPaths: PathRules = {
  withSlashes: (typed) => typed,
  rootOf: (path) => path.startsWith("/") ? "/" : "",
  systemFolder: "/",
};
