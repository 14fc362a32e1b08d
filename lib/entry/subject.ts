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
  /** Of a target: the name in the source, where a message is to have both. */
  readonly from?: CString;
  /** True of an entry that the target alone has. */
  readonly isExtra?: boolean;
}

export function sourceOf(pair: FolderPair, name: CString | null): Subject {
  return { pair, name, side: "source" };
}

export function targetOf(pair: FolderPair, name: CString | null): Subject {
  return { pair, name, side: "target" };
}

/** The target of a copy, of which messages name the source, too. */
export function copyOf(
  { pair, name, targetName }: { pair: FolderPair; name: CString; targetName: CString },
): Subject {
  return { pair, name: targetName, side: "target", from: name };
}

/** The path as the user would type it. */
export function pathOf({ pair: { root, path }, name, side }: Subject): Uint8Array {
  const label = side === "source" ? root.sourceLabel : root.targetLabel;
  return labelledPath(label, name === null ? path : joinPath(path, name));
}

/** The target entry, below the pair's folder, that SOURCE does not have. */
export function extraOf(pair: FolderPair, name: CString): Subject {
  return { pair, name, side: "target", isExtra: true };
}

/** What would have to be copied again, as `ErrorEvent.entry` tells it. */
export function entryOf({ pair: { path, isOfTree }, name, isExtra }: Subject): Uint8Array {
  if (!isOfTree) return path.subarray(0, 0); // SOURCE is the entry itself
  return name === null || isExtra ? path : joinPath(path, name);
}
