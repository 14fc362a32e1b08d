// The last entries that a move removes from the source: the files that say what takes part there. What one says may be
// about the files of folders below it and of its own.

import { binaryText } from "../../../ffi/mod.ts";
import type { ExtraFolder } from "../worker/left_folders.ts";

const SLASH = 47;

/** Names by folder, each folder once, in portions to be done one after the other: the deepest folders first. */
export function ruleFilePortions(folders: readonly ExtraFolder[]): ExtraFolder[][] {
  const byFolder = new Map<string, ExtraFolder>();
  for (const folder of folders) {
    const key = `${folder.root}:${binaryText(folder.path)}`;
    const names = [...byFolder.get(key)?.names ?? [], ...folder.names ?? []];
    byFolder.set(key, { ...folder, names });
  }
  const byDepth: ExtraFolder[][] = [];
  for (const folder of byFolder.values()) (byDepth[depthOf(folder.path)] ??= []).push(folder);
  return byDepth.filter((portion) => portion !== undefined).reverse();
}

function depthOf(path: Uint8Array): number {
  if (path.length === 0) return 0;
  return path.reduce((depth, byte) => byte === SLASH ? depth + 1 : depth, 1);
}
