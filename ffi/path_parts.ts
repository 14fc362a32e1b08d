// Opens a folder part by part, each relative to the one before: by components where no call refuses links
// on the way, and by chunks where a path is too long for one call.

import { type CString, cStringLength } from "./c_string.ts";

const SLASH = 47;

/**
 * Opens each part of `path` relative to the one before.
 *
 * @param next end of the part that starts at an offset
 * @param open a handle or a negated errno
 */
export function openByParts(
  close: (handle: number) => number,
  root: number,
  path: CString,
  next: (path: CString, from: number) => number,
  open: (parent: number, part: CString) => number,
): number {
  const length = cStringLength(path, 0);
  let parent = root;
  for (let from = 0; from < length;) {
    const to = next(path, from);
    const part = path.slice(from, to + 1);
    part[to - from] = 0;
    const handle = open(parent, part);
    if (parent !== root) close(parent);
    if (handle < 0) return handle;
    parent = handle;
    for (from = to; path[from] === SLASH;) from++;
  }
  return parent;
}

/** End of the component that starts at `from`. */
export function nextComponent(path: CString, from: number): number {
  let to = from;
  while (path[to] !== SLASH && path[to] !== 0) to++;
  return to;
}

/** Gives the function that finds the end of the longest run of components that fits in `pathMax` bytes. */
export function chunkUpTo(pathMax: number): (path: CString, from: number) => number {
  return (path, from) => {
    let end = nextComponent(path, from);
    while (path[end] === SLASH) {
      const to = nextComponent(path, end + 1);
      if (to - from >= pathMax) break;
      end = to;
    }
    return end;
  };
}
