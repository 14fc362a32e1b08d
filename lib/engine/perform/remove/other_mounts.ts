// What is mounted in the source is copied, but nothing is removed from it: it may be shown elsewhere as well, and the
// folder that it is mounted on cannot go.

import { cString, FileStat, WORD } from "../../../../ffi/mod.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { sourceOf } from "../../../entry/subject.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { REMOVE } from "./remove_entry.ts";

const ABOVE = cString("..");

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

  /** Reports a folder with which such a mount begins, any where the system does not tell that; none that was left out. */
  report(pair: FolderPair): void {
    const { ctx } = this.worker;
    if (ctx.options.oneFileSystem || !this.#isFirst(pair)) return;
    const message = "Another file system begins there; move its entries by themselves";
    ctx.failWith(sourceOf(pair, null), REMOVE, "MOUNT_POINT", message);
  }

  /** A subvolume has a device of its own and is no mount: its first folder is told by the one above. */
  #isFirst({ source, sourceStat }: FolderPair): boolean {
    const { fs } = this.worker.ctx;
    const { mountRootAttribute } = fs.can;
    if (mountRootAttribute === 0 || (sourceStat.attributes & mountRootAttribute) !== 0) return true;
    const above = new FileStat();
    return fs.stat(source, ABOVE, above) === 0 && above.dev !== sourceStat.dev;
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
