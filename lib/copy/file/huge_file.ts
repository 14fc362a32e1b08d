// Files of 2^53 bytes and more, which only holes make possible: offsets in them are no exact numbers here, and a
// copy would end somewhere else. They are refused before a byte is written.

import type { CString } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf } from "../../entry/subject.ts";

/** Whether the source file in hand, whose metadata are in `ctx.sourceStat`, is refused; that was reported. */
export function refusesHuge(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  op: string,
): boolean {
  const { sourceStat } = ctx;
  if (!sourceStat.hasHugeSize) return false;
  const message =
    `Its ${sourceStat.sizeText} bytes are more than the ${Number.MAX_SAFE_INTEGER} that can be counted here`;
  ctx.failWith(sourceOf(pair, name), op, "EFBIG", message);
  return true;
}
