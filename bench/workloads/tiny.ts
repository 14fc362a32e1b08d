// A handful of files, as in scripts that call a copier again and again: all of it is start-up.

import type { Scale } from "../options.ts";
import { copyOf } from "./small.ts";
import type { Workload } from "./workload.ts";

const FILE_BYTES = 4 * 1024;
/** A run takes 20 to 50 ms and the machine's noise is as large as the difference looked for. */
const FEWEST_RUNS = 25;

/** Ten files; the full run also takes one. */
export function tiny(scale: Scale): Workload[] {
  return scale.isQuick ? [filesAt("tiny", 10)] : [filesAt("tiny", 10), filesAt("tiny-1", 1)];
}

function filesAt(name: string, files: number): Workload {
  return copyOf(name, { folders: 1, filesPerFolder: files, fileBytes: FILE_BYTES }, {
    rivals: ["rsync -a"],
    others: ["cp -a"],
    needsCompiled: true,
    fewestRuns: FEWEST_RUNS,
  });
}
