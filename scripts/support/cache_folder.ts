// Where programs and libraries that scripts and tests fetch are kept.

import { join } from "@std/path";
import { homedir } from "node:os";

/** The user's folder for caches. */
export function cacheFolder(): string {
  const named = Deno.env.get("XDG_CACHE_HOME");
  if (named) return named;
  const local = Deno.build.os === "windows" ? Deno.env.get("LOCALAPPDATA") : undefined;
  return local ?? join(homedir(), ".cache");
}
