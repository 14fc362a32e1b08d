// The attributes in which two entries are compared: those that this user may set, that the target's file system can hold
// and that the source decides. Setting any others would change nothing, so they are no difference.

import type { FileStat } from "../../../ffi/mod.ts";
import type { Side } from "../../entry/subject.ts";
import type { CopyContext } from "../context.ts";
import { toTargetAcls } from "./target_acl.ts";
import { isRequired, XattrLosses } from "./losses.ts";
import type { XattrHolder } from "./xattr_holder.ts";
import { kindOfXattr, XATTR_KIND } from "./xattr_names.ts";
import { canHold, type OnLost, readUnlisted, readXattrs, type Xattrs } from "./xattrs.ts";

/** Attributes that cannot be set are counted when they are copied, not when they are compared. */
const ignore: OnLost = () => {};

/** Both sides' attributes, or the side that could not be read. */
type ComparedXattrs =
  | { readonly wanted: Xattrs; readonly current: Xattrs }
  | { readonly side: Side; readonly error: number };

/**
 * Reads them.
 *
 * @param stat the source's metadata
 */
export function comparedXattrs(
  ctx: CopyContext,
  stat: FileStat,
  source: XattrHolder,
  target: XattrHolder,
): ComparedXattrs {
  const wanted = readXattrs(source, ctx.xattrPolicy, ignore);
  if (typeof wanted === "number") return { side: "source", error: wanted };
  toTargetAcls(ctx, stat, wanted);
  const current = readXattrs(target, ctx.xattrPolicy, ignore);
  if (typeof current === "number") return { side: "target", error: current };
  ignoreExtraLabels(wanted, current);
  findUnlisted(ctx, target, wanted, current);
  return { wanted, current };
}

/** Labels that only the target has are ignored. */
function ignoreExtraLabels(wanted: Xattrs, current: Xattrs): void {
  for (const name of current.keys()) {
    if (!wanted.has(name) && kindOfXattr(name) === XATTR_KIND.label) current.delete(name);
  }
}

/**
 * Reads attributes that the target's file system has but does not list, and leaves out kinds that it cannot hold, unless
 * the user asked for them by name.
 */
function findUnlisted(
  ctx: CopyContext,
  target: XattrHolder,
  wanted: Xattrs,
  current: Xattrs,
): void {
  const losses = new XattrLosses(ctx);
  for (const name of wanted.keys()) {
    if (current.has(name)) continue;
    const value = readUnlisted(target, name);
    if (typeof value !== "number") {
      current.set(name, value);
      continue;
    }
    if (isRequired(ctx, name) || canHold(target, name, value)) continue;
    wanted.delete(name);
    if (ctx.xattrPolicy.countsUnsupported) losses.add("xattrsUnsupported", name, "EOPNOTSUPP");
  }
}
