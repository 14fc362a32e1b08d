// Answers the questions of lib/plan/facts.ts with system calls and with what the run has learned. Questions that
// only a run that writes can answer go to the performer.

import { cString, ENTRY_TYPE, withoutNul } from "../../../ffi/mod.ts";
import { countEntries } from "../../copy/deletion/count_entries.ts";
import { holdsProtected } from "../../copy/deletion/holds_protected.ts";
import { isFirst } from "../../copy/links/hard_links.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FirstLink } from "../../entry/first_link.ts";
import { joinPath } from "../../entry/folder_pair.ts";
import { sourceOf } from "../../entry/subject.ts";
import { TARGET } from "../../entry/found.ts";
import type { Facts } from "../../plan/facts.ts";
import { CONTROL } from "../../shared/control.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import { MOST_INLINE } from "../../thresholds.ts";
import { loopOf } from "../worker/folders_above.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { claim } from "./claims.ts";
import { contentsDiffer } from "./contents_differ.ts";
import { mustDefer, reserveStaged } from "./defer.ts";
import { compareEntries } from "./differences.ts";
import { EmptyFolders } from "./empty_folders.ts";
import { findEarlier } from "./find_earlier.ts";
import { readRules } from "./folder_rules.ts";
import { leadsToTarget } from "./leads_to_target.ts";
import { askLinkCount, isOneOfMany } from "./link_count.ts";
import { linkTextsDiffer } from "./link_texts.ts";
import { listingsSuffice, looksUnchanged } from "./looks_unchanged.ts";
import { noteMatch } from "./matched_names.ts";
import { statSource, statTarget } from "./stat_entry.ts";
import { noteTargetInSource } from "./target_in_source.ts";
import { targetMount } from "./target_mount.ts";
import { xattrDifferencesByName } from "./xattr_differences.ts";

export class EntryFacts implements Facts {
  #emptyFolders: EmptyFolders | null = null;

  constructor(private readonly worker: WorkerContext) {}

  lookAtSource(entry: Entry): boolean {
    return entry.found !== TARGET.unknown || statSource(this.worker.ctx, entry);
  }

  lookAtTarget(entry: Entry): number {
    const { ctx } = this.worker;
    const found = entry.found === TARGET.unknown ? statTarget(ctx, entry) : entry.found;
    if (found === TARGET.present) noteMatch(ctx, entry.pair, entry.targetName);
    return found;
  }

  mustDefer(entry: Entry): boolean {
    const { worker } = this;
    if (!mustDefer(worker, entry)) return false;
    // What proves unchanged at once is left to nobody.
    return !(listingsSuffice(worker) && looksUnchanged(worker, entry));
  }

  reserveStaged(entry: Entry): boolean {
    return reserveStaged(this.worker, entry);
  }

  differences({ pair, source, target }: Entry): number {
    return compareEntries(this.worker, pair, source, target);
  }

  xattrDifferences(entry: Entry): number {
    return xattrDifferencesByName(this.worker.ctx, entry);
  }

  contentsDiffer(entry: Entry): boolean {
    return contentsDiffer(this.worker.ctx, entry);
  }

  linkTextsDiffer(entry: Entry): boolean {
    return linkTextsDiffer(this.worker.ctx, entry);
  }

  askTargetLinkCount({ pair, targetName, target }: Entry): void {
    askLinkCount(this.worker.ctx, pair.target, targetName, target);
  }

  isOneOfMany(entry: Entry): boolean {
    return isOneOfMany(this.worker.ctx, entry);
  }

  claim(entry: Entry): FirstLink | null {
    return claim(this.worker, entry);
  }

  firstLink(entry: Entry): FirstLink | null {
    const { ctx } = this.worker;
    const { pair, name, source } = entry;
    if (ctx.options.dereference || ctx.fs.stat(pair.source, name, source) < 0) return null;
    entry.hasOtherNames = source.isFile && source.nlink >= 2;
    return entry.hasOtherNames ? ctx.links!.firstName(source, targetMount(ctx, pair)) : null;
  }

  canPutOff({ pair, source }: Entry): boolean {
    const { ctx, putsOff } = this.worker;
    return putsOff && ctx.links!.isInProgress(source, targetMount(ctx, pair));
  }

  hasOtherNames({ pair, name, source }: Entry): boolean {
    askLinkCount(this.worker.ctx, pair.source, name, source);
    return source.nlink > 1;
  }

  targetWasThere(): boolean {
    return Atomics.load(this.worker.ctx.control, CONTROL.targetWasThere) !== 0;
  }

  findEarlier(entry: Entry): boolean {
    return findEarlier(this.worker, entry);
  }

  isLinkedTo({ target }: Entry, first: FirstLink): boolean {
    const { devices } = this.worker.ctx;
    if (!isFirst(target, first)) return false;
    if (!devices.has(target.dev, DEVICE.sharesInodes)) {
      devices.add(target.dev, DEVICE.sharesInodes);
    }
    return true;
  }

  isInFullGroup(entry: Entry): boolean {
    return this.worker.performer.isInFullGroup(entry);
  }

  ownsTarget({ source, target }: Entry): boolean {
    return this.worker.ctx.links!.claimTarget(target, source);
  }

  wasReplaced({ target }: Entry): boolean {
    return this.worker.ctx.inodes.wasReplaced(target);
  }

  leadsToTarget(entry: Entry): boolean {
    const { ctx, performer } = this.worker;
    return leadsToTarget(ctx, entry, performer.folderAccess());
  }

  isEmptyFolder({ pair, name }: Entry): number {
    const { worker } = this;
    const empty = this.#emptyFolders ??= new EmptyFolders(worker);
    empty.budget = worker.shouldYield === null ? Infinity : MOST_INLINE;
    return empty.has(pair, name);
  }

  isLoop({ pair, source }: Entry): boolean {
    const loop = loopOf(this.worker, pair, source);
    if (loop === "target") noteTargetInSource(this.worker.ctx.control);
    return loop !== null;
  }

  isLargeFolder({ pair, targetName }: Entry): boolean {
    const { ctx, deletionFilter, shouldYield } = this.worker;
    if (shouldYield === null) return false;
    const folder = { name: targetName, type: ENTRY_TYPE.folder };
    return countEntries(ctx, pair, deletionFilter, folder, MOST_INLINE + 1).going > MOST_INLINE;
  }

  holdsProtected({ pair, targetName }: Entry): boolean {
    const { ctx, deletionFilter, performer } = this.worker;
    return holdsProtected(ctx, pair, deletionFilter, targetName, performer.folderAccess());
  }

  canListSource({ pair, name }: Entry): boolean {
    const { worker, worker: { ctx, ctx: { fs, options } } } = this;
    const known = cString(withoutNul(name));
    const handle = fs.openFolderBeneath(pair.source, known, options.dereference);
    if (handle < 0) {
      ctx.fail(sourceOf(pair, name), "open folder", "openat2", handle);
      return false;
    }
    const folder = { root: pair.root, path: joinPath(pair.path, name), isOfTree: true };
    if (!readRules(worker, folder, handle)) {
      fs.close(handle);
      return false;
    }
    const listing = worker.borrowListing();
    const end = fs.list(handle, listing);
    worker.returnListing(listing);
    fs.close(handle);
    if (end < 0) ctx.fail(sourceOf(pair, name), "list folder", "getdents64", end);
    return end >= 0;
  }
}
