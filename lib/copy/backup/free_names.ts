// Which names backups may have: one that SOURCE has an entry of, or that is a folder's, is no backup's.

import { type CString, cString, FileStat, withoutNul } from "../../../ffi/mod.ts";
import type { OldEntry } from "../../entry/backup_keeper.ts";
import type { CopyContext } from "../context.ts";
import { backupName, backupSuffix } from "./backup_names.ts";
import { NamesInSource } from "./names_in_source.ts";

/** What tells further names of a backup in a folder of its own, where the first one is the entry's. */
const TILDE = Uint8Array.of(126);

/** Whether an entry of SOURCE is left out of the run. */
export type TakesNoPart = (old: OldEntry, name: CString, isFolder: boolean) => boolean;

/** One thread's. */
export class FreeNames {
  readonly #suffix: Uint8Array;
  readonly #stat = new FileStat();
  readonly #inSource: NamesInSource;

  constructor(private readonly ctx: CopyContext, private readonly takesNoPart: TakesNoPart) {
    this.#suffix = backupSuffix(ctx.options);
    this.#inSource = new NamesInSource(ctx);
  }

  get areBeside(): boolean {
    return this.ctx.options.backupDir === null;
  }

  /** The first name of an entry's backup. */
  nameOf(name: CString): CString {
    return backupName(name, this.#suffix);
  }

  /**
   * The name of an entry's backup, with the suffix once more as long as that is a folder's, none of which is replaced. One that is
   * too long is refused with the next call.
   *
   * @param isFolder whether the backup is a folder, which replaces nothing
   * @param mustBeNew whether further names must be free, so that not even an older backup is replaced
   */
  freeName(old: OldEntry, to: number, isFolder: boolean, mustBeNew = isFolder): CString {
    const more = this.#suffix.length > 0 ? this.#suffix : TILDE;
    let name = this.nameOf(old.name);
    for (let isTaken = this.isTaken(old, to, name, isFolder); isTaken;) {
      name = backupName(name, more);
      isTaken = this.isTaken(old, to, name, mustBeNew) || this.#isOfAnother(old, name);
    }
    return name;
  }

  /** Whether a further name in a folder for backups is the first one of another entry's backup. */
  #isOfAnother(old: OldEntry, name: CString): boolean {
    if (this.areBeside) return false;
    const bytes = withoutNul(name);
    const other = bytes.subarray(0, bytes.length - this.#suffix.length);
    return this.ctx.fs.stat(old.folder, cString(other), this.#stat) === 0;
  }

  /**
   * Whether a backup cannot have a name.
   *
   * @param isFolder whether it is a folder, which replaces nothing; what is no folder replaces an older backup
   */
  isTaken(old: OldEntry, to: number, name: CString, isFolder: boolean): boolean {
    const { fs } = this.ctx;
    if (fs.stat(to, name, this.#stat) === 0 && (isFolder || this.#stat.isFolder)) return true;
    return this.areBeside && this.isCopied(old, name);
  }

  /** Whether SOURCE has an entry of that name, or one that the target takes for it, which is copied. */
  isCopied(old: OldEntry, name: CString): boolean {
    const found = this.#inSource.find(old, name, this.#stat);
    return found !== null && !this.takesNoPart(old, found, this.#stat.isFolder);
  }
}
