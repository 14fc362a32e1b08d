// Metadata that are not kept although the entry did not fail: counted, and reported once at the end of the run. A loss
// that the user asked to avoid by name is a failure.

import type { Abilities, CString, FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { CopyContext } from "../context.ts";
import { isAcl } from "./xattr_names.ts";

/**
 * Counts owners and special bits that this user cannot keep; a failure if the user asked for them by name.
 *
 * @param old what the target was before, and may have already; null for a new one
 */
export function noteLosses(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString | null,
  source: FileStat,
  old: FileStat | null = null,
): void {
  const { policy } = ctx;
  const losesOwner = old === null ? policy.losesOwner(source) : policy.lacksOwner(source, old);
  const losesGroup = old === null ? policy.losesGroup(source) : policy.lacksGroup(source, old);
  if (losesOwner || losesGroup) noteOwnerLoss(ctx, { pair, name }, losesOwner, losesGroup);
  if (old !== null) return noteMissingBits(ctx, { pair, name }, source, old);
  if (policy.losesSpecialBits(source)) {
    noteBitLoss(ctx, { pair, name }, policy.losesGivenBits(source));
  }
}

/** Whether owners that this user cannot keep are failures, also of entries that are otherwise unchanged. */
export function insistsOnOwners(
  { options: { required }, fs: { identity, can } }: CopyContext,
): boolean {
  return (required.owner === true || required.group === true) && can.owners && !identity.canChown;
}

/** Whether what an unchanged entry lacks may be a failure. */
export function insistsOnMore(ctx: CopyContext): boolean {
  const { required, chmod } = ctx.options;
  return required.flags === true || required.perms === true || chmod.length > 0 ||
    insistsOnOwners(ctx);
}

/**
 * Counts what an unchanged entry lacks: of owners and flags what the user asked for by name, a failure in each run, and
 * setuid and setgid.
 */
export function noteMissing(
  ctx: CopyContext,
  target: { readonly pair: FolderPair; readonly name: CString | null },
  source: FileStat,
  current: FileStat,
): void {
  if (insistsOnOwners(ctx)) noteMissingOwners(ctx, target, source, current);
  noteMissingBits(ctx, target, source, current);
  if (ctx.options.required.flags === true) {
    noteFlagLosses(ctx, target, source, current.attributesMask);
  }
}

function noteMissingOwners(
  ctx: CopyContext,
  target: { readonly pair: FolderPair; readonly name: CString | null },
  source: FileStat,
  current: FileStat,
): void {
  const { policy, options: { required } } = ctx;
  const lacksOwner = required.owner === true && policy.lacksOwner(source, current);
  const lacksGroup = required.group === true && policy.lacksGroup(source, current);
  if (lacksOwner || lacksGroup) noteOwnerLoss(ctx, target, lacksOwner, lacksGroup);
}

function noteMissingBits(
  ctx: CopyContext,
  target: { readonly pair: FolderPair; readonly name: CString | null },
  source: FileStat,
  current: FileStat,
): void {
  const bits = ctx.policy.bitsOutOfReach(source, current);
  if (bits !== 0) noteBitLoss(ctx, target, (bits & ~source.permissions) !== 0);
}

/** Counts setuid or setgid that is lost; a failure if the user asked for modes or gave the bit by --chmod. */
export function noteBitLoss(
  ctx: CopyContext,
  { pair, name }: { readonly pair: FolderPair; readonly name: CString | null },
  isGiven: boolean,
): void {
  ctx.count[COUNTER.specialBitsNotKept]++;
  if (!ctx.options.required.perms && !isGiven) return;
  ctx.failWith(targetOf(pair, name), "keep mode of", "EPERM", "Operation not permitted");
}

/** The same for flags beside the mode, including those that the target's file system does not have. */
export function noteFlagLosses(
  ctx: CopyContext,
  target: { readonly pair: FolderPair; readonly name: CString | null },
  source: FileStat,
  targetMask: number,
): void {
  const { flags } = ctx;
  if (flags === null) return;
  const unsupported = flags.unsupported(source, targetMask);
  if (unsupported !== 0) noteFlagLoss(ctx, target, unsupported, "flagsUnsupported");
  const outOfReach = flags.outOfReach(source) & targetMask;
  if (outOfReach !== 0) noteFlagLoss(ctx, target, outOfReach, "flagsOutOfReach");
}

/** Counts an owner or a group, or both, that cannot be kept; a failure if the user asked for one of them by name. */
export function noteOwnerLoss(
  ctx: CopyContext,
  { pair, name }: { readonly pair: FolderPair; readonly name: CString | null },
  losesOwner: boolean,
  losesGroup: boolean,
): void {
  const { required } = ctx.options;
  ctx.count[COUNTER.ownersNotKept]++;
  const insisted = [
    ...losesOwner && required.owner === true ? ["owner"] : [],
    ...losesGroup && required.group === true ? ["group"] : [],
  ].join(" and ");
  if (insisted === "") return;
  ctx.failWith(targetOf(pair, name), `keep ${insisted} of`, "EPERM", "Operation not permitted");
}

/** Counts flags that a target does not have; a failure if the user asked for them by name. */
export function noteFlagLoss(
  ctx: CopyContext,
  { pair, name }: { readonly pair: FolderPair; readonly name: CString | null },
  flags: number,
  loss: "flagsUnsupported" | "flagsOutOfReach",
): void {
  const code = loss === "flagsOutOfReach" ? "EPERM" : "EOPNOTSUPP";
  const names = flagNames(ctx.fs.can, flags);
  if (ctx.options.required.flags === true) {
    const message = loss === "flagsOutOfReach"
      ? "Operation not permitted"
      : "The file system has no such flag";
    ctx.failWith(targetOf(pair, name), `keep flags (${names}) of`, code, message);
    return;
  }
  ctx.count[COUNTER[loss]]++;
  ctx.lostNames.add({ loss, code, name: names });
}

/** True if the user asked for an attribute by the name of its option. */
export function isRequired({ options: { required } }: CopyContext, xattr: string): boolean {
  return (isAcl(xattr) ? required.acls : required.xattrs) === true;
}

/** Why attributes are not kept, by counter. */
type XattrLoss =
  | "privilegedXattrsNotKept"
  | "xattrsUnsupported"
  | "xattrsRefused"
  | "aclsUnmapped"
  | "xattrsLeft";

/** Counts an entry that loses attributes, once for each reason. */
export class XattrLosses {
  readonly #counted = new Set<XattrLoss>();

  constructor(private readonly ctx: CopyContext) {}

  /** @param code of the error with which it was refused */
  add(loss: XattrLoss, name: string, code: string): void {
    if (!this.#counted.has(loss)) this.ctx.count[COUNTER[loss]]++;
    this.#counted.add(loss);
    this.ctx.lostNames.add({ loss, code, name });
  }
}

/** `immutable, no dump`; `none` where there are none. */
export function flagNames({ attributeNames }: Abilities, flags: number): string {
  const names: string[] = [];
  for (let left = flags; left !== 0; left &= left - 1) {
    const bit = left & -left;
    names.push(attributeNames[bit] ?? `0x${(bit >>> 0).toString(16)}`);
  }
  return names.length === 0 ? "none" : names.join(", ");
}
