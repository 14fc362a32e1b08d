// File systems of which files are closed before they get their names (lib/copy/file/close_before_naming.ts).

import type { FolderPair } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";

/** Whether the target's file system may tell of lost bytes only when a file is closed. */
export function tellsLate({ limits, targetFile }: CopyContext, pair: FolderPair): boolean {
  const { dev } = pair.targetStat;
  if (dev !== targetFile.askedDev) {
    targetFile.tellsLate = limits.identify(pair).kind.tellsLate === true;
    targetFile.askedDev = dev;
  }
  return targetFile.tellsLate;
}
