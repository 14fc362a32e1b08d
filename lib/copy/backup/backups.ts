// `--backup`: what is about to be replaced or deleted in the target keeps a name, beside it (`NAME~`) or in a folder of its
// own (`--backup-dir`). A backup has its name before the entry loses its own, so that a killed run loses nothing: the
// entry gets a second name and then makes way, or is renamed if nothing takes its place.

import { EACCES, EEXIST, EISDIR, ENOENT, ESTALE, EXDEV } from "../../../ffi/errno.ts";
import {
  commonErrorName,
  type CString,
  FileStat,
  sameBytes,
  textOf,
  withoutNul,
} from "../../../ffi/mod.ts";
import type { BackupKeeper, OldEntry, ReplacedEntry } from "../../entry/backup_keeper.ts";
import { FolderPair, joinPath, labelledPath } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";
import { Attempt } from "../attempt.ts";
import { FAILURE_REPORTED } from "../bytes/answers.ts";
import type { CopyContext } from "../context.ts";
import { contextOfBackups } from "./backup_context.ts";
import { BackupFolders } from "./backup_folders.ts";
import { BackupLeftovers } from "./backup_leftovers.ts";
import { rootOfBackups } from "./backup_names.ts";
import { FreeNames, type TakesNoPart } from "./free_names.ts";
import { NO_BACKUP, NO_LINKS, NO_RENAME_NEW } from "./refusal_codes.ts";
import { copyOld } from "./copy_old.ts";

/** The entry that was kept last: a second attempt at it keeps what the first one has kept. */
interface Kept {
  readonly root: number;
  readonly path: Uint8Array;
  readonly name: Uint8Array;
}

/** One thread's. */
export class Backups implements BackupKeeper {
  readonly #names: FreeNames;
  readonly #folders: BackupFolders;
  readonly #pair = new FolderPair();
  readonly #stat = new FileStat();
  readonly #leftovers: BackupLeftovers;
  #kept: Kept | null = null;
  #copying: CopyContext | null = null;

  constructor(
    private readonly ctx: CopyContext,
    takesNoPart: TakesNoPart,
  ) {
    this.#names = new FreeNames(ctx, takesNoPart);
    this.#leftovers = new BackupLeftovers(ctx);
    this.#folders = new BackupFolders(() => this.#context);
  }

  get areBeside(): boolean {
    return this.#names.areBeside;
  }

  keep(old: ReplacedEntry): number {
    if (this.#isKept(old)) return 0;
    const to = this.#open(old);
    if (to < 0) return to;
    let name = this.#names.nameOf(old.name);
    let linked = this.#link(old, to, name);
    if (linked < 0 && this.#names.isTaken(old, to, name, false)) {
      name = this.#names.freeName(old, to, false);
      linked = this.#link(old, to, name);
    }
    if (linked < 0 && this.#hasMadeWay(old)) return -ENOENT;
    if (linked < 0 && !NO_LINKS.has(linked)) return this.#failed(old, "linkat", linked);
    const copied = linked < 0 ? this.#copyAmongOthers(old, to, name) : 0;
    if (copied < 0) return copied;
    const { root: { index }, path, name: known } = old;
    this.#kept = { root: index, path: path.slice(), name: withoutNul(known).slice() };
    return this.#sync(old, to);
  }

  moveAway(old: OldEntry): number {
    const { fs } = this.ctx;
    const to = this.#open(old);
    if (to < 0) return to;
    const name = this.#names.nameOf(old.name);
    const isNew = fs.renameNew(old.folder, old.name, to, name);
    if (isNew === 0) return this.#sync(old, to);
    // Another entry that was deleted may have a backup of a further name by now.
    const free = isNew === -EEXIST ? this.#names.freeName(old, to, false, !this.areBeside) : name;
    const renamed = NO_RENAME_NEW.has(isNew) ? this.#renameOver(old, to, free) : isNew;
    if (renamed === 0) return this.#sync(old, to);
    const isFile = renamed === -EXDEV && fs.stat(old.folder, old.name, this.#stat) === 0 &&
      !this.#stat.isFolder;
    if (!isFile) {
      const isOfBackup = NO_BACKUP.has(renamed) || (renamed === -EACCES && !this.areBeside);
      return isOfBackup ? this.#failed(old, "renameat", renamed) : renamed;
    }
    if (!this.#copy(old, to, free)) return FAILURE_REPORTED;
    const synced = this.#sync(old, to);
    return synced < 0 ? synced : fs.unlink(old.folder, old.name);
  }

  moveFolder(old: OldEntry): CString | null {
    const to = this.#open(old);
    if (to < 0) return null;
    const name = this.#names.freeName(old, to, true);
    const renamed = this.ctx.fs.rename(old.folder, old.name, to, name);
    if (renamed < 0) this.#failed(old, "renameat", renamed);
    return renamed < 0 || this.#sync(old, to) < 0 ? null : name;
  }

  /** Copies the entry, unless another shard has done so by then. 0, -ENOENT where it has made way, or FAILURE_REPORTED. */
  #copyAmongOthers(old: ReplacedEntry, to: number, name: CString): number {
    const { ctx, ctx: { attempt, options } } = this;
    if (options.shard === null) return this.#copy(old, to, name) ? 0 : FAILURE_REPORTED;
    if (!this.#isStill(old, old.folder, old.name)) return this.#failed(old, "statx", -ESTALE);
    const { errors } = ctx.attempt = new Attempt(ctx.waitsForRetry);
    const isCopied = this.#copy(old, to, name);
    ctx.attempt = attempt;
    if (isCopied) return 0;
    if (this.#hasMadeWay(old)) return -ENOENT;
    // Nothing had the backup's name before: a copy of the same entry has it.
    if (errors.length > 0 && errors.every(({ code }) => commonErrorName(code) === "EEXIST")) {
      return 0;
    }
    for (const error of errors) {
      if (attempt === null) ctx.reportError(error);
      else attempt.errors.push(error);
    }
    return FAILURE_REPORTED;
  }

  /** Whether another shard has kept the entry and made the folder that takes its place, or is about to. */
  #hasMadeWay({ folder, name }: OldEntry): boolean {
    const { fs, options: { shard } } = this.ctx;
    if (shard === null) return false;
    const error = fs.stat(folder, name, this.#stat);
    return error === -ENOENT || (error === 0 && this.#stat.isFolder);
  }

  #isKept({ root, path, name }: OldEntry): boolean {
    const kept = this.#kept;
    return kept !== null && kept.root === root.index && sameBytes(kept.name, withoutNul(name)) &&
      sameBytes(kept.path, path);
  }

  /** The open folder of the entry's backup, or FAILURE_REPORTED. */
  #open(old: OldEntry): number {
    const { ctx } = this;
    if (!this.areBeside) {
      const folder = this.#folders.open(old.root, old.path);
      return folder < 0 ? this.#failed(old, "openat2", folder) : folder;
    }
    const name = this.#names.nameOf(old.name);
    if (!this.#names.isCopied(old, name)) return old.folder;
    // It would be taken for that entry, or be replaced by it.
    const message = "SOURCE has an entry of the backup's name; choose another --suffix";
    this.#tell(old, (subject) => ctx.failWith(subject, "back up", "EEXIST", message));
    return FAILURE_REPORTED;
  }

  /**
   * Whether a name leads to the entry that is to be replaced: another run of the same shard may have replaced it by now, and
   * its successor must not take the place of its backup.
   */
  #isStill({ known }: ReplacedEntry, folder: number, name: CString): boolean {
    const { fs, options: { shard } } = this.ctx;
    if (shard === null) return true;
    const error = fs.stat(folder, name, this.#stat);
    return error < 0 || this.#stat.isFolder || this.#stat.hasSameInode(known);
  }

  /** 0 or a negated errno. What stands there by that name is replaced in one step, unless it is a folder. */
  #link(entry: ReplacedEntry, to: number, name: CString): number {
    const { folder, name: old } = entry;
    const { fs, temporaryNames } = this.ctx;
    const linked = fs.link(folder, old, to, name);
    if (linked !== -EEXIST) return linked;
    this.#sweep(entry, to);
    const temporary = temporaryNames.next();
    const made = fs.link(folder, old, to, temporary);
    if (made < 0) return made;
    const renamed = this.#isStill(entry, to, temporary)
      ? fs.rename(to, temporary, to, name)
      : -ESTALE;
    // Also after success: renaming one link of an inode over another leaves both (rename(2)).
    this.#removeLeftover(entry, to, temporary);
    return renamed;
  }

  /** Removes what killed runs have left in a folder of its own. */
  #sweep({ root, path }: OldEntry, to: number): void {
    if (this.areBeside) return;
    const pair = this.#pair;
    pair.reset(rootOfBackups(root), path.slice(), false);
    pair.target = to;
    this.#leftovers.sweep(pair);
  }

  #removeLeftover(old: OldEntry, folder: number, temporary: CString): void {
    const { ctx } = this;
    const error = ctx.fs.unlink(folder, temporary);
    if (error >= 0 || error === -ENOENT) return;
    const stays = `; '${textOf(temporary)}' stays beside its backup`;
    this.#tell(old, (subject) => ctx.fail(subject, "back up", "unlinkat", error, stays));
  }

  #renameOver({ folder, name: old }: OldEntry, to: number, name: CString): number {
    const { fs } = this.ctx;
    const stat = this.#stat;
    const isThere = fs.stat(to, name, stat) === 0;
    if (isThere && stat.isFolder) return -EISDIR;
    const renamed = fs.rename(folder, old, to, name);
    if (renamed < 0 || !isThere || stat.nlink < 2) return renamed;
    // The two were one file: then both names are left (rename(2)).
    return fs.stat(folder, old, stat) === 0 ? fs.unlink(folder, old) : 0;
  }

  #copy(old: OldEntry, to: number, name: CString): boolean {
    const { ctx: { fs, attempt } } = this;
    this.#sweep(old, to);
    const copying = this.#context;
    copying.attempt = attempt;
    const pair = this.#pair;
    pair.reset(rootOfBackups(old.root), old.path.slice(), false);
    pair.source = old.folder;
    pair.target = to;
    const stat = this.#stat;
    const error = Math.min(
      fs.stat(old.folder, old.name, stat),
      fs.statHandle(old.folder, pair.sourceStat),
      fs.statHandle(to, pair.targetStat),
    );
    if (error < 0) return this.#failed(old, "statx", error) === 0;
    const isCopied = copyOld(copying, pair, old.name, name, stat);
    if (!isCopied) this.ctx.lastWasTold = copying.lastWasTold;
    return isCopied;
  }

  get #context(): CopyContext {
    return this.#copying ??= contextOfBackups(this.ctx);
  }

  /** With `--fsync` a backup is on disk before its entry makes way. */
  #sync(old: OldEntry, folder: number): number {
    if (!this.ctx.options.fsync) return 0;
    const error = this.ctx.fs.sync(folder);
    return error < 0 ? this.#failed(old, "fsync", error) : 0;
  }

  #failed(old: OldEntry, syscall: string, error: number): number {
    if (error !== FAILURE_REPORTED) {
      const name = `; its backup would be '${textOf(this.#pathOfBackup(old))}'`;
      this.#tell(old, (subject) => this.ctx.fail(subject, "back up", syscall, error, name));
    }
    return FAILURE_REPORTED;
  }

  #pathOfBackup({ root, path, name }: OldEntry): Uint8Array {
    const { targetLabel } = rootOfBackups(root);
    return labelledPath(targetLabel, joinPath(path, this.#names.nameOf(name)));
  }

  #tell({ root, path, name }: OldEntry, report: (subject: ReturnType<typeof targetOf>) => void) {
    const pair = this.#pair;
    pair.reset(root, path.slice(), false);
    report(targetOf(pair, name));
  }
}
