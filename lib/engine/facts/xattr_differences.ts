// Whether two entries differ in extended attributes or ACLs, as CHANGED bits.

import type { FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { comparedXattrs } from "../../copy/metadata/compared_xattrs.ts";
import { isAcl } from "../../copy/metadata/xattr_names.ts";
import { areRight, type Xattrs } from "../../copy/metadata/xattrs.ts";
import { type XattrHolder, xattrsOfName } from "../../copy/metadata/xattr_holder.ts";
import type { Entry } from "../../entry/entry.ts";
import { CHANGED } from "../../plan/changes.ts";

/** Whether an entry's two sides differ, by name: one call each where neither has any. */
export function xattrDifferencesByName(
  ctx: CopyContext,
  { pair, name, targetName, source: stat }: Entry,
): number {
  const { fs, xattrPolicy } = ctx;
  if (!xattrPolicy.any) return 0;
  const source = fs.xattrListSizeAt(pair.source, name);
  const target = fs.xattrListSizeAt(pair.target, targetName);
  if (source === 0 && target === 0) return 0;
  return xattrDifferences(
    ctx,
    stat,
    xattrsOfName(fs, pair.source, name),
    xattrsOfName(fs, pair.target, targetName),
  );
}

/**
 * Compares both sides' kept attributes; what cannot be read counts as different.
 *
 * @param stat the source's metadata
 */
export function xattrDifferences(
  ctx: CopyContext,
  stat: FileStat,
  source: XattrHolder,
  target: XattrHolder,
): number {
  const compared = comparedXattrs(ctx, stat, source, target);
  if ("error" in compared) return CHANGED.xattrs;
  const { wanted, current } = compared;
  let bits = 0;
  const policy = ctx.xattrPolicy;
  if (!areRight(only(current, true), only(wanted, true), policy)) bits |= CHANGED.acl;
  if (!areRight(only(current, false), only(wanted, false), policy)) bits |= CHANGED.xattrs;
  return bits;
}

function only(xattrs: Xattrs, acls: boolean): Xattrs {
  return new Map([...xattrs].filter(([name]) => isAcl(name) === acls));
}
