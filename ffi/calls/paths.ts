// How users write paths, and how a platform tells names apart.

import type { CString } from "../c_string.ts";

/** How users write paths on a platform. */
export interface PathRules {
  /** A typed path with a slash between its parts, which is how ferry takes it apart and shows it. */
  withSlashes(typed: string): string;
  /** The part of such a path that names a root and no entry: `/`, `C:/`, `//server/share/`, or nothing. */
  rootOf(path: string): string;
  /** The folder that holds the system: deleting what is in it would end it. */
  readonly systemFolder: string;
}

/** Makes names comparable: two that it makes the same lead to one entry. */
export type NameKey = (name: CString) => CString;

/** How names are told apart where that depends on the file system, and not on the platform alone. */
export interface CaseCalls {
  /** For a file system of which it was found out that it ignores case. */
  readonly caseKey: NameKey;
  /** Of one folder, where each has a setting of its own; null where it tells case apart. */
  caseKeyOf(folder: number): NameKey | null;
}
