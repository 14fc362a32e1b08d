// Counts what a mirror will delete, for the screen: the main thread lists both trees in short slices while others copy. What
// the run makes meanwhile has the source's names, and does not count. Nothing is decided by it.

import { ENTRY_TYPE, Listing, type NativeFileSystem } from "../../../ffi/mod.ts";
import { FolderOpener } from "../../copy/folder_opener.ts";
import { isTemporaryName } from "../../copy/target/temporary_names.ts";
import { joinPath, type RootPair } from "../../entry/folder_pair.ts";
import { NameSet } from "../../plan/name_set.ts";
import { JOB, type Job } from "../worker/job.ts";
import { Pace } from "./pace.ts";

const SLICES = { ms: 25, pauseMs: 0, isForScreen: true };
const LISTING_BYTES = 64 * 1024;

/** A folder of the target; if it is extra, all that is in it is. */
interface TargetFolder {
  readonly root: number;
  readonly path: Uint8Array;
  readonly isExtra: boolean;
}

export class ExtrasSurvey {
  /** Entries that were found so far. */
  entries = 0;
  /** True once all were counted. */
  done = false;
  #stopped = false;
  readonly #pace = new Pace(SLICES);
  readonly #folders: FolderOpener;
  readonly #listing = new Listing(LISTING_BYTES);

  constructor(
    private readonly fs: NativeFileSystem,
    private readonly roots: readonly RootPair[],
  ) {
    this.#folders = new FolderOpener(fs);
  }

  /** Counts below all folders that the first jobs lead to. */
  async run(jobs: readonly Job[]): Promise<void> {
    const waiting: TargetFolder[] = jobs.filter(({ kind, fresh }) => kind === JOB.folder && !fresh)
      .map(({ root, path }) => ({ root, path, isExtra: false }));
    for (
      let folder = waiting.pop();
      folder !== undefined && !this.#stopped;
      folder = waiting.pop()
    ) {
      await this.#count(folder, waiting);
    }
    this.#folders.clear();
    this.done = !this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
    this.#pace.stop();
  }

  async #count({ root, path, isExtra }: TargetFolder, waiting: TargetFolder[]): Promise<void> {
    const { source, target } = this.roots[root];
    const names = new NameSet();
    // Nothing is deleted where the source cannot be listed.
    if (!isExtra && !await this.#list(source, path, (listing) => names.addAll(listing))) return;
    await this.#list(target, path, (listing) => {
      for (let i = 0; i < listing.count; i++) {
        const isFolder = listing.type[i] === ENTRY_TYPE.folder;
        const type = isExtra ? -1 : names.typeOf(listing.bytes, listing.nameAt[i]);
        // A folder that gives way to an entry of another kind goes with all that is in it.
        const goes = type < 0 || (isFolder && type !== ENTRY_TYPE.folder);
        if (goes && !isTemporaryName(listing.name(i))) this.entries++;
        if (isFolder) waiting.push({ root, path: joinPath(path, listing.name(i)), isExtra: goes });
      }
    });
  }

  /** Lists a folder below an open root, part by part; false where that fails. */
  async #list(
    root: number,
    path: Uint8Array,
    visit: (listing: Listing) => void,
  ): Promise<boolean> {
    if (root < 0) return false;
    this.#pace.calls++;
    const handle = this.#folders.open(root, path, false);
    if (handle < 0) return false;
    let end = 0;
    while (end === 0 && !this.#stopped) {
      await this.#pace.yieldIfDue();
      this.#pace.calls++;
      this.#listing.clear();
      end = this.fs.list(handle, this.#listing);
      visit(this.#listing);
    }
    this.fs.close(handle);
    return end > 0;
  }
}
