// Where symlinks lead.

import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** Whether two symlinks lead to different places; what cannot be read counts as different. */
export function textsDiffer(
  { ctx: { fs, linkBuffer, otherLinkBuffer } }: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): boolean {
  const length = fs.readSymlink(pair.source, name, linkBuffer);
  if (length < 0 || fs.readSymlink(pair.target, targetName, otherLinkBuffer) !== length) {
    return true;
  }
  for (let i = 0; i < length; i++) if (linkBuffer[i] !== otherLinkBuffer[i]) return true;
  return false;
}
