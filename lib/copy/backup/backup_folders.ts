// The folders below `--backup-dir`, made when the first backup goes into one, with the metadata of the target's folder of
// the same path: whoever could not look into that cannot look into these. Each gets its name when it has them, so that a
// killed run leaves none under it that is not what it should be.

import { EEXIST, ENOENT } from "../../../ffi/errno.ts";
import { type CString, cString, FileStat, sameBytes } from "../../../ffi/mod.ts";
import { FolderPair } from "../../entry/folder_pair.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import type { CopyContext } from "../context.ts";
import { applyMetadata, readSourceXattrs, settingByHandle } from "../metadata/metadata.ts";
import { abandonedIn } from "../target/abandoned.ts";
import { isAppendOnly } from "../target/append_only.ts";
import { moveNew } from "../target/rename_new.ts";
import { createRunToken, MADE_BY, TemporaryNames } from "../target/temporary_names.ts";

const SLASH = 47;
const PRIVATE = 0o700;
/** As mkdir(1) asks for; the umask takes from it. */
const PUBLIC = 0o777;

/** The folder opened last; entries are backed up folder by folder. */
interface OpenFolder {
  readonly root: number;
  readonly path: Uint8Array;
  readonly handle: number;
}

/** One thread's. */
export class BackupFolders {
  readonly #roots = new Map<number, number>();
  readonly #pair = new FolderPair();
  readonly #stat = new FileStat();
  readonly #times = new FileStat();
  readonly #above = new FileStat();
  #names: TemporaryNames | null = null;
  readonly #swept = new Set<string>();
  #last: OpenFolder | null = null;

  /** @param context keeps all metadata; asked for when the first folder is opened */
  constructor(private readonly context: () => CopyContext) {}

  get #ctx(): CopyContext {
    return this.context();
  }

  /**
   * The folder for backups of what stands in the target's folder `path`: a handle that stays open until the next call,
   * or a negated errno.
   */
  open(root: RootPair, path: Uint8Array): number {
    const top = this.#roots.get(root.index) ?? this.#openRoot(root);
    if (top >= 0) this.#roots.set(root.index, top);
    if (top < 0 || path.length === 0) return top;
    const last = this.#last;
    if (last !== null && last.root === root.index && sameBytes(last.path, path)) return last.handle;
    if (last !== null) this.#ctx.fs.close(last.handle);
    this.#last = null;
    const { folders } = this.#ctx;
    const found = folders.open(top, path, false);
    const handle = found === -ENOENT ? this.#make(root, top, path) : found;
    if (handle >= 0) this.#last = { root: root.index, path: path.slice(), handle };
    return handle;
  }

  #openRoot(root: RootPair): number {
    const { fs } = this.#ctx;
    const path = root.backupDir!;
    const handle = fs.openFolder(cString(path));
    if (handle !== -ENOENT) return handle;
    let end = path.length;
    let above: number = -ENOENT;
    // The nearest folder above it that is there.
    while (above === -ENOENT && end > 0) {
      end = path.lastIndexOf("/", end - 1);
      above = fs.openFolder(cString(end < 0 ? "." : path.slice(0, end + 1)));
    }
    if (above < 0) return above;
    const isOfTarget = root.backupsBelow !== undefined;
    const isKnown = isOfTarget && fs.statHandle(above, this.#times) === 0;
    const made = this.#makeRoot(root, above, end + 1);
    // The new folder is none of SOURCE's, and what it is in may have its times already.
    if (isKnown) fs.setTimes(above, this.#times);
    fs.close(above);
    return made;
  }

  /** Makes the folders of the path of backups from the character `from` on; the handle of the last one. */
  #makeRoot(root: RootPair, above: number, from: number): number {
    const { fs } = this.#ctx;
    const path = root.backupDir!;
    const slash = path.indexOf("/", from);
    const end = slash < 0 ? path.length : slash;
    const name = cString(path.slice(from, end));
    if (slash < 0) return this.#makeOne(root, new Uint8Array(), above, name);
    const made = fs.makeFolder(above, name, PUBLIC);
    if (made < 0 && made !== -EEXIST) return made;
    const synced = this.#sync(above);
    if (synced < 0) return synced;
    // By its path, which the user has typed and which may lead up again.
    const folder = fs.openFolder(cString(path.slice(0, end)));
    if (folder < 0) return folder;
    let next = end + 1;
    while (path[next] === "/") next++;
    const last = this.#makeRoot(root, folder, next);
    fs.close(folder);
    return last;
  }

  /** Makes the folders of `path` that are missing; the handle of the last one, or a negated errno. */
  #make(root: RootPair, top: number, path: Uint8Array): number {
    const { fs } = this.#ctx;
    let handle = top;
    for (let from = 0; from < path.length;) {
      const slash = path.indexOf(SLASH, from);
      const end = slash < 0 ? path.length : slash;
      const name = cString(path.subarray(from, end));
      const found = fs.openFolderBeneath(handle, name, false);
      const next = found === -ENOENT
        ? this.#makeOne(root, path.subarray(0, end), handle, name)
        : found;
      if (handle !== top) fs.close(handle);
      if (next < 0) return next;
      handle = next;
      from = end + 1;
    }
    return handle;
  }

  /** Makes a folder `name`; its handle, or a negated errno. */
  #makeOne(root: RootPair, path: Uint8Array, above: number, name: CString): number {
    const { fs } = this.#ctx;
    const made = this.#makeWhole(root, path, above, name) ??
      this.#makeAtOnce(root, path, above, name);
    if (made < 0 && made !== -EEXIST) return made;
    // Also where another thread has made it, and may not be done with that.
    const synced = this.#sync(above);
    if (synced === 0) return made >= 0 ? made : fs.openFolderBeneath(above, name, false);
    if (made >= 0) fs.close(made);
    return synced;
  }

  /** With `--fsync` the name of a new folder is on disk before anything is kept in it. 0 or a negated errno. */
  #sync(above: number): number {
    const { fs, options } = this.#ctx;
    return options.fsync ? fs.sync(above) : 0;
  }

  /**
   * Makes it under a temporary name first.
   *
   * @returns its handle, or a negated errno: -EEXIST where another thread was faster; null where no such name leads to it, and
   *   then nothing was made
   */
  #makeWhole(root: RootPair, path: Uint8Array, above: number, name: CString): number | null {
    const { fs } = this.#ctx;
    if (fs.statHandle(above, this.#above) < 0 || isAppendOnly(fs, this.#above)) return null;
    this.#sweep(root, path, above);
    const temporary = this.#nextName();
    const made = fs.makeFolder(above, temporary, PRIVATE);
    if (made < 0) return made === -EEXIST ? null : made;
    const handle = fs.openFolderBeneath(above, temporary, false);
    if (handle >= 0) {
      fs.tryLock(handle); // tells whoever sweeps that it is in use
      this.#giveMetadata(root, path, handle);
      const named = moveNew(fs, above, temporary, above, name);
      fs.close(handle); // without FFI it goes by the name that it was opened by
      if (named === 0) return fs.openFolderBeneath(above, name, false);
      fs.removeFolder(above, temporary);
      return named === -EEXIST ? named : null;
    }
    fs.removeFolder(above, temporary);
    return handle;
  }

  /** Removes what killed runs have left of such folders, once, from one in which a folder is made. */
  #sweep(root: RootPair, path: Uint8Array, above: number): void {
    const { fs, folders } = this.#ctx;
    const inode = `${this.#above.dev}:${this.#above.inode}`;
    if (this.#swept.has(inode)) return;
    this.#swept.add(inode);
    // A new folder is given to the owner of the target's.
    const target = folders.open(root.target, path, false);
    const isKnown = target >= 0 && fs.statHandle(target, this.#stat) === 0;
    const owner = isKnown ? this.#stat.uid : null;
    if (target >= 0) fs.close(target);
    for (const name of abandonedIn(fs, above, MADE_BY.backups, owner)) fs.removeFolder(above, name);
  }

  #nextName(): CString {
    const { shard } = this.#ctx.options;
    this.#names ??= new TemporaryNames(createRunToken(shard), MADE_BY.backups, shard);
    return this.#names.next();
  }

  /** Where no folder gets another name. */
  #makeAtOnce(root: RootPair, path: Uint8Array, above: number, name: CString): number {
    const { fs } = this.#ctx;
    const made = fs.makeFolder(above, name, PRIVATE);
    if (made < 0 && made !== -EEXIST) return made;
    const handle = fs.openFolderBeneath(above, name, false);
    if (made === 0 && handle >= 0) this.#giveMetadata(root, path, handle);
    return handle;
  }

  /** Gives a new folder the metadata of the target's; it stays private where that is gone. */
  #giveMetadata(root: RootPair, path: Uint8Array, handle: number): void {
    const ctx = this.#ctx;
    const { fs, folders, xattrPolicy } = ctx;
    const pair = this.#pair;
    pair.reset(root, path, true);
    pair.source = folders.open(root.target, path, false);
    pair.target = handle;
    const { sourceStat: source, targetStat } = pair;
    const isKnown = pair.source >= 0 && fs.statHandle(pair.source, source) === 0 &&
      fs.statHandle(handle, targetStat) === 0;
    if (isKnown) {
      const xattrs = xattrPolicy.any && fs.xattrListSize(pair.source) !== 0
        ? readSourceXattrs(ctx, pair, null, source, settingByHandle(ctx, pair.source).xattrs)
        : null;
      this.#stat.copyFrom(targetStat);
      // Its owner puts the next backup into it.
      const mode = source.permissions | PRIVATE;
      const setter = settingByHandle(ctx, handle);
      applyMetadata(ctx, pair, null, setter, { source, current: this.#stat, mode, xattrs });
    }
    if (pair.source >= 0) fs.close(pair.source);
  }
}
