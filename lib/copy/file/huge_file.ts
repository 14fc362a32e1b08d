// Files of 2^53 bytes and more, which only holes make possible: offsets in them are no exact numbers here, and a
// copy would end somewhere else. They are refused before a byte is written.

import type { Entry } from "../../entry/entry.ts";
import { sourceOf } from "../../entry/subject.ts";
import type { CopyContext } from "../context.ts";

/** True if the source file is refused, which was reported. */
export function refusesHuge(ctx: CopyContext, entry: Entry, op: string): boolean {
  const { pair, name, source } = entry;
  if (!source.hasHugeSize) return false;
  const message =
    `Its ${source.sizeText} bytes are more than the ${Number.MAX_SAFE_INTEGER} that can be counted here`;
  ctx.failWith(sourceOf(pair, name), op, "EFBIG", message);
  return true;
}
