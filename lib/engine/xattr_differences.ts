// Whether two entries differ in extended attributes or ACLs, as CHANGED bits.

import type { CopyContext } from "../copy/context.ts";
import { readXattrs, sameXattrs, type XattrHolder, type Xattrs } from "../copy/xattrs.ts";
import { CHANGED } from "../plan/changes.ts";

/** Reads both sides' kept attributes and compares them; what cannot be read counts as different. */
export function xattrDifferences(
  ctx: CopyContext,
  source: XattrHolder,
  target: XattrHolder,
): number {
  const wanted = readXattrs(source, ctx.xattrPolicy);
  const current = readXattrs(target, ctx.xattrPolicy);
  if (typeof wanted === "number" || typeof current === "number") return CHANGED.xattrs;
  let bits = 0;
  if (!sameXattrs(only(wanted, true), only(current, true))) bits |= CHANGED.acl;
  if (!sameXattrs(only(wanted, false), only(current, false))) bits |= CHANGED.xattrs;
  return bits;
}

function only(xattrs: Xattrs, acls: boolean): Xattrs {
  return new Map([...xattrs].filter(([name]) => name.startsWith("system.") === acls));
}
