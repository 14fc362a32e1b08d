// Folders of the target that are folders of the source, seen through another file system that is mounted below the
// target: nothing is removed from them, for it would be removed from both.

import { binaryText } from "../../../../ffi/mod.ts";
import { isShownTwice } from "../../../copy/target/shown_twice.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { sourceOf } from "../../../entry/subject.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { REMOVE } from "./remove_entry.ts";

export class ShownFolders {
  #last = { root: -1, path: "", isOne: false };

  constructor(private readonly worker: WorkerContext) {}

  /** Whether the pair's folders are one. The roots were looked at before. */
  has({ root, path, isOnOtherMount, source, target, sourceStat, targetStat }: FolderPair): boolean {
    if (!isOnOtherMount || target < 0 || sourceStat.dev === targetStat.dev) return false;
    const text = binaryText(path);
    if (this.#last.root !== root.index || this.#last.path !== text) {
      const isOne = isShownTwice(this.worker.ctx.fs, source, target);
      this.#last = { root: root.index, path: text, isOne };
    }
    return this.#last.isOne;
  }

  /** Reports the folder on which the other file system is mounted; any where the system does not tell that. */
  report(pair: FolderPair): void {
    const { ctx } = this.worker;
    const { mountRootAttribute } = ctx.fs.can;
    const isInside = mountRootAttribute !== 0 &&
      (pair.targetStat.attributes & mountRootAttribute) === 0;
    if (isInside) return;
    const message = "The target's folder is the same one, seen through another file system";
    ctx.failWith(sourceOf(pair, null), REMOVE, "SAME_FILE", message);
  }
}
