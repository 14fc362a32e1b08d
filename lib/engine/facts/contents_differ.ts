// `--checksum`: whether two files of equal size differ in contents.

import { closeRead } from "../../copy/bytes/close_read.ts";
import { COMPARED } from "../../copy/bytes/comparison.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { Entry } from "../../entry/entry.ts";

/** Whether the contents differ; what cannot be read counts as different, and the copy that follows reports why. */
export function contentsDiffer(ctx: CopyContext, { pair, name, targetName, source }: Entry) {
  const { fs, options, comparison } = ctx;
  if (source.hasHugeSize) return true;
  const file = fs.openForReading(pair.source, name, options.dereference);
  if (file < 0) return true;
  const target = fs.openForReading(pair.target, targetName, false);
  const outcome = target < 0 ? COMPARED.targetFailed : comparison.compare(file, target);
  if (target >= 0) closeRead(ctx, target);
  closeRead(ctx, file);
  return outcome !== COMPARED.same && outcome !== COMPARED.stopped;
}
