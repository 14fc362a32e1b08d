// What is mounted in the source is copied, but nothing is removed from it: it may be shown elsewhere as well, and the
// folder that it is mounted on cannot go.

import { FileStat, WORD } from "../../../../ffi/mod.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { sourceOf } from "../../../entry/subject.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { REMOVE } from "./remove_entry.ts";

export class OtherMounts {
  readonly #roots = new Map<number, FileStat | null>();

  constructor(private readonly worker: WorkerContext) {}

  /** Whether the pair's source folder is on another mount than its root. */
  has({ root, path, sourceStat }: FolderPair): boolean {
    if (path.length === 0) return false;
    const own = this.#statOf(root.index);
    return own === null || own.dev !== sourceStat.dev ||
      own.words[WORD.mntId] !== sourceStat.words[WORD.mntId];
  }

  /** Reports a folder that is the root of such a mount, any where the system does not tell that; none that was left out. */
  report(pair: FolderPair): void {
    const { ctx } = this.worker;
    if (ctx.options.oneFileSystem) return;
    const { mountRootAttribute } = ctx.fs.can;
    if (mountRootAttribute !== 0 && (pair.sourceStat.attributes & mountRootAttribute) === 0) return;
    const message = "Another file system begins there; move its entries by themselves";
    ctx.failWith(sourceOf(pair, null), REMOVE, "MOUNT_POINT", message);
  }

  #statOf(index: number): FileStat | null {
    const known = this.#roots.get(index);
    if (known !== undefined) return known;
    const stat = new FileStat();
    const error = this.worker.ctx.fs.statHandle(this.worker.roots[index].source, stat);
    const found = error === 0 ? stat : null;
    this.#roots.set(index, found);
    return found;
  }
}
