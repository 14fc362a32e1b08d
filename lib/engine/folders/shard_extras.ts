// Whether a target folder has extra entries that belong to this shard, by the names in both folders: entries of the source
// that belong to other shards are not looked at, so that counting what both sides have does not tell.

import { ENTRY_TYPE, type Listing, type NameKey } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { NameSet } from "../../plan/name_set.ts";
import type { ShardOwner } from "../../plan/shard_owner.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** What is known of one target folder. */
export class ShardExtras {
  /** Entries that may be extra. */
  count = 0;
  readonly #shard: ShardOwner;
  /** Names of the source that the target may have; null where not all are known. */
  readonly #names: NameSet | null;

  /** @param source the whole listing of the source folder, or null where it is not complete */
  constructor(
    private readonly worker: WorkerContext,
    private readonly pair: FolderPair,
    source: Listing | null,
    key: NameKey | null,
  ) {
    this.#shard = worker.shard!;
    this.#names = source === null ? null : this.#namesOf(source, key);
  }

  /** Notes an entry of the target; whether it belongs to this shard by its name. */
  owns({ bytes, nameAt }: Listing, index: number): boolean {
    const at = nameAt[index];
    const isOwn = this.#shard.ownsName(this.pair, bytes, at);
    // That a folder holds anything extra changed its time, whoever deletes it.
    if (!isOwn && !this.worker.ctx.options.ignoreExtra) return false;
    if (this.#names === null || this.#names.typeOf(bytes, at) < 0) this.count++;
    return isOwn;
  }

  /** The names that keep the target's from being extra; in doubt one is left out, and the deleting phase looks closer. */
  #namesOf(source: Listing, key: NameKey | null): NameSet {
    const { selection, ctx: { options } } = this.worker;
    const names = new NameSet(key);
    for (let i = 0; i < source.count; i++) {
      const at = source.nameAt[i], type = source.type[i];
      const isKnown = key !== null || options.ignoreExtra ||
        this.#shard.ownsName(this.pair, source.bytes, at);
      if (!isKnown || (options.pruneEmptyDirs && type === ENTRY_TYPE.folder)) continue;
      if (selection.mayDeleteExcluded && this.#isExcluded(source, i)) continue;
      names.add(source.bytes, at, type);
    }
    return names;
  }

  #isExcluded(source: Listing, index: number): boolean {
    const type = source.type[index];
    const excludes = (isFolder: boolean) =>
      this.worker.selection.excludesName(this.pair, source.name(index), isFolder);
    if (type === ENTRY_TYPE.unknown) return excludes(false) || excludes(true);
    return excludes(type === ENTRY_TYPE.folder);
  }
}
