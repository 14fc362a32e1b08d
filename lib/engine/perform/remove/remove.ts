// Removes from the source what has arrived in the target. The run decides once more about each entry: one about which
// nothing is left to do has arrived, once its contents are found to be the same. All others stay.

import { binaryText, type CString } from "../../../../ffi/mod.ts";
import type { Entry } from "../../../entry/entry.ts";
import { type FolderPair, joinPath } from "../../../entry/folder_pair.ts";
import type { FirstLink } from "../../../entry/first_link.ts";
import { sourceOf } from "../../../entry/subject.ts";
import { CHANGED, METADATA } from "../../../plan/changes.ts";
import { giveUpClaim } from "../../facts/claims.ts";
import { JOB } from "../../worker/job.ts";
import { FOLDER, type Performer } from "../../worker/performer.ts";
import { joinLinkGroup, mayBeSplit } from "../link_groups.ts";
import { ReadOnly } from "../read_only.ts";
import { OtherMounts } from "./other_mounts.ts";
import { compareContents, CONTENTS, differencesOf, isAlike } from "./arrived.ts";
import { mayLackLinks } from "./lacking_links.ts";
import { lackingOf } from "./lacking_metadata.ts";
import { CONTENTS_DIFFER, NOT_KEPT, REMOVE, removeEntry, reportRemoved } from "./remove_entry.ts";
import { ruleFilesOf } from "./rule_files.ts";
import { ShownFolders } from "./shown_folders.ts";
import { noteLeftOut, noteStaying } from "./staying.ts";

const OTHER_CONTENTS =
  "the target's has the same size and time, but other contents; --checksum replaces it";

export class Remove extends ReadOnly implements Performer {
  readonly onlyCompares = false;
  readonly readsFiles = true;
  override readonly readsKept = true;
  readonly #mounts = new OtherMounts(this.worker);
  readonly #shown = new ShownFolders(this.worker);
  readonly #ruleFiles = ruleFilesOf(this.worker.ctx.options);

  keep(entry: Entry): void {
    const { worker, worker: { ctx } } = this;
    const { pair } = entry;
    if (this.#mounts.has(pair) || this.#shown.has(pair) || mayLackLinks(worker, entry)) {
      return noteStaying(worker, pair);
    }
    if (this.#ruleFiles !== null && this.#holdsRules(entry)) {
      return worker.deferName(entry.pair, entry.name, JOB.replaceConflicts);
    }
    if (!isAlike(worker, entry)) return this.#stay(entry, differencesOf(worker, entry));
    const contents = entry.source.isFile ? compareContents(ctx, entry) : CONTENTS.same;
    if (contents === CONTENTS.changed) return this.#stay(entry, CHANGED.contents);
    if (contents !== CONTENTS.same) return this.#stayUnequal(entry, contents);
    if (removeEntry(ctx, entry)) reportRemoved(ctx, entry);
    else noteStaying(worker, entry.pair);
  }

  override passOver(pair: FolderPair, folder: CString | null): void {
    noteStaying(this.worker, pair);
    if (folder !== null) noteLeftOut(this.worker, pair, joinPath(pair.path, folder));
  }

  override leaveOut(pair: FolderPair): void {
    noteLeftOut(this.worker, pair, pair.path);
  }

  copy(entry: Entry): void {
    this.#stay(entry);
  }

  link(entry: Entry): boolean {
    const { worker, worker: { ctx } } = this;
    if (mayLackLinks(worker, entry)) {
      noteStaying(worker, entry.pair);
      return true;
    }
    return joinLinkGroup(worker, entry, (first: FirstLink) => {
      const cause = entry.replaces ? mayBeSplit(ctx, entry, first) : 0;
      if (cause === 0) this.#stay(entry, CHANGED.contents);
      return cause;
    });
  }

  makeLink(entry: Entry): void {
    this.#stay(entry);
  }

  updateMetadata(entry: Entry): void {
    this.#stay(entry);
  }

  makeFolder(entry: Entry): number {
    this.#stay(entry);
    return FOLDER.failed;
  }

  compare(): void {}

  renameCase(): boolean {
    return false;
  }

  setFolderMetadata(pair: FolderPair, changes: number): void {
    const isMounted = this.#mounts.has(pair);
    const isShown = !isMounted && this.#shown.has(pair);
    const differences = changes & METADATA;
    if (isMounted || isShown || differences !== 0) noteStaying(this.worker, pair);
    if (isMounted) this.#mounts.report(pair);
    else if (isShown) this.#shown.report(pair);
    // Its time tells that an entry came or went, and that entry is named.
    else if ((differences & ~CHANGED.mtime) !== 0) {
      this.#tell(pair, null, differences);
    }
  }

  deleteExtra(): void {}

  /** Whether a file may say what takes part in folders that are not done yet: it is removed when all else is. */
  #holdsRules({ pair, name }: Entry): boolean {
    return pair.isOfTree && !pair.replacesConflicts && this.#ruleFiles!.has(binaryText(name));
  }

  /** The file was taken to be in the target by its size and time, or could not be read. */
  #stayUnequal({ pair, name }: Entry, contents: number): void {
    noteStaying(this.worker, pair);
    if (contents !== CONTENTS.differ) return;
    this.worker.ctx.failWith(sourceOf(pair, name), REMOVE, CONTENTS_DIFFER, OTHER_CONTENTS);
  }

  /** The entry has not arrived as it is now: its target differs in `changes`. */
  #stay(entry: Entry, changes = entry.changes): void {
    const { worker, worker: { ctx } } = this;
    const { pair, name } = entry;
    giveUpClaim(ctx, entry);
    noteStaying(worker, pair);
    this.#tell(pair, name, changes);
  }

  /** Says why an entry, or the pair's folder itself, stays. */
  #tell(pair: FolderPair, name: CString | null, changes: number): void {
    const { ctx } = this.worker;
    const { message, isInsisted } = lackingOf(ctx.options, changes);
    if (isInsisted) ctx.failWith(sourceOf(pair, name), REMOVE, NOT_KEPT, message);
    else ctx.failChanged(pair, name, REMOVE, message);
  }
}
