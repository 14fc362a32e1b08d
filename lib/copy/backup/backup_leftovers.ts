// Sweeps folders for backups, which no run lists otherwise: a killed run may have left a temporary name there, where it
// replaced an older backup or copied one from another file system.

import { sameBytes } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";
import { namesIn } from "../target/names_in.ts";
import { sweep } from "../target/sweep.ts";
import { isPartialName, isTemporaryName } from "../target/temporary_names.ts";

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
    for (const name of namesIn(fs, pair.target, isLeftover)) sweep(ctx, pair, name);
  }
}

/** What `--resume` continues is no backup's. */
function isLeftover(name: Uint8Array): boolean {
  return isTemporaryName(name) && !isPartialName(name);
}
