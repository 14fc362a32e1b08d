// Peak memory against the number of files. They are empty, because a million of 4 KiB, twice, would
// not fit a machine's RAM; what a copier remembers of a file does not depend on its size.

import { type Scale, scaled } from "../options.ts";
import { copyOf } from "./small.ts";
import type { Workload } from "./workload.ts";

const FILES_PER_FOLDER = 1000;
const SMALLER = { name: "memory-100k", folders: 100 };
const LARGER = { name: "memory-1m", folders: 1000 };

/** 100,000 files; the full run also makes a million, 90 s of it. */
export function memory(scale: Scale): Workload[] {
  return (scale.isQuick ? [SMALLER] : [SMALLER, LARGER]).map(({ name, folders }) =>
    copyOf(name, {
      folders,
      filesPerFolder: scaled(scale, FILES_PER_FOLDER),
      fileBytes: 0,
    }, { rivals: [], fileSystems: ["tmpfs"] })
  );
}
