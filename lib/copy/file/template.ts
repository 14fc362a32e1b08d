// The template of a folder's plain files: the last file that took the general path and was right as soon as it had its
// bytes and times (fast_path.ts).

import { type FileStat, SPARE_WORD, WORD } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import { SMALLEST_KERNEL_COPY } from "../../thresholds.ts";
import type { CopyContext } from "../context.ts";

/** Words that must be equal: type, mode, owner, attributes, names, how it is stored, a size of one word. */
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

/**
 * Makes a file the template of those that follow, if it can be one.
 *
 * @param mode that it has in the target
 */
export function rememberTemplate(ctx: CopyContext, { source, pair }: Entry, mode: number): void {
  const { policy, links, transfer: { method } } = ctx;
  const isSmall = source.size > 0 && source.size < SMALLEST_KERNEL_COPY;
  if (!ctx.hasFastPath || !isSmall || (links !== null && source.nlink !== 1)) return;
  if (policy.loses(source)) return; // which is reported for each file
  pair.fastMethod = method;
  pair.fastMode = mode;
  pair.template.copyFrom(source);
}

/** True if a file may be copied as the template was. */
export function matchesTemplate(stat: FileStat, template: FileStat): boolean {
  return stat.hasSameWords(template, ALIKE);
}
