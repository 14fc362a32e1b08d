// Where folders ignore case, the target may hold an entry by the name that it had before its case was changed
// in the source. It is the same entry, neither copied nor deleted; a mirror gives it the source's spelling.
// That a name is composed in another form (NFC, NFD) is left alone: some file systems keep one form only.

import {
  type CString,
  cString,
  ENTRY_TYPE,
  FileStat,
  type Listing,
  type NameKey,
  textOf,
  withoutNul,
  WORD,
} from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { inWritableFolder } from "../../copy/target/writable_folder.ts";
import { type FolderPair, reportPath } from "../../entry/folder_pair.ts";
import { changesOf } from "../../plan/changes.ts";
import { NameSet } from "../../plan/name_set.ts";
import { COUNTER } from "../../shared/counters.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { entryPath } from "../entries/stat_entry.ts";
import { typeName } from "../entries/report.ts";
import { targetNames } from "./target_names.ts";
import { targetOf } from "../../entry/subject.ts";

const TYPE_SHIFT = 12; // d_type is the type bits of mode (dirent.h, IFTODT)

/** The names of a source folder, all of them. */
export class CaseRenames {
  readonly #exact = new NameSet();
  readonly #indexes = new Map<string, number>();

  constructor(private readonly source: Listing, private readonly key: NameKey) {
    this.#exact.addAll(source);
  }

  /** Gives the entries of a target listing the source's spelling. */
  apply(worker: WorkerContext, pair: FolderPair, target: Listing): void {
    for (let i = 0; i < target.count; i++) {
      if (this.#exact.typeOf(target.bytes, target.nameAt[i]) >= 0) continue;
      const type = target.type[i];
      const spelling = this.#find(target.name(i), type);
      if (spelling === null || isExcluded(worker, pair, spelling, type)) continue;
      caseRename(worker, pair, target.name(i), spelling, type);
    }
  }

  /** How the source spells an entry of the same type; null where it has none, or the case is the same. */
  #find(name: CString, type: number): CString | null {
    if (this.#indexes.size === 0) this.#fill();
    const index = this.#indexes.get(this.#keyOf(name));
    if (index === undefined || this.source.type[index] !== type) return null;
    const spelling = this.source.name(index);
    return isSameButForm(name, spelling) ? null : cString(withoutNul(spelling));
  }

  /** Only when a name is met that the source has not. */
  #fill(): void {
    for (let i = 0; i < this.source.count; i++) {
      this.#indexes.set(this.#keyOf(this.source.name(i)), i);
    }
  }

  #keyOf(name: CString): string {
    return textOf(this.key(name));
  }
}

function isSameButForm(a: CString, b: CString): boolean {
  return textOf(a).normalize("NFC") === textOf(b).normalize("NFC");
}

function isExcluded(
  { selection }: WorkerContext,
  pair: FolderPair,
  name: CString,
  type: number,
): boolean {
  return selection.hasRules && selection.excludesName(pair.path, name, type === ENTRY_TYPE.folder);
}

function caseRename(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  spelling: CString,
  type: number,
): void {
  const { ctx, ctx: { devices } } = worker;
  const { dev } = pair.targetStat;
  if (devices.has(dev, DEVICE.hidesCase)) return;
  if (!ctx.options.dryRun) {
    const old = cString(withoutNul(name));
    const error = inWritableFolder(ctx, pair, () => rename(ctx, pair, old, spelling));
    if (error < 0) return ctx.fail(targetOf(pair, spelling), "respell", "renameat", error);
    pair.touched = true;
    if (!ctx.fs.can.renamesCase && !devices.has(dev, DEVICE.showsCase)) {
      const names = targetNames(worker, pair);
      const shows = names === null || names.typeOf(spelling, 0) >= 0;
      devices.add(dev, shows ? DEVICE.showsCase : DEVICE.hidesCase);
      if (!shows) return; // nobody can see a difference
    }
  }
  ctx.count[COUNTER.metadataUpdated]++;
  if (!ctx.report.wantsOperations) return;
  const stat = new FileStat();
  stat.words[WORD.mode] = type << TYPE_SHIFT;
  const path = reportPath(pair.root, entryPath(pair, spelling));
  ctx.report.operation("update-metadata", typeName(stat), path, 0, null, changesOf(0));
}

/** Changes the case of a name. 0 or a negated errno. */
function rename(ctx: CopyContext, { target }: FolderPair, from: CString, to: CString): number {
  const { fs } = ctx;
  if (fs.can.renamesCase) return fs.rename(target, from, target, to);
  const between = ctx.temporaryNames.next();
  const error = fs.rename(target, from, target, between);
  if (error < 0) return error;
  const renamed = fs.rename(target, between, target, to);
  if (renamed < 0) fs.rename(target, between, target, from);
  return renamed;
}
