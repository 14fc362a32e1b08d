// `--max-depth`: what lies deeper below the root counts as excluded by its name.

import type { Filter } from "./filter.ts";

const SLASH = 47;

/** A filter that leaves out what lies deeper, too; the same one where there is no limit. */
export function withinDepth(maxDepth: number | null, filter: Filter | null): Filter | null {
  if (maxDepth === null) return filter;
  return {
    excludes(path, isFolder, folder, isInDeleted) {
      let depth = path === "" ? 0 : 1;
      for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) depth++;
      return depth > maxDepth || (filter?.excludes(path, isFolder, folder, isInDeleted) ?? false);
    },
  };
}

/** How many levels below the root a folder lies: 0 for the root itself. */
export function depthOf(path: Uint8Array): number {
  if (path.length === 0) return 0;
  let depth = 1;
  for (let at = path.indexOf(SLASH); at >= 0; at = path.indexOf(SLASH, at + 1)) depth++;
  return depth;
}
