// What is kept of the entry that the current one replaces (`--backup`).

import type { Entry } from "../../entry/entry.ts";
import type { CopyContext } from "../context.ts";

/**
 * Makes a backup of the target entry that is replaced, where it is to have one.
 *
 * @returns 0 or FAILURE_REPORTED; -ENOENT where another shard has had it make way for a folder
 */
export function keepReplaced({ backups }: CopyContext, entry: Entry): number {
  if (!entry.keepsOld) return 0;
  const { pair: { root, path, target: folder, source: own, isOfTree }, targetName: name } = entry;
  // What stands beside a file that was named is not copied with it.
  const source = isOfTree ? own : -1;
  return backups!.keep({ root, path, folder, name, source, known: entry.target });
}
