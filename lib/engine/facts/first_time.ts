// The times of folders of which a move that was broken off has removed something: they have changed by that, and the target
// has what they were at first.

import { WORD } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";

const MTIME_WORDS = [WORD.mtime, WORD.mtime + 1, WORD.mtimeNsec];

/** Takes the target's time for the source's where that was changed by an earlier run of the move. */
export function keepFirstTime({ root: { removal }, sourceStat, targetStat }: FolderPair): void {
  const since = removal?.removedSince ?? null;
  if (since === null) return;
  const isSince = sourceStat.mtimeSec + sourceStat.mtimeNsec / 1e9 >= since;
  // Their file systems' clocks may differ.
  const isLater = sourceStat.mtimeSec - targetStat.mtimeSec ||
    sourceStat.mtimeNsec - targetStat.mtimeNsec;
  if (!isSince && isLater <= 0) return;
  for (const word of MTIME_WORDS) sourceStat.words[word] = targetStat.words[word];
}
