// Labels of a file that is replaced: the new file takes them over, because security modules decide by them. Digests are
// dropped: they belong to the old contents.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";
import { xattrsOfName } from "./xattr_holder.ts";
import { isDigest, kindOfXattr, XATTR_KIND } from "./xattr_names.ts";
import { readXattrs, type Xattrs } from "./xattrs.ts";

/**
 * The labels that a new file takes over from the one that it replaces, or null for none. If the first file that is
 * replaced in a folder has none, the others are not asked: whoever labels files labels all of them.
 */
export function labelsOf(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  existing: FileStat | null,
): Xattrs | null {
  const { fs, xattrPolicy } = ctx;
  const mayHave = existing !== null && existing.isFile && !pair.hasNoLabels;
  if (!mayHave || !xattrPolicy.any || !fs.identity.canLabel) return null;
  const all = fs.xattrListSizeAt(pair.target, name) > 0
    ? readXattrs(xattrsOfName(fs, pair.target, name), xattrPolicy, () => {})
    : 0;
  const labels = typeof all === "number"
    ? []
    : [...all].filter(([xattr]) => kindOfXattr(xattr) === XATTR_KIND.label && !isDigest(xattr));
  pair.hasNoLabels = labels.length === 0;
  return labels.length === 0 ? null : new Map(labels);
}
