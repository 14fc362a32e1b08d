// How much a deletion would remove.

import { ENOTDIR } from "../../../ffi/errno.ts";
import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";
import type { DeletionFilter } from "./deletion_filter.ts";
import { PlainAccess } from "./folder_access.ts";
import { TargetVisitor } from "./target_visitor.ts";

/** What a walk has met. */
export interface EntryCount {
  /** Entries that would be removed. */
  readonly going: number;
  /** Those that would stay, as far as the walk has seen them. */
  readonly staying: number;
  /** 0, or the negated errno of a folder that could not be listed. */
  readonly error: number;
}

/**
 * What `deleteEntry` would remove of an entry, itself among it; the walk ends after `limit` entries. Its type is one
 * of ENTRY_TYPE, as listed.
 */
export function countEntries(
  ctx: CopyContext,
  pair: FolderPair,
  filter: DeletionFilter,
  { name, type: listed }: { readonly name: CString; readonly type: number },
  limit = Infinity,
): EntryCount {
  const counter = new Counter(ctx, pair, filter, limit);
  if (!counter.visitAll(name, listed)) counter.staying++;
  return counter;
}

class Counter extends TargetVisitor implements EntryCount {
  going = 0;
  staying = 0;
  error = 0;

  constructor(
    ctx: CopyContext,
    pair: FolderPair,
    filter: DeletionFilter,
    private readonly limit: number,
  ) {
    super(ctx, pair, filter, new PlainAccess(ctx));
  }

  override shouldContinue(): boolean {
    return this.error === 0 && this.going + this.staying < this.limit;
  }

  override protects(path: Uint8Array, folder: number, name: CString, type: number): boolean {
    const stays = super.protects(path, folder, name, type);
    if (stays && path.length > this.pair.path.length) this.staying++; // below the entry itself
    return stays;
  }

  override visit(): boolean {
    this.going++;
    return true;
  }

  override leave(): boolean {
    this.going++;
    return true;
  }

  override failed(_path: Uint8Array, _syscall: string, error: number): void {
    // Another run has put something else in the folder's place, so that it has nothing more that would go.
    if (error !== -ENOTDIR) this.error = error;
  }
}
