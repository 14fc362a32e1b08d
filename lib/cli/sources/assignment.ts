// A value that a flag gets, and where it comes from. Flags that are typed, variables of the environment, presets and the
// settings file all become assignments, which are applied through the same table of flags.

import type { Flag } from "../flags.ts";

/** Where values come from, the weakest first. A preset that the file names gives way to the file's own lines. */
export const SOURCES = ["preset of the file", "file", "preset", "environment", "flag"] as const;

/** One of them. */
export type Source = typeof SOURCES[number];

/** One value of one flag. */
export interface Assignment {
  readonly flag: Flag;
  /** What `flag.apply` gets; null takes back what weaker sources say: `FERRY_NO_FSYNC=0`. */
  readonly value: string | null;
  readonly source: Source;
  /** The place in that source: `FERRY_JOBS`, a preset's name, `FILE:LINE`; empty for what is typed. */
  readonly where: string;
  /** What messages call it: `--jobs`, `FERRY_JOBS`, `FILE:LINE: jobs`. */
  readonly typed: string;
}

/** Assignments by source; each list is in the order of its source. */
export type Layers = Readonly<Record<Source, readonly Assignment[]>>;

/** No assignments. */
export const NO_LAYERS: Layers = {
  "preset of the file": [],
  "file": [],
  "preset": [],
  "environment": [],
  "flag": [],
};

/** Whether one source is stronger than another. */
export function isStronger(a: Source, b: Source): boolean {
  return SOURCES.indexOf(a) > SOURCES.indexOf(b);
}

/** The assignment that decides a flag: the last of the strongest source, one that has a value before one that takes back. */
export function decidingAssignment(layers: Layers, name: string): Assignment | null {
  for (const source of SOURCES.toReversed()) {
    const own = layers[source].filter(({ flag }) => flag.name === name);
    const last = own.findLast(({ value }) => value !== null) ?? own.at(-1);
    if (last !== undefined) return last;
  }
  return null;
}
