// Paths as the user typed them, taken apart as POSIX does it (basename(1), dirname(1)). What names a
// root is the platform's to say.

import type { PathRules } from "../../../ffi/mod.ts";

/** A path's folder and the name in it. */
export interface SplitPath {
  /** `.` where the path has no slash. */
  readonly parent: string;
  /** The parent as messages show it: empty where the path has no slash. */
  readonly label: string;
  /** Null for `.`, `..`, `/` and their like, which name a folder but no entry of one. */
  readonly name: string | null;
  /** A trailing slash: the path must be a folder, and a link is followed. */
  readonly mustBeFolder: boolean;
}

/** Takes a path apart; not empty, with slashes. */
export function splitPath(path: string, { rootOf }: PathRules): SplitPath {
  const root = rootOf(path);
  const below = path.slice(root.length).replace(/^\/+/, "");
  const bare = below.replace(/\/+$/, "");
  const mustBeFolder = bare !== below;
  if (bare === "") return { parent: root, label: root, name: null, mustBeFolder: true };
  const slash = bare.lastIndexOf("/");
  const name = bare.slice(slash + 1);
  const label = slash < 0 ? root : root + bare.slice(0, slash).replace(/\/+$/, "");
  const parent = label === "" ? "." : label;
  if (name === "." || name === "..") return { parent: path, label, name: null, mustBeFolder: true };
  return { parent, label, name, mustBeFolder };
}

/** A path in quotes, for a message that must be read before anything runs. */
export function quote(path: string): string {
  return `'${path}'`;
}

/** What to type for a folder that is not there. */
export function howToMake(folder: string): string {
  const end = folder.startsWith("-") ? "-- " : "";
  return `make it first: mkdir -p ${end}'${folder.replaceAll("'", "'\\''")}'`;
}

/** A path without slashes at its end, unless it is nothing but slashes. */
export function withoutSlash(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}
