// Where symlinks lead.

import type { CopyContext } from "../../copy/context.ts";
import type { Entry } from "../../entry/entry.ts";

/** Whether two symlinks lead to different places; what cannot be read counts as different. */
export function linkTextsDiffer(
  { fs, linkBuffer, otherLinkBuffer }: CopyContext,
  { pair, name, targetName }: Entry,
): boolean {
  const length = fs.readSymlink(pair.source, name, linkBuffer);
  if (length < 0 || fs.readSymlink(pair.target, targetName, otherLinkBuffer) !== length) {
    return true;
  }
  for (let i = 0; i < length; i++) if (linkBuffer[i] !== otherLinkBuffer[i]) return true;
  return false;
}
