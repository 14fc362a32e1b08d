// The attributes in which two entries are held against each other: what this user may set, the target's file
// system can hold, and the source has a say in. Setting the others would change nothing, so they are no difference.

import type { CopyContext } from "../context.ts";
import { isRequired, XattrLosses } from "./losses.ts";
import { kindOfXattr, XATTR_KIND } from "./xattr_names.ts";
import { canHold, type OnLost, readUnlisted, readXattrs, type Xattrs } from "./xattrs.ts";
import type { XattrHolder } from "./xattr_holder.ts";
import type { Side } from "../../entry/subject.ts";

/** What is out of reach is counted when it is copied, not when it is compared. */
const ignore: OnLost = () => {};

/** Both sides' attributes, or whose could not be read. */
export type ComparedXattrs =
  | { readonly wanted: Xattrs; readonly current: Xattrs }
  | { readonly side: Side; readonly error: number };

/** Reads them. */
export function comparedXattrs(
  ctx: CopyContext,
  source: XattrHolder,
  target: XattrHolder,
): ComparedXattrs {
  const wanted = readXattrs(source, ctx.xattrPolicy, ignore);
  if (typeof wanted === "number") return { side: "source", error: wanted };
  const current = readXattrs(target, ctx.xattrPolicy, ignore);
  if (typeof current === "number") return { side: "target", error: current };
  leaveLabels(wanted, current);
  findUnlisted(ctx, target, wanted, current);
  return { wanted, current };
}

/** Labels that the target alone has are its own affair. */
function leaveLabels(wanted: Xattrs, current: Xattrs): void {
  for (const name of current.keys()) {
    if (!wanted.has(name) && kindOfXattr(name) === XATTR_KIND.label) current.delete(name);
  }
}

/**
 * Reads what the target's file system has and does not list, and leaves out what it has no room for by kind;
 * a must is a difference all the same.
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
