// `--checksum`: whether two files of equal size differ in contents.

import type { CString } from "../../../ffi/mod.ts";
import { COMPARED } from "../../copy/bytes/comparison.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";

/** Whether the contents differ; what cannot be read counts as different, and the copy that follows reports why. */
export function contentsDiffer(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): boolean {
  const { fs, options, comparison, sourceStat } = ctx;
  if (sourceStat.hasHugeSize) return true;
  const source = fs.openForReading(pair.source, name, options.dereference);
  if (source < 0) return true;
  const target = fs.openForReading(pair.target, targetName, false);
  const outcome = target < 0 ? COMPARED.targetFailed : comparison.compare(source, target);
  if (target >= 0) fs.close(target);
  fs.close(source);
  return outcome !== COMPARED.same && outcome !== COMPARED.stopped;
}
