// Whether a folder of the source has an entry that the target would take for a backup: by its very name, or where the target
// ignores case by one that is spelled otherwise.

import {
  binaryText,
  type CString,
  cString,
  type FileStat,
  Listing,
  type NameKey,
  sameBytes,
  withoutNul,
} from "../../../ffi/mod.ts";
import type { OldEntry } from "../../entry/backup_keeper.ts";
import type { CopyContext } from "../context.ts";
import { knownNameKey } from "../target/name_key.ts";

const LISTING_BYTES = 65536;
const ITSELF = cString(".");

/** One thread's. */
export class NamesInSource {
  /** Names of the folder asked for last, by what its target takes them for; null where their bytes tell. */
  #names: Map<string, CString> | null = null;
  #key: NameKey | null = null;
  #folder = { root: -1, path: new Uint8Array() };

  constructor(private readonly ctx: CopyContext) {}

  /** The name of such an entry, and its metadata in `stat`; null where there is none. */
  find(old: OldEntry, name: CString, stat: FileStat): CString | null {
    const { fs } = this.ctx;
    if (old.source < 0) return null;
    if (fs.stat(old.source, name, stat) === 0) return name;
    this.#goTo(old);
    const other = this.#key === null ? undefined : this.#names!.get(this.#spelled(name));
    return other !== undefined && fs.stat(old.source, other, stat) === 0 ? other : null;
  }

  #goTo(old: OldEntry): void {
    const { root: { index, targetDev }, path } = old;
    if (this.#folder.root === index && sameBytes(this.#folder.path, path)) return;
    this.#folder = { root: index, path: path.slice() };
    // What only trying tells the run has found out by now.
    this.#key = knownNameKey(this.ctx, old.folder, targetDev) ?? null;
    this.#names = this.#key === null ? null : this.#list(old.source);
  }

  #list(source: number): Map<string, CString> {
    const { fs } = this.ctx;
    const names = new Map<string, CString>();
    // A handle of its own: the other one may be in the middle of the folder.
    const folder = fs.openFolderBeneath(source, ITSELF, false);
    if (folder < 0) return names;
    const listing = new Listing(LISTING_BYTES);
    for (let end = 0; end === 0;) {
      listing.clear();
      end = fs.list(folder, listing);
      for (let i = 0; i < listing.count; i++) {
        const name = cString(withoutNul(listing.name(i)));
        names.set(this.#spelled(name), name);
      }
    }
    fs.close(folder);
    return names;
  }

  #spelled(name: CString): string {
    return binaryText(this.#key!(name));
  }
}
