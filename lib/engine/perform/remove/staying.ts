// Folders of the source that stay when what has arrived is removed from it, for something in them stays.

import { concatBytes, sameBytes } from "../../../../ffi/mod.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";

const SLASH = Uint8Array.of(47);

/** Notes that the pair's source folder stays, once for entries in a row. */
export function noteStaying(worker: WorkerContext, { root, path, sourceStat }: FolderPair): void {
  const last = worker.extras.at(-1);
  const isKnown = last !== undefined && last.root === root.index && last.names === null &&
    sameBytes(last.path, path);
  if (isKnown) return;
  const sourceDev = sourceStat.dev;
  worker.extras.push({ root: root.index, path: path.slice(), sourceDev, names: null });
}

/** Notes that a source folder stays with all that is in it: its path ends in a slash. */
export function noteLeftOut(
  worker: WorkerContext,
  { root, sourceStat }: FolderPair,
  folder: Uint8Array,
): void {
  const path = concatBytes([folder, SLASH]);
  worker.extras.push({ root: root.index, path, sourceDev: sourceStat.dev, names: null });
}
