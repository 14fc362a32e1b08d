// `--drop-cache`: a file is written to disk when it is complete, and dropped from the system's cache.

import type { Entry } from "../../entry/entry.ts";
import { targetOf } from "../../entry/subject.ts";
import type { CopyContext } from "../context.ts";

/** Drops the open target from the cache if the options ask for it; false if it could not be written, which was reported. */
export function dropTargetCache(ctx: CopyContext, { pair, targetName }: Entry): boolean {
  const { fs, options, targetFile: { handle } } = ctx;
  if (!options.dropCache || handle < 0) return true;
  const error = fs.dropCache(handle);
  if (error < 0) ctx.fail(targetOf(pair, targetName), "write to disk", "sync_file_range", error);
  return error >= 0;
}
