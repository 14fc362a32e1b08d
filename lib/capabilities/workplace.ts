// The temporary folder below a folder that is looked at, in which everything is tried: nobody else can get into it, it
// has a name that later runs sweep if this one is killed, and it is removed as a whole. The folder above then gets back
// the times that it had: the next mirror would take it for changed.

import { ESTALE } from "../../ffi/errno.ts";
import {
  type CString,
  cString,
  FileStat,
  type Inode,
  inodeOf,
  isInode,
  type NativeFileSystem,
} from "../../ffi/mod.ts";
import { CopyContext } from "../copy/context.ts";
import { removeTree } from "../copy/deletion/remove_tree.ts";
import { abandonedIn } from "../copy/target/abandoned.ts";
import { APPEND_ONLY, isAppendOnly } from "../copy/target/append_only.ts";
import { createRunToken, MADE_BY, TemporaryNames } from "../copy/target/temporary_names.ts";
import { Entry } from "../entry/entry.ts";
import { FolderPair } from "../entry/folder_pair.ts";
import type { RootPair } from "../entry/root_pair.ts";
import { NOTHING_GUARDED } from "../entry/guarded_paths.ts";
import { DEFAULT_OPTIONS } from "../options.ts";
import { PRIVATE_MODE } from "../preserve/private_mode.ts";
import { Report } from "../thread_report.ts";
import { createSharedMemory } from "../shared/mod.ts";
import { byAnswer } from "./trial.ts";
import type { Trial } from "./types.ts";

const FOLDER_MODE = 0o700;
/** Bytes of the file that is copied: more than what file systems keep in an inode, and whole clusters. */
const SOURCE_BYTES = 64 * 1024;

/** One folder's. */
export class Workplace {
  readonly fs: NativeFileSystem;
  /** The temporary folder, as source and as target. */
  readonly pair: FolderPair;
  readonly #inode: Inode;

  private constructor(
    /** As a thread of a run has it, with the default options. */
    readonly ctx: CopyContext,
    private readonly parent: number,
    /** Its name in the folder. */
    readonly name: CString,
    /** Its handle. */
    readonly folder: number,
    private readonly times: ParentTimes,
  ) {
    this.fs = ctx.fs;
    this.pair = pairOf(ctx.fs, folder, folder);
    this.#inode = inodeOf(this.pair.targetStat);
  }

  /** Makes it in an open folder, or says why that is not possible. */
  static make(fs: NativeFileSystem, parent: number): Workplace | Trial {
    const stat = new FileStat();
    const isKnown = fs.statHandle(parent, stat) === 0;
    if (isKnown && isAppendOnly(fs, stat)) {
      return { works: false, code: "EPERM", note: APPEND_ONLY.slice(2) };
    }
    const ctx = newContext(fs);
    for (const left of abandonedIn(fs, parent, MADE_BY.workplace)) removeTree(ctx, parent, left);
    const name = new TemporaryNames(ctx.temporaryNames.runToken, MADE_BY.workplace).next();
    const made = fs.makeFolder(parent, name, FOLDER_MODE);
    if (made < 0) return byAnswer(fs, made);
    const times = new ParentTimes(fs, parent, isKnown ? stat : null);
    const folder = fs.openFolderBeneath(parent, name, false);
    if (folder < 0) {
      times.around(() => fs.removeFolder(parent, name));
      return byAnswer(fs, folder);
    }
    fs.tryLock(folder); // tells a sweeping neighbour that it is in use
    return new Workplace(ctx, parent, name, folder, times);
  }

  /** A name that is not taken. */
  newName(): CString {
    return this.ctx.temporaryNames.next();
  }

  /** Makes an empty file; a handle or a negated errno. */
  newFile(name = this.newName()): number {
    return this.fs.createNamed(this.folder, name, PRIVATE_MODE);
  }

  /** What a function comes to with a new file, which is closed and removed afterwards. */
  withFile(tryIt: (file: number, name: CString) => Trial): Trial {
    const name = this.newName();
    const file = this.newFile(name);
    if (file < 0) return byAnswer(this.fs, file);
    try {
      return tryIt(file, name);
    } finally {
      this.fs.close(file);
      this.fs.unlink(this.folder, name);
    }
  }

  /** An entry of this folder, of which nothing is known but its name. */
  entry(name: CString, pair = this.pair): Entry {
    const entry = new Entry();
    entry.reset(pair, name, 0);
    return entry;
  }

  /** The file that is copied: a handle that reads, or a negated errno. */
  source(): number {
    if (this.#sourceName === null) {
      const name = this.newName();
      const file = this.newFile(name);
      if (file < 0) return file;
      const written = this.fs.write(file, contents(), SOURCE_BYTES, 0);
      this.fs.close(file);
      if (written < 0) return written;
      this.#sourceName = name;
    }
    return this.fs.openForReading(this.folder, this.#sourceName, false);
  }
  #sourceName: CString | null = null;

  /** The name of `source`, once that was called. */
  get sourceName(): CString {
    return this.#sourceName ?? cString("");
  }

  /** Removes it with all that is left in it; of several in one folder the last first. 0 or a negated errno. */
  remove(): number {
    const { fs, parent, name } = this;
    const stat = new FileStat();
    const error = fs.stat(parent, name, stat);
    fs.close(this.folder); // Windows removes no folder that is open
    if (error < 0) return error;
    // Whoever may rename entries of the folder may have put another one in its place.
    if (!isInode(stat, this.#inode)) return -ESTALE;
    return this.times.around(() => removeTree(this.ctx, parent, name));
  }
}

/** The times of the folder above, which making and removing an entry changes. */
class ParentTimes {
  /** With the entry. */
  readonly #made = new FileStat();

  /** @param before as it was without the entry; null where that is not known */
  constructor(
    private readonly fs: NativeFileSystem,
    private readonly folder: number,
    private readonly before: FileStat | null,
  ) {
    if (fs.statHandle(folder, this.#made) < 0) this.before = null;
  }

  /** Has the entry removed, and sets the times back where that is permitted and nobody else has changed the folder. */
  around(remove: () => number): number {
    const { fs, folder, before } = this;
    const now = new FileStat();
    const isOurs = fs.statHandle(folder, now) === 0 && now.hasSameMtime(this.#made);
    const error = remove();
    if (error === 0 && isOurs && before !== null) fs.setTimes(folder, before);
    return error;
  }
}

/** One folder as source, and one as target. */
export function pairOf(fs: NativeFileSystem, source: number, target: number): FolderPair {
  const root: RootPair = {
    index: 0,
    source,
    target,
    sourceLabel: new Uint8Array(),
    targetLabel: new Uint8Array(),
    targetName: null,
    targetDev: 0,
    guarded: NOTHING_GUARDED,
    reportPrefix: new Uint8Array(),
  };
  const pair = new FolderPair();
  pair.reset(root, new Uint8Array(), true);
  pair.source = source;
  pair.target = target;
  fs.statHandle(source, pair.sourceStat);
  fs.statHandle(target, pair.targetStat);
  return pair;
}

function newContext(fs: NativeFileSystem): CopyContext {
  return new CopyContext({
    fs,
    options: DEFAULT_OPTIONS,
    memory: createSharedMemory(1),
    report: new Report(false, () => {}),
    index: 0,
    runToken: createRunToken(),
    mayProbe: true,
    comparesAll: false,
    usesFastPath: false,
  });
}

/** Bytes of which none is a hole, and no two blocks the same. */
function contents(): Uint8Array {
  const words = new Uint32Array(SOURCE_BYTES / Uint32Array.BYTES_PER_ELEMENT);
  for (let i = 0; i < words.length; i++) words[i] = i + 1;
  return new Uint8Array(words.buffer);
}
