// What of an entry's metadata is not kept without that being its failure: counted, and told once at the
// end of the run. Where the user asked for it by name it is a failure all the same.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { CopyContext } from "../context.ts";
import type { Place } from "../place.ts";
import { isAcl } from "./xattr_names.ts";

/** Counts what an ordinary user cannot keep, or fails it where the user asked for it by name. */
export function noteLosses(
  ctx: CopyContext,
  place: Place,
  name: CString | null,
  source: FileStat,
): void {
  const { keeping, count } = ctx;
  if (keeping.losesOwner(source)) noteOwnerLoss(ctx, place, name);
  if (keeping.losesSpecialBits(source)) count[COUNTER.specialBitsNotKept]++;
}

export function noteOwnerLoss(ctx: CopyContext, place: Place, name: CString | null): void {
  ctx.count[COUNTER.ownersNotKept]++;
  if (!ctx.options.required.owner) return;
  ctx.failWith(place, name, "target", "keep owner of", null, "EPERM", "Operation not permitted");
}

/** Whether the user asked for an attribute by the name of its option. */
export function isRequired({ options: { required } }: CopyContext, xattr: string): boolean {
  return (isAcl(xattr) ? required.acls : required.xattrs) === true;
}

/** Why attributes are not kept, by counter. */
export type XattrLoss =
  | "privilegedXattrsNotKept"
  | "xattrsUnsupported"
  | "xattrsRefused"
  | "xattrsLeft";

/** The attributes that one entry loses: counts it once for each reason. */
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
