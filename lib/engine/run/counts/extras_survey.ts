// Counts what a mirror will delete, for the screen: the main thread lists both trees in short slices while others copy. What
// the run makes meanwhile has the source's names or temporary ones, and does not count. Nothing is decided by it.

import { ENTRY_TYPE, Listing, type NativeFileSystem } from "../../../../ffi/mod.ts";
import { FolderOpener } from "../../../copy/folder_opener.ts";
import { isTemporaryAt } from "../../../copy/target/temporary_names.ts";
import { joinPath } from "../../../entry/folder_pair.ts";
import type { RootPair } from "../../../entry/root_pair.ts";
import { depthOf } from "../../../plan/depth.ts";
import { NameSet } from "../../../plan/name_set.ts";
import { JOB, type Job } from "../../worker/job.ts";
import { NamesSum } from "./names_sum.ts";
import { Pace } from "./pace.ts";
import { goElsewhere, TreeSize } from "./tree_size.ts";

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
  #waiting: TargetFolder[] = [];
  readonly #extra: TargetFolder[] = [];
  readonly #tree = new TreeSize();
  #expected: number | null = null;
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
    this.#waiting = jobs.filter(({ kind, fresh }) => kind === JOB.folder && !fresh)
      .map(({ root, path }) => ({ root, path, isExtra: false }));
    while (this.#waiting.length > 0 && !this.#stopped) {
      const folder = this.#waiting.pop()!;
      const before = { entries: this.entries, waiting: this.#waiting.length };
      await this.#count(folder);
      // What is extra in it belongs to it, and is not to be found in other folders of the same depth.
      while (this.#extra.length > 0 && !this.#stopped) await this.#count(this.#extra.pop()!);
      const subfolders = this.#waiting.length - before.waiting;
      this.#tree.note(depthOf(folder.path), subfolders, this.entries - before.entries);
      this.#expected = this.#tree.expectedOthers(this.#pace.isLong);
      if (subfolders === 0) goElsewhere(this.#waiting);
    }
    this.#folders.clear();
    this.done = !this.#stopped;
  }

  /** Entries in all, by the folders that were listed so far; null before that can be told. */
  get expectedEntries(): number | null {
    if (this.done) return this.entries;
    return this.#expected === null ? null : Math.max(this.entries, Math.round(this.#expected));
  }

  /** Milliseconds that the main thread has spent on it. */
  get spentMs(): number {
    return this.#pace.spentMs;
  }

  stop(): void {
    this.#stopped = true;
    this.#pace.stop();
  }

  async #count(folder: TargetFolder): Promise<void> {
    const { root, path, isExtra } = folder;
    const { target } = this.roots[root];
    const handle = target < 0 ? -1 : this.#open(target, path);
    if (handle < 0) return; // it is new, and so is all below it
    if (isExtra) await this.#list(handle, (listing) => this.#countAll(folder, listing));
    else await this.#countExtra(folder, handle);
    this.fs.close(handle);
  }

  #countAll({ root, path }: TargetFolder, listing: Listing): void {
    this.entries += listing.count;
    for (let i = 0; i < listing.count; i++) {
      if (listing.type[i] !== ENTRY_TYPE.folder) continue;
      this.#extra.push({ root, path: joinPath(path, listing.name(i)), isExtra: true });
    }
  }

  async #countExtra(folder: TargetFolder, target: number): Promise<void> {
    const { root, path } = folder;
    const source = this.#open(this.roots[root].source, path);
    if (source < 0) return;
    const ours = new NamesSum(), theirs = new NamesSum();
    const first = this.#waiting.length;
    const isListed = await this.#list(source, (listing) => {
      ours.add(listing);
      for (let i = 0; i < listing.count; i++) {
        if (listing.type[i] !== ENTRY_TYPE.folder) continue;
        this.#waiting.push({ root, path: joinPath(path, listing.name(i)), isExtra: false });
      }
    });
    const isWhole = isListed && await this.#list(target, (listing) => theirs.add(listing));
    if (
      isWhole && !ours.equals(theirs) && this.fs.rewind(source) === 0 &&
      this.fs.rewind(target) === 0
    ) {
      this.#waiting.length = first;
      await this.#compare(folder, source, target);
    }
    this.fs.close(source);
  }

  /** Counts by names, where not all are the same. */
  async #compare({ root, path }: TargetFolder, source: number, target: number): Promise<void> {
    const names = new NameSet();
    if (!await this.#list(source, (listing) => names.addAll(listing))) return;
    await this.#list(target, (listing) => {
      for (let i = 0; i < listing.count; i++) {
        if (isTemporaryAt(listing, i)) continue;
        const isFolder = listing.type[i] === ENTRY_TYPE.folder;
        const type = names.typeOf(listing.bytes, listing.nameAt[i]);
        // A folder that gives way to an entry of another kind goes with all that is in it.
        const goes = type < 0 || (isFolder && type !== ENTRY_TYPE.folder);
        if (goes) this.entries++;
        if (!isFolder) continue;
        const found = { root, path: joinPath(path, listing.name(i)), isExtra: goes };
        (goes ? this.#extra : this.#waiting).push(found);
      }
    });
  }

  #open(root: number, path: Uint8Array): number {
    this.#pace.calls++;
    return this.#folders.open(root, path, false);
  }

  /** Lists a folder part by part; false where that fails. */
  async #list(handle: number, visit: (listing: Listing) => void): Promise<boolean> {
    let end = 0;
    while (end === 0 && !this.#stopped) {
      await this.#pace.yieldIfDue();
      this.#pace.calls++;
      this.#listing.clear();
      end = this.fs.list(handle, this.#listing);
      visit(this.#listing);
    }
    return end > 0;
  }
}
