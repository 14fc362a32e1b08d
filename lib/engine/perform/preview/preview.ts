// `--dry-run`: lists and counts operations, and writes nothing.

import { type CString, cString, FileStat, S_IFDIR, withoutNul, WORD } from "../../../../ffi/mod.ts";
import { listDeletions, listDisplaced } from "../../../copy/deletion/list_deletions.ts";
import { refusesHuge } from "../../../copy/file/huge_file.ts";
import { mayWriteInto } from "../../../copy/file/target_file.ts";
import { SPLIT } from "../../../copy/links/split_causes.ts";
import type { Entry } from "../../../entry/entry.ts";
import type { FirstLink } from "../../../entry/first_link.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { METADATA } from "../../../plan/changes.ts";
import { runModeOf } from "../../../run_mode.ts";
import { COUNTER } from "../../../shared/counters.ts";
import { askLinkCount, noteCopied, noteReplaced } from "../../facts/link_count.ts";
import { giveUpClaim } from "../../facts/claims.ts";
import { targetLocation, targetMount } from "../../facts/target_mount.ts";
import { MOST_NAMES } from "../../../thresholds.ts";
import { insistsOnMore, noteMissing } from "../../../copy/metadata/losses.ts";
import { noteMissingOf } from "../missing.ts";
import { noteUnlinked } from "../../facts/earlier_folders.ts";
import { FOLDER, type Performer } from "../../worker/performer.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { joinLinkGroup, mayBeSplit } from "../link_groups.ts";
import { ReadOnly } from "../read_only.ts";
import { Foreseen } from "./foreseen.ts";
import {
  countUnchanged,
  reportCopy,
  reportEntry,
  reportFolderMade,
  reportFolderUpdated,
  reportLinked,
  reportUpdated,
} from "../report.ts";

/** Of a folder, which is not looked at before it is entered. */
const FOLDER_STAT = new FileStat();
FOLDER_STAT.words[WORD.mode] = S_IFDIR;

export class Preview extends ReadOnly implements Performer {
  readonly onlyCompares = false;
  readonly readsFiles: boolean;
  readonly #foreseen: Foreseen;
  /** Whether what unchanged entries lack is foretold; a comparison before `--swap` leaves it to the new tree. */
  readonly #insistsOnMore: boolean;

  constructor(worker: WorkerContext) {
    super(worker);
    this.#foreseen = new Foreseen(worker.ctx);
    this.#insistsOnMore = runModeOf(worker.ctx.options) === "preview" && insistsOnMore(worker.ctx);
    this.readsFiles = worker.ctx.options.comparison === "checksum";
  }

  keep(entry: Entry): void {
    countUnchanged(this.worker.ctx, entry);
    if (this.#insistsOnMore) noteMissingOf(this.worker, entry);
  }

  copy(entry: Entry): void {
    const { ctx } = this.worker;
    const { pair, name, source } = entry;
    if (this.#foreseen.fails(entry, source)) return giveUpClaim(ctx, entry);
    if (!this.#displaceFolder(entry)) return;
    if (entry.replaces) {
      ctx.inodes.rememberReplaced(entry.target);
      noteReplaced(ctx, source);
    }
    askLinkCount(ctx, pair.source, name, source);
    if (refusesHuge(ctx, entry, "copy")) {
      ctx.count[COUNTER.filesFailed]++;
      return giveUpClaim(ctx, entry);
    }
    if (this.#becomesLink(entry)) return;
    this.#publishPlanned(entry);
    ctx.count[entry.replaces ? COUNTER.filesReplaced : COUNTER.filesCopied]++;
    ctx.count[COUNTER.filesFound]++;
    ctx.count[COUNTER.bytesFound] += source.size;
    reportCopy(ctx, entry);
  }

  link(entry: Entry): boolean {
    if (this.#foreseen.fails(entry, entry.source, true)) return true;
    if (!this.#displaceFolder(entry)) return true;
    return this.#joinLinkGroup(entry);
  }

  #joinLinkGroup(entry: Entry): boolean {
    const { worker, worker: { ctx } } = this;
    return joinLinkGroup(worker, entry, (first: FirstLink) => {
      const lacking = this.#foreseen.lackOfLinks(entry.pair);
      const cause = lacking || (entry.replaces ? mayBeSplit(ctx, entry, first) : 0);
      if (cause === 0) reportLinked(ctx, entry);
      return cause;
    });
  }

  override linkEarlier(entry: Entry): boolean {
    const { ctx } = this.worker;
    const { isClaimed, source, earlier } = entry;
    if (earlier!.target.nlink >= MOST_NAMES) {
      noteUnlinked(ctx, SPLIT.full);
      return false;
    }
    if (!this.#displaceFolder(entry)) return true;
    if (entry.replaces) noteReplaced(ctx, source);
    if (isClaimed) {
      noteCopied(ctx, source);
      this.#publish(entry, earlier!.target);
    }
    reportLinked(ctx, entry);
    return true;
  }

  makeLink(entry: Entry): void {
    const { ctx } = this.worker;
    const { isSymlink } = entry.source;
    if (this.#foreseen.fails(entry, entry.source)) {
      return giveUpClaim(ctx, entry);
    }
    if (!this.#displaceFolder(entry)) return;
    if (entry.replaces) ctx.inodes.rememberReplaced(entry.target);
    ctx.count[isSymlink ? COUNTER.linksCreated : COUNTER.specialsCreated]++;
    reportEntry(ctx, entry, isSymlink ? "symlink" : "special");
    if (entry.isClaimed) this.#publish(entry, new FileStat());
  }

  updateMetadata(entry: Entry): void {
    reportUpdated(this.worker.ctx, entry);
  }

  makeFolder(entry: Entry): number {
    const { ctx } = this.worker;
    const { pair, name } = entry;
    if (this.#foreseen.fails({ pair, name, targetName: name }, FOLDER_STAT)) return FOLDER.failed;
    if (entry.replaces) ctx.inodes.rememberReplaced(entry.target);
    if (!entry.isForeign) reportFolderMade(ctx, entry);
    return FOLDER.made;
  }

  compare(): void {}

  renameCase(): boolean {
    return true;
  }

  setFolderMetadata(pair: FolderPair, changes: number): void {
    const { ctx } = this.worker;
    if (pair.target < 0 || pair.fresh) return;
    if (!pair.isForeign && (changes & METADATA) !== 0) reportFolderUpdated(ctx, pair, changes);
    else if (this.#insistsOnMore) {
      noteMissing(ctx, { pair, name: null }, pair.sourceStat, pair.targetStat);
    }
  }

  deleteExtra(pair: FolderPair, name: CString, type: number): void {
    const { ctx, deletionFilter } = this.worker;
    listDeletions(ctx, pair, deletionFilter, name, type);
  }

  /** Lists the folder in whose place the entry would come; false where that cannot be told to its end. */
  #displaceFolder(entry: Entry): boolean {
    if (!entry.displacesFolder) return true;
    const { ctx, deletionFilter } = this.worker;
    const known = cString(withoutNul(entry.targetName));
    const isListed = listDisplaced(ctx, entry.pair, deletionFilter, known);
    if (!isListed) giveUpClaim(ctx, entry);
    return isListed;
  }

  /**
   * Reports a link for a further name of a file that would have been copied by then. The first of several names is
   * claimed, so that the others find it.
   *
   * @returns whether a link was reported
   */
  #becomesLink(entry: Entry): boolean {
    const { ctx, ctx: { links } } = this.worker;
    if (entry.isClaimed || links === null || entry.source.nlink < 2) return false;
    entry.linkTo = links.claim(entry.source, targetMount(ctx, entry.pair));
    if (entry.linkTo !== null && this.#joinLinkGroup(entry)) return true;
    entry.linkTo = null;
    entry.isClaimed = true;
    return false;
  }

  /** Says where the first name of a file would stand. */
  #publishPlanned(entry: Entry): void {
    if (!entry.isClaimed) return;
    const { ctx } = this.worker;
    noteCopied(ctx, entry.source);
    const staysInPlace = ctx.options.inplace && entry.replaces && mayWriteInto(entry.target);
    this.#publish(entry, staysInPlace ? entry.target : new FileStat());
  }

  #publish(entry: Entry, target: FileStat): void {
    const { ctx } = this.worker;
    ctx.links!.publish(entry.source, target, targetLocation(ctx, entry));
  }
}
