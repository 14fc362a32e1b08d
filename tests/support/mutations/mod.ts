// What can change in a tree between two mirrors, each alone, on the entries that `buildTree` makes.
// Every one of them is seen by the judge or by the strict comparison before it is mirrored.

import { ATTRIBUTES } from "./attributes.ts";
import { CONTENTS } from "./contents.ts";
import { ENTRIES } from "./entries.ts";
import { HARD_LINKS } from "./hard_links.ts";
import { METADATA } from "./metadata.ts";
import type { Mutation } from "./mutation.ts";

export const MUTATIONS: readonly Mutation[] = [
  ...CONTENTS,
  ...METADATA,
  ...ATTRIBUTES,
  ...ENTRIES,
  ...HARD_LINKS,
];

/** Applies all of them; those for which an earlier one left no ground are passed over. How many took effect. */
export function mutateEverything(root: string): number {
  let applied = 0;
  for (const { change } of MUTATIONS) {
    try {
      change(root);
      applied++;
    } catch (error) {
      if (!/ENOENT|EEXIST|ENOTDIR|ENODATA/.test((error as Error).message)) throw error;
    }
  }
  return applied;
}
