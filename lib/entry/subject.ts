// The subject of a message: an entry of a folder pair, or the pair's folder itself, on one of the two sides.

import type { CString } from "../../ffi/mod.ts";
import { type FolderPair, joinPath, labelledPath } from "./folder_pair.ts";

/** The root that a message names: reading fails in the source, writing in the target. */
export type Side = "source" | "target";

/** An entry, or the folder itself where `name` is null. */
export interface Subject {
  readonly pair: FolderPair;
  readonly name: CString | null;
  readonly side: Side;
}

export function sourceOf(pair: FolderPair, name: CString | null): Subject {
  return { pair, name, side: "source" };
}

export function targetOf(pair: FolderPair, name: CString | null): Subject {
  return { pair, name, side: "target" };
}

/** The path as the user would type it. */
export function pathOf({ pair: { root, path }, name, side }: Subject): Uint8Array {
  const label = side === "source" ? root.sourceLabel : root.targetLabel;
  return labelledPath(label, name === null ? path : joinPath(path, name));
}
