// Files of the run's own in a folder: none of them changes the times by which others tell whether something did.

import { FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";

/** Makes a change in an open folder and gives it its times again, unless that failed; what `change` answers. */
export function keepFolderTimes(
  fs: NativeFileSystem,
  folder: number,
  change: () => number,
): number {
  const stat = new FileStat();
  const isKnown = fs.statHandle(folder, stat) === 0;
  const answer = change();
  if (answer === 0 && isKnown) fs.setTimes(folder, stat);
  return answer;
}
