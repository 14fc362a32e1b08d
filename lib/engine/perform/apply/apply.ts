// Carries operations out.

import { type CString, cString, withoutNul } from "../../../../ffi/mod.ts";
import { deleteEntry, deleteMovedFolder } from "../../../copy/deletion/delete_entry.ts";
import { type FolderAccess, OwnersAccess } from "../../../copy/deletion/folder_access.ts";
import { sweep } from "../../../copy/target/sweep.ts";
import { makeWritable } from "../../../copy/target/writable_folder.ts";
import type { Entry } from "../../../entry/entry.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { noteReplaced } from "../../facts/link_count.ts";
import type { Performer } from "../../worker/performer.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { joinLinkGroup } from "../link_groups.ts";
import { countUnchanged } from "../report.ts";
import { copyEntry } from "./copy.ts";
import { setFolderMetadata } from "./set_folder_metadata.ts";
import { isInFullGroup, linkTo } from "./hard_link.ts";
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
  readonly stagesFolders = true;
  readonly sharesDeletions = true;

  constructor(private readonly worker: WorkerContext) {}

  keep(entry: Entry): void {
    countUnchanged(this.worker.ctx, entry);
  }

  passOver(): void {}

  copy(entry: Entry): void {
    const { ctx } = this.worker;
    this.#displaceFolder(entry);
    if (entry.replaces) {
      ctx.inodes.rememberReplaced(entry.target);
      noteReplaced(ctx, entry.source);
    }
    copyEntry(this.worker, entry);
  }

  link(entry: Entry): boolean {
    const { worker } = this;
    this.#displaceFolder(entry);
    return joinLinkGroup(worker, entry, (first) => linkTo(worker, entry, first));
  }

  linkEarlier(entry: Entry): boolean {
    this.#displaceFolder(entry);
    return linkEarlier(this.worker.ctx, entry);
  }

  makeLink(entry: Entry): void {
    this.#displaceFolder(entry);
    makeLink(this.worker.ctx, entry);
  }

  updateMetadata(entry: Entry): void {
    updateMetadata(this.worker.ctx, entry);
  }

  makeFolder(entry: Entry): number {
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

  /** Lets the rename that names the entry remove the folder in its place. */
  #displaceFolder({ pair, targetName, displacesFolder }: Entry): void {
    if (!displacesFolder) return;
    const { ctx, deletionFilter } = this.worker;
    const known = cString(withoutNul(targetName));
    pair.removeOld = (aside) => deleteMovedFolder(ctx, pair, deletionFilter, known, aside);
  }
}
