// `ferry verify`: reports each difference between two trees, and writes nothing. What a mirror would copy is
// missing or of another kind; what both sides have is compared.

import type { CString } from "../../../../ffi/mod.ts";
import { settingByHandle } from "../../../copy/metadata/metadata.ts";
import type { Entry } from "../../../entry/entry.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { sourceOf, targetOf } from "../../../entry/subject.ts";
import { FOLDER, type Performer } from "../../worker/performer.ts";
import { ReadOnly } from "../read_only.ts";
import { typeName } from "../report.ts";
import { compareEntry, differingOf } from "./compare_entry.ts";
import { FOLDER_STAT, reportDifference, reportMetadata, reportXattrs } from "./differences.ts";
import { reportExtra } from "./extra_entries.ts";
import { isOwnFile } from "./own_file.ts";

export class Verify extends ReadOnly implements Performer {
  readonly onlyCompares = true;
  readonly readsFiles = true;

  keep(): void {}

  /** The target has no such file, or an entry of another kind. */
  copy(entry: Entry): void {
    const { ctx } = this.worker;
    const { source } = entry;
    if (this.#isOwnFile(entry, entry.changes !== 0)) return;
    if (source.isFile) ctx.countAsDone(source);
    if (entry.changes === 0) reportDifference(ctx, differingOf(entry), "missing");
    else {
      const types = [typeName(source), typeName(entry.target)] as const;
      reportDifference(ctx, differingOf(entry), "type", types);
    }
  }

  link(): boolean {
    return true;
  }

  makeLink(entry: Entry): void {
    this.copy(entry);
  }

  updateMetadata(): void {}

  makeFolder({ pair, name, target, replaces, isForeign }: Entry): number {
    const { ctx } = this.worker;
    const differing = { pair, name, stat: FOLDER_STAT };
    if (isForeign) return replaces ? FOLDER.failed : FOLDER.made;
    if (!replaces) {
      reportDifference(ctx, differing, "missing");
      return FOLDER.made;
    }
    reportDifference(ctx, differing, "type", ["folder", typeName(target)]);
    return FOLDER.failed;
  }

  compare(entry: Entry): void {
    if (this.#isOwnFile(entry, true)) return;
    compareEntry(this.worker, entry);
    if (entry.source.isFile) this.worker.ctx.countAsDone(entry.source);
  }

  renameCase(): boolean {
    return false;
  }

  setFolderMetadata(pair: FolderPair, changes: number): void {
    if (pair.fresh || pair.isForeign || changes === 0) return;
    const { ctx } = this.worker;
    const source = settingByHandle(ctx, pair.source).xattrs;
    const target = settingByHandle(ctx, pair.target).xattrs;
    const differing = { pair, name: null, stat: pair.sourceStat };
    reportMetadata(ctx, differing, changes, pair.targetStat);
    reportXattrs(ctx, differing, changes, source, target);
  }

  deleteExtra(pair: FolderPair, name: CString, type: number): void {
    reportExtra(this.worker, pair, name, type);
  }

  /** Whether the entry, on either side, is a file that the caller writes to: the run ends. */
  #isOwnFile({ pair, name, targetName, source, target }: Entry, hasTarget: boolean): boolean {
    const { ctx } = this.worker;
    return isOwnFile(ctx, sourceOf(pair, name), source) ||
      (hasTarget && isOwnFile(ctx, targetOf(pair, targetName), target));
  }
}
