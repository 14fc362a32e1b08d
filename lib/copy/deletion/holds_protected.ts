// Whether a folder of the target may go at all.

import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";
import type { DeletionFilter } from "./deletion_filter.ts";
import type { FolderAccess } from "./folder_access.ts";
import { TargetVisitor } from "./target_visitor.ts";

/**
 * Whether a folder of the pair's target holds something that must stay: what the filter protects, a mount point, the
 * source, or what cannot be looked at.
 *
 * @param filter is not asked about the folder itself
 */
export function holdsProtected(
  ctx: CopyContext,
  pair: FolderPair,
  filter: DeletionFilter,
  name: CString,
  access: FolderAccess,
): boolean {
  return !new Search(ctx, pair, filter, access).mayGo(name);
}

/** Ends at the first thing that stays. */
class Search extends TargetVisitor {
  #isOver = false;

  mayGo(name: CString): boolean {
    return !this.isBlocked(name) && this.walkThrough(name);
  }

  override shouldContinue(): boolean {
    return !this.#isOver;
  }

  override protects(path: Uint8Array, folder: number, name: CString, type: number): boolean {
    return this.#isOver = super.protects(path, folder, name, type);
  }

  override visit(): boolean {
    return true;
  }

  override leave(): boolean {
    return true;
  }

  override failed(): void {
    this.#isOver = true;
  }
}
