// Names of one source folder that differ in case only, where the target ignores case and can hold only one of
// them: the one that it has already, else the first, is copied, and each other one is an error, so that none
// silently becomes another.

import { cString, type Listing, type NameKey, textOf, withoutNul } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf } from "../../entry/subject.ts";
import { NameSet } from "../../plan/name_set.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { targetNames } from "../facts/target_names.ts";

/** The names of one source folder that were listed so far. */
export class CaseClashes {
  readonly #names: NameSet;

  constructor(private readonly key: NameKey) {
    this.#names = new NameSet(key);
  }

  /** Reports the entries that clash with another one and takes them out of the listing. */
  remove(worker: WorkerContext, pair: FolderPair, listing: Listing): void {
    const clashing = this.#find(listing);
    if (clashing.length === 0) return;
    const left = new Set<number>();
    const existing = pair.fresh || pair.target < 0 ? null : targetNames(worker, pair);
    const has = (i: number) => (existing?.typeOf(listing.bytes, listing.nameAt[i]) ?? -1) >= 0;
    for (const later of clashing) {
      // What the target has already stays there, whichever comes first.
      const first = has(later) ? this.#firstLike(listing, later, left) : later;
      left.add(first === later || has(first) ? later : first);
    }
    let kept = 0;
    const { shard } = worker;
    for (let i = 0; i < listing.count; i++) {
      if (left.has(i)) {
        const isOwn = shard === null || shard.ownsName(pair, listing.bytes, listing.nameAt[i]);
        if (isOwn) report(worker, pair, listing.name(i));
        continue;
      }
      listing.keep(i, kept++);
    }
    listing.count = kept;
  }

  /** Adds the names of a listing; the indexes of those that clash with an earlier one. */
  #find(listing: Listing): number[] {
    const clashing: number[] = [];
    for (let i = 0; i < listing.count; i++) {
      if (this.#names.typeOf(listing.bytes, listing.nameAt[i]) >= 0) clashing.push(i);
      else this.#names.add(listing.bytes, listing.nameAt[i], listing.type[i]);
    }
    return clashing;
  }

  /** Index of the entry that clashes with `later` and is not left out; `later` itself if that was in an earlier listing. */
  #firstLike(listing: Listing, later: number, left: ReadonlySet<number>): number {
    const key = textOf(this.key(listing.name(later)));
    for (let i = 0; i < later; i++) {
      if (!left.has(i) && textOf(this.key(listing.name(i))) === key) return i;
    }
    return later;
  }
}

function report({ ctx }: WorkerContext, pair: FolderPair, name: Uint8Array): void {
  ctx.failWith(
    sourceOf(pair, cString(withoutNul(name))),
    "copy",
    "NAME_CLASH",
    "Its name differs from another one's in case or form only, and the target folder can hold one of them",
  );
}
