// What the filters of a verification leave out, asked for a path and not while walking.

import { compileFilter } from "../../plan/filter.ts";
import type { RunRequest } from "../roots/request.ts";

/** Whether a path, in binary text, or a folder that it lies in, is left out by the filters. */
export function exclusionOf({ options }: RunRequest): (path: string) => boolean {
  const filter = compileFilter(options.filters);
  if (filter === null) return () => false;
  return (path) => {
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      if (filter.excludes(path.slice(0, slash), true)) return true;
    }
    return filter.excludes(path, false);
  };
}
