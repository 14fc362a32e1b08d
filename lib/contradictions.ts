// Options that cannot hold together, whoever asks for them: the command line names its flags, a script its options.

import type { Options } from "./options.ts";

/** Two options that contradict each other. */
export interface Contradiction {
  readonly names: readonly [keyof Options, keyof Options];
  /** What is wrong, to be read after their names. */
  readonly what: string;
}

const EMPTY_RANGE = "leave nothing: the least is above the most";

const CONTRADICTIONS: readonly (Contradiction & {
  readonly holds: (options: Options) => boolean;
})[] = [
  {
    names: ["minSize", "maxSize"],
    what: EMPTY_RANGE,
    holds: ({ minSize, maxSize }) => isEmptyRange(minSize, maxSize),
  },
  {
    names: ["minAge", "maxAge"],
    what: EMPTY_RANGE,
    holds: ({ minAge, maxAge }) => isEmptyRange(minAge, maxAge),
  },
  {
    names: ["onlyPaths", "deleteExcluded"],
    what: "exclude each other",
    holds: ({ onlyPaths, deleteExcluded }) => onlyPaths !== null && deleteExcluded,
  },
  {
    names: ["maxDelete", "shard"],
    what:
      "go together with a percentage alone: a number is one for all of DEST, and a shard knows its own part",
    holds: ({ maxDelete, shard }) => shard !== null && maxDelete?.unit === "entries",
  },
  {
    names: ["digests", "comparison"],
    what: "exclude each other: a comparison of sizes reads no contents",
    holds: ({ digests, comparison }) => digests && comparison === "size-only",
  },
  {
    names: ["filter", "jobs"],
    what:
      "exclude each other: a function is called in the thread that it is of, which then works alone",
    holds: ({ filter, jobs }) => filter !== null && jobs > 1,
  },
];

/** The first contradiction in the options; null where there is none. */
export function contradictionIn(options: Options): Contradiction | null {
  return CONTRADICTIONS.find(({ holds }) => holds(options)) ?? null;
}

function isEmptyRange(least: number | null, most: number | null): boolean {
  return least !== null && most !== null && least > most;
}
