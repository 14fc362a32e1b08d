// `--dry-run`: lists what would be removed from the source: all that would be copied, and what the target has already.

import type { CString } from "../../../../ffi/mod.ts";
import type { Entry } from "../../../entry/entry.ts";
import { type FolderPair, joinPath } from "../../../entry/folder_pair.ts";
import { giveUpClaim } from "../../facts/claims.ts";
import { FOLDER, type Performer } from "../../worker/performer.ts";
import { ReadOnly } from "../read_only.ts";
import { OtherMounts } from "./other_mounts.ts";
import { isAlike } from "./arrived.ts";
import { mayLackLinks } from "./lacking_links.ts";
import { reportRemoved } from "./remove_entry.ts";
import { noteLeftOut, noteStaying } from "./staying.ts";

export class PreviewRemoval extends ReadOnly implements Performer {
  readonly onlyCompares = false;
  readonly readsFiles = false;
  readonly #mounts = new OtherMounts(this.worker);

  keep(entry: Entry): void {
    const { worker } = this;
    if (isAlike(worker, entry)) this.#remove(entry);
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
    const { ctx } = this.worker;
    const { pair, source } = entry;
    giveUpClaim(ctx, entry);
    if (source.hasHugeSize) noteStaying(this.worker, pair);
    else this.#remove(entry);
  }

  link(entry: Entry): boolean {
    this.#remove(entry);
    return true;
  }

  makeLink(entry: Entry): void {
    this.copy(entry);
  }

  updateMetadata(entry: Entry): void {
    this.#remove(entry);
  }

  makeFolder(): number {
    return FOLDER.made;
  }

  compare(): void {}

  renameCase(): boolean {
    return true;
  }

  setFolderMetadata(pair: FolderPair): void {
    if (!this.#mounts.has(pair)) return;
    noteStaying(this.worker, pair);
    this.#mounts.report(pair);
  }

  deleteExtra(): void {}

  #remove(entry: Entry): void {
    const { worker } = this;
    const stays = this.#mounts.has(entry.pair) || mayLackLinks(worker, entry);
    if (stays) noteStaying(worker, entry.pair);
    else reportRemoved(worker.ctx, entry);
  }
}
