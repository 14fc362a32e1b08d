// How users write paths, and how a platform compares names.

import type { CString } from "../c_string.ts";

/** How users write paths on a platform. */
export interface PathRules {
  /** A typed path with a slash between its parts, as ferry takes it apart and shows it. */
  withSlashes(typed: string): string;
  /** The part of such a path that names a root and no entry: `/`, `C:/`, `//server/share/`, or nothing. */
  rootOf(path: string): string;
  /** Length of the longest path that a call of the system takes, NUL included; ferry goes beyond. */
  readonly longestPath: number;
  readonly pathUnit: "bytes" | "UTF-16 units";
  /** The folder that holds the system, which must not be emptied. */
  readonly systemFolder: string;
}

/** Makes names comparable: two with the same key lead to one entry. */
export type NameKey = (name: CString) => CString;

/** How names are compared where that depends on the file system and not only on the platform. */
export interface CaseCalls {
  /** For a file system that was found to ignore case. */
  readonly caseKey: NameKey;
  /** Of one folder, where each has a setting of its own; null if it distinguishes case. */
  caseKeyOf(folder: number): NameKey | null;
}
