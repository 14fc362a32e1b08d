// Carries operations out.

import { type CString, cString, withoutNul } from "../../../../ffi/mod.ts";
import { Backups } from "../../../copy/backup/backups.ts";
import {
  deleteEntry,
  deleteMovedFolder,
  moveFolderAside,
} from "../../../copy/deletion/delete_entry.ts";
import { type FolderAccess, OwnersAccess } from "../../../copy/deletion/folder_access.ts";
import { sweep } from "../../../copy/target/sweep.ts";
import { IS_SHOWN, isShownInSource } from "../../../copy/target/untold_view.ts";
import { makeWritable } from "../../../copy/target/writable_folder.ts";
import { insistsOnMore } from "../../../copy/metadata/losses.ts";
import type { Entry } from "../../../entry/entry.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { targetOf } from "../../../entry/subject.ts";
import { CONTENTS } from "../../../plan/changes.ts";
import { fileDifferences } from "../../../plan/decide_file.ts";
import { linkDifferences } from "../../../plan/decide_link.ts";
import { isStopping } from "../../../shared/control.ts";
import { noteReplaced } from "../../facts/link_count.ts";
import { FOLDER, type Performer } from "../../worker/performer.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { joinLinkGroup } from "../link_groups.ts";
import { noteMissingOf } from "../missing.ts";
import { countUnchanged } from "../report.ts";
import { copyEntry } from "./copy.ts";
import { setFolderMetadata } from "./set_folder_metadata.ts";
import { isInFullGroup, linkFast, linkTo } from "./hard_link.ts";
import { linkEarlier } from "./link_earlier.ts";
import { makeFolder } from "./make_folder.ts";
import { makeLink } from "./make_link.ts";
import { probeCase } from "./probe_case.ts";
import { renameCase } from "./rename_case.ts";
import { updateMetadata } from "./update_metadata.ts";

export class Apply implements Performer {
  readonly needsStat = false;
  readonly onlyCompares = false;
  readonly readsFiles = true;
  readonly readsKept = false;
  readonly stagesFolders = true;
  readonly sharesDeletions: boolean;
  readonly #insistsOnMore: boolean;

  constructor(private readonly worker: WorkerContext) {
    const { ctx } = worker;
    this.#insistsOnMore = insistsOnMore(ctx);
    if (ctx.options.backup) {
      ctx.backups = new Backups(ctx, ({ root, path }, name, isFolder) => {
        return worker.selection.excludesName({ root, path, isOfTree: true }, name, isFolder);
      });
    }
    // What fails to be backed up is reported once.
    this.sharesDeletions = ctx.backups === null;
  }

  keep(entry: Entry): void {
    countUnchanged(this.worker.ctx, entry);
    // setuid and setgid that it lacks are told of each entry, and few have any.
    if (this.#insistsOnMore || entry.source.permissions > 0o1777) noteMissingOf(this.worker, entry);
  }

  passOver(): void {}

  leaveOut(): void {}

  copy(entry: Entry): void {
    const { ctx } = this.worker;
    if (this.#refuses(entry)) return;
    this.#makeWay(entry);
    if (entry.replaces) {
      ctx.inodes.rememberReplaced(entry.target);
      noteReplaced(ctx, entry.source);
    }
    copyEntry(this.worker, entry);
  }

  link(entry: Entry): boolean {
    const { worker } = this;
    if (this.#refuses(entry)) return true;
    if (linkFast(worker.ctx, entry)) return true;
    this.#makeWay(entry);
    return joinLinkGroup(worker, entry, (first) => linkTo(worker, entry, first));
  }

  linkEarlier(entry: Entry): boolean {
    if (this.#refuses(entry)) return true;
    this.#makeWay(entry);
    return linkEarlier(this.worker.ctx, entry);
  }

  makeLink(entry: Entry): void {
    if (this.#refuses(entry)) return;
    this.#makeWay(entry);
    makeLink(this.worker.ctx, entry);
  }

  updateMetadata(entry: Entry): void {
    updateMetadata(this.worker.ctx, entry);
  }

  makeFolder(entry: Entry): number {
    if (this.#refuses(entry)) return FOLDER.failed;
    this.#makeWay(entry);
    return makeFolder(this.worker.ctx, entry);
  }

  compare(): void {}

  isInFullGroup(entry: Entry): boolean {
    return isInFullGroup(this.worker, entry);
  }

  acceptsMissing(): boolean {
    return false;
  }

  probeCase(pair: FolderPair): boolean | null {
    return probeCase(this.worker.ctx, pair);
  }

  sweep(pair: FolderPair, name: CString): void {
    sweep(this.worker.ctx, pair, name);
  }

  renameCase(pair: FolderPair, from: CString, to: CString): boolean {
    return renameCase(this.worker, pair, from, to);
  }

  setFolderMetadata(pair: FolderPair, changes: number): void {
    setFolderMetadata(this.worker.ctx, pair, changes);
  }

  folderAccess(): FolderAccess {
    return new OwnersAccess(this.worker.ctx);
  }

  beginDeletions(pair: FolderPair): void {
    makeWritable(this.worker.ctx, pair);
  }

  deleteExtra(pair: FolderPair, name: CString, type: number): void {
    const { ctx, deletionFilter } = this.worker;
    deleteEntry(ctx, pair, deletionFilter, name, type);
  }

  /** Whether an entry would take the place of one that a source shows by a file system that does not tell so; it is reported. */
  #refuses({ pair, replaces, targetName }: Entry): boolean {
    if (!replaces || pair.root.untoldViews === undefined) return false;
    const { root, path, target, targetStat } = pair;
    const { ctx } = this.worker;
    pair.isShownInSource ??= isShownInSource(ctx, root, path, target, targetStat);
    if (pair.isShownInSource) {
      ctx.failWith(targetOf(pair, targetName), "replace", "SAME_FILE", IS_SHOWN);
    }
    return pair.isShownInSource;
  }

  /** Says what becomes of what the target has under the name: a folder is removed when the entry is named. */
  #makeWay(entry: Entry): void {
    const { ctx, ctx: { backups }, deletionFilter } = this.worker;
    if (backups !== null) entry.keepsOld = entry.replaces && this.#isOtherThanOld(entry);
    if (!entry.displacesFolder) return;
    const { pair } = entry;
    const known = cString(withoutNul(entry.targetName));
    pair.removeOld = backups?.areBeside
      ? () => moveFolderAside(ctx, pair, deletionFilter, known)
      : (aside) => deleteMovedFolder(ctx, pair, deletionFilter, known, aside);
  }

  /** Whether more than metadata differ: as in rsync these alone are no reason for a backup. */
  #isOtherThanOld(entry: Entry): boolean {
    const { basis } = this.worker;
    const { isFile } = entry.source;
    // Of what becomes a link to another entry it was not asked yet.
    const isKnown = entry.changes !== 0;
    const differences = isFile ? fileDifferences : linkDifferences;
    if (((isKnown ? entry.changes : differences(entry, basis)) & CONTENTS) !== 0) return true;
    // Equal sizes and times pass for equal contents where a file stays; this one goes.
    if (!isFile || basis.comparer.comparesContents) return false;
    // A comparison that is stopped found no difference so far.
    return basis.facts.contentsDiffer(entry) || isStopping(this.worker.ctx.control);
  }
}
