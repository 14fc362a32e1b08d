// From one file system to another, as a backup goes: no shared blocks, no copy inside one file system,
// and on some kernels no copy_file_range at all.

import type { Scale } from "../options.ts";
import { copyOf, smallTree } from "./small.ts";
import { ALL_COPIERS, type Workload } from "./workload.ts";

/** The small files, from a tmpfs. */
export function crossing(scale: Scale): Workload {
  return copyOf("crossing", smallTree(scale), {
    crossesFileSystems: true,
    rivals: ["cp -a", "rsync -a", "roofline atomic"],
    others: ALL_COPIERS,
  });
}
