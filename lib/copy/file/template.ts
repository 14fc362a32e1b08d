// What plain files of one folder have in common: they are like the one that was copied last the general way
// and was right as soon as it had its bytes and times (fast_path.ts).

import { type FileStat, SPARE_WORD, WORD } from "../../../ffi/mod.ts";
import { SMALLEST_KERNEL_COPY } from "../../thresholds.ts";
import type { CopyContext } from "../context.ts";
import type { FileToCopy } from "./file_to_copy.ts";

/** What has to be the same: type, mode, owner, attributes, names, how it is stored, a size of one word. */
const ALIKE = [
  WORD.attributes,
  WORD.attributes + 1,
  WORD.nlink,
  WORD.uid,
  WORD.gid,
  WORD.mode,
  WORD.size + 1,
  SPARE_WORD.isEncrypted,
  SPARE_WORD.isDataless,
];

/** Takes a file for the model of those that follow, if it can be one. */
export function rememberTemplate(ctx: CopyContext, { stat, pair }: FileToCopy): void {
  const { policy, links, transfer: { method } } = ctx;
  const isSmall = stat.size > 0 && stat.size < SMALLEST_KERNEL_COPY;
  if (!ctx.hasFastPath || !isSmall || (links !== null && stat.nlink !== 1)) return;
  if (policy.losesOwner(stat) || policy.losesSpecialBits(stat)) return; // that is said of each file
  pair.fastMethod = method;
  pair.template.copyFrom(stat);
}

/** Whether a file has in common with the model what plain files have. */
export function matchesTemplate(stat: FileStat, model: FileStat): boolean {
  return stat.hasSameWords(model, ALIKE);
}
