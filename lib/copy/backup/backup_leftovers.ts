// Sweeps folders for backups, which no run lists otherwise: a killed run may have left a temporary name there, where it
// replaced an older backup or copied one from another file system.

import {
  cString,
  Listing,
  type NativeFileSystem,
  sameBytes,
  withoutNul,
} from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";
import { sweep } from "../target/sweep.ts";
import { isPartialName, isTemporaryAt } from "../target/temporary_names.ts";

const LISTING_BYTES = 64 * 1024;

/** One thread's: the folder that was swept last is not listed once more. */
export class BackupLeftovers {
  #root = -1;
  #path: Uint8Array = new Uint8Array();

  constructor(private readonly ctx: CopyContext) {}

  /** @param pair has the folder for backups as its target */
  sweep(pair: FolderPair): void {
    const { ctx, ctx: { fs } } = this;
    if (pair.root.index === this.#root && sameBytes(pair.path, this.#path)) return;
    this.#root = pair.root.index;
    this.#path = pair.path.slice();
    if (fs.statHandle(pair.target, pair.targetStat) < 0) return;
    for (const name of leftoversIn(fs, pair.target)) sweep(ctx, pair, name);
  }
}

function leftoversIn(fs: NativeFileSystem, target: number) {
  const names = [];
  const folder = fs.openFolderBeneath(target, cString(""), false);
  if (folder < 0) return [];
  const listing = new Listing(LISTING_BYTES);
  for (let end = 0; end === 0;) {
    listing.clear();
    end = fs.list(folder, listing);
    for (let i = 0; i < listing.count; i++) {
      // What `--resume` continues is no backup's.
      if (!isTemporaryAt(listing, i) || isPartialName(listing.name(i))) continue;
      names.push(cString(withoutNul(listing.name(i))));
    }
  }
  fs.close(folder);
  return names;
}
