// The type of an entry that was listed, where the listing does not tell it.

import { ENTRY_TYPE, FileStat } from "../../../ffi/mod.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** The type of an entry, looked up where its listing does not tell it; with `--dereference` that of what a source symlink leads to. */
export function resolveType(
  { ctx: { fs, options } }: WorkerContext,
  folder: number,
  name: Uint8Array,
  type: number,
  isSource: boolean,
): number {
  const follows = isSource && options.dereference;
  if (type !== ENTRY_TYPE.unknown && !(follows && type === ENTRY_TYPE.symlink)) return type;
  const stat = new FileStat();
  const error = follows ? fs.statFollowing(folder, name, stat) : fs.stat(folder, name, stat);
  // In doubt the answer that deletes no folder.
  return error < 0 ? (isSource ? ENTRY_TYPE.folder : ENTRY_TYPE.file) : stat.entryType;
}
