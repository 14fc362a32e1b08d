// Where folders ignore case, the target may hold an entry by the name that it had before its case was changed
// in the source. It is the same entry, neither copied nor deleted; a mirror gives it the source's spelling.
// That a name is composed in another form (NFC, NFD) is left alone: some file systems keep one form only.

import {
  type CString,
  cString,
  ENTRY_TYPE,
  type Listing,
  type NameKey,
  textOf,
  withoutNul,
} from "../../../ffi/mod.ts";
import { entryTypeName } from "../../entry/entry_type_name.ts";
import { type FolderPair, joinPath, reportPath } from "../../entry/folder_pair.ts";
import { changesOf } from "../../plan/changes.ts";
import { respelledToken, tokenOf } from "../../copy/target/temporary_names.ts";
import { NameSet } from "../../plan/name_set.ts";
import { COUNTER } from "../../shared/counters.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

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
      const name = target.name(i);
      const token = respelledToken(name);
      const spelling = token === null ? this.#find(name, type) : this.#byToken(token, type);
      if (spelling === null) continue;
      // What is left without its name gets it also where it is excluded: by that it is protected.
      if (token === null && isLeftAlone(worker, pair, spelling, type)) continue;
      caseRename(worker, pair, name, spelling, type);
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

  /** The name of an entry that a killed run has left under a temporary one; null where the source has none such. */
  #byToken(token: string, type: number): CString | null {
    for (let i = 0; i < this.source.count; i++) {
      if (this.source.type[i] !== type) continue;
      const name = cString(withoutNul(this.source.name(i)));
      if (tokenOf(name) === token) return name;
    }
    return null;
  }

  /** Called only when a target name is missing in the source. */
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

/** Whether an entry keeps its spelling: it is excluded, or none other would be seen. */
function isLeftAlone(
  { ctx: { devices }, selection }: WorkerContext,
  pair: FolderPair,
  name: CString,
  type: number,
): boolean {
  if (devices.has(pair.targetStat.dev, DEVICE.hidesCase)) return true;
  return selection.hasFilters &&
    selection.excludesName(pair, name, type === ENTRY_TYPE.folder);
}

/**
 * Whether other shards would miss an entry while it is renamed, where that takes two steps: they would make a folder anew and
 * fill it, and it could not get its name back.
 */
function mayBeMissed({ ctx: { fs } }: WorkerContext, type: number): boolean {
  return !fs.can.renamesCase && (type === ENTRY_TYPE.folder || type === ENTRY_TYPE.unknown);
}

/** Gives a target entry the source's case, and reports it. */
function caseRename(
  worker: WorkerContext,
  pair: FolderPair,
  from: CString,
  to: CString,
  type: number,
): void {
  const { ctx, performer, shard } = worker;
  if (shard !== null && (!shard.ownsName(pair, to) || mayBeMissed(worker, type))) return;
  if (!performer.renameCase(pair, from, to)) return;
  ctx.count[COUNTER.metadataUpdated]++;
  if (!ctx.report.wantsOperations) return;
  const path = reportPath(pair.root, joinPath(pair.path, to));
  ctx.report.operation({
    op: "update-metadata",
    path,
    entryType: entryTypeName(type),
    changes: changesOf(0),
  });
}
