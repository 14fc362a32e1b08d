// Everything in one folder: all workers meet on one folder's lock in the kernel, and a copier that
// hands out whole folders has nothing to share.

import { type Scale, scaled } from "../options.ts";
import { copyOf } from "./small.ts";
import { ALL_COPIERS, type Workload } from "./workload.ts";

const FILES = 100_000;
const FILE_BYTES = 4 * 1024;

/** 100,000 files in one folder. */
export function oneFolder(scale: Scale): Workload {
  const shape = { folders: 1, filesPerFolder: scaled(scale, FILES), fileBytes: FILE_BYTES };
  return copyOf("one-folder", shape, {
    rivals: ["cp -a", "rsync -a", "roofline atomic"],
    others: ALL_COPIERS,
  });
}
