// The second phase of a mirror: folder by folder, what the target has and the source has not. It
// starts when everything is copied, lists the source once more, and deletes nothing where that fails.

import { type CString, ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { countEntries } from "../../copy/deletion/count_entries.ts";
import { deleteEntry } from "../../copy/deletion/delete_entry.ts";
import { obstacleBelow } from "../../copy/deletion/obstacles.ts";
import { triesAgain } from "../../copy/patience.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import { makeWritable } from "../../copy/writable_folder.ts";
import { NameSet } from "../../plan/name_set.ts";
import { COUNTER } from "../../shared/counters.ts";
import { MOST_INLINE } from "../../thresholds.ts";
import type { Crew } from "../crew/crew.ts";
import { deviceOf, JOB, type Job } from "../crew/job.ts";
import { reportExtra } from "../verify/extra_entries.ts";
import { nameKeyOf } from "./case_rules.ts";
import { leaveToEmpty } from "./emptying.ts";
import { eachExtra, eachListing, knownType } from "./extras.ts";
import { stampAgain } from "./finish_folder.ts";
import { closePlace, openPlace } from "./open_place.ts";

/** Does a delete job: removes, or only counts, the extra entries of one folder. */
export function runDelete(crew: Crew, job: Job): void {
  const place = crew.borrowPlace();
  if (openPlace(crew, place, job)) {
    const source = isOnDevice(crew, place, deviceOf(job)) ? listSource(crew, place) : null;
    if (source !== null && place.target >= 0) {
      const splits = maySplit(crew, job);
      const large = (crew.handOver !== null || splits) && isLarge(crew, place, source);
      const isLeft = large && crew.handOver !== null &&
        crew.leaveToWorkers(job, job.entries!.bytes);
      if (!isLeft && large && splits) emptyExtras(crew, place, job, source);
      else if (!isLeft) carryOut(crew, place, job, source);
    }
    closePlace(crew, place);
  }
  crew.returnPlace(place);
}

/** Whether a job would leave folders to other threads, if it is large. */
function maySplit({ lanes, ctx: { options } }: Crew, { kind }: Job): boolean {
  return kind === JOB.delete && lanes > 1 && !options.dryRun && !options.compareOnly;
}

function carryOut(crew: Crew, place: Place, { kind }: Job, source: NameSet): void {
  if (kind === JOB.count) countExtras(crew, place, source);
  else if (crew.ctx.options.compareOnly) reportExtras(crew, place, source);
  else deleteExtras(crew, place, source);
}

/** Whether the source is still on the disk that it was copied from; if not, the run stops. */
function isOnDevice({ ctx }: Crew, place: Place, dev: number): boolean {
  if (place.sourceStat.dev === dev) return true;
  const message = "Its disk has been unmounted or changed since it was copied";
  ctx.failWith(
    place,
    null,
    "source",
    "delete what is not in",
    null,
    "SOURCE_CHANGED",
    message,
    true,
  );
  return false;
}

/** Whether a job takes so long that several threads pay, and that the main thread must not do it, so that signals are heard. */
function isLarge(crew: Crew, place: Place, source: NameSet): boolean {
  const { ctx } = crew;
  let entries = 0;
  eachExtra(crew, place, source, (name, type) => {
    if (entries > MOST_INLINE) return;
    const left = MOST_INLINE + 1 - entries;
    // What cannot be counted fails again, and is told, when it is to be deleted.
    const { going, staying } = countEntries(ctx, place, crew.keeper, name, type, left);
    entries += Math.max(1, going + staying);
  });
  const error = ctx.fs.rewind(place.target);
  if (error < 0) ctx.fail(place, null, "target", "list folder", "lseek", error);
  return entries > MOST_INLINE;
}

/** All names of the source folder; null when the listing failed, which was reported. */
function listSource(crew: Crew, place: Place): NameSet | null {
  const { fs } = crew.ctx;
  const names = new NameSet(nameKeyOf(crew, place));
  let isEmpty = true;
  const plain = fs.listPlainly(place.source);
  if (plain < 0) crew.ctx.fail(place, null, "source", "list folder", "getdents64", plain);
  const complete = plain >= 0 && eachListing(crew, place, "source", (listing) => {
    if (listing.count > 0) isEmpty = false;
    leaveOutExcluded(crew, place, listing);
    names.addAll(listing);
  });
  if (!complete) return null;
  if (!isEmpty || place.path.length > 0 || crew.ctx.options.allowEmptySource) return names;
  // It had entries when the run began (roots/guards.ts), so somebody is removing or unmounting it.
  crew.ctx.failWith(
    place,
    null,
    "source",
    "delete what is not in",
    null,
    "EMPTY_SOURCE",
    "It has been emptied since the run began",
    true,
  );
  return null;
}

/** With `--delete-excluded`, takes those names out of the source's listing that count as not there. */
function leaveOutExcluded(crew: Crew, place: Place, listing: Listing): void {
  const { selection, ctx: { options } } = crew;
  if (!options.deleteExcluded || !selection.hasRules) return;
  let left = 0;
  for (let i = 0; i < listing.count; i++) {
    const type = knownType(crew, place.source, listing.name(i), listing.type[i], true);
    if (selection.excludesName(place.path, listing.name(i), type === ENTRY_TYPE.folder)) continue;
    listing.nameAt[left] = listing.nameAt[i];
    listing.type[left++] = listing.type[i];
  }
  listing.count = left;
}

function countExtras(crew: Crew, place: Place, source: NameSet): void {
  eachExtra(crew, place, source, (name, type) => countExtra(crew, place, name, type));
}

/** Counts a target entry with all that is below it as one that is to go. */
export function countExtra(crew: Crew, place: Place, name: CString, type: number): void {
  const { ctx } = crew;
  let entries = countEntries(ctx, place, crew.keeper, name, type);
  for (
    let failures = 0;
    entries.error < 0 &&
    triesAgain(ctx, place, name, "target", "count entries of", entries.error, failures);
    failures++
  ) {
    entries = countEntries(ctx, place, crew.keeper, name, type);
  }
  if (entries.error < 0) return failCount(ctx, place, name, entries.error);
  ctx.count[COUNTER.extraEntries] += entries.going;
  // What lies below was not listed before.
  ctx.count[COUNTER.targetEntries] += entries.going + entries.staying - 1;
}

/** The limit on deletions cannot be kept without knowing how many there are: the run stops. */
function failCount(ctx: CopyContext, place: Place, name: Uint8Array, error: number): void {
  const text = ctx.fs.errorText(error), code = ctx.fs.errorName(error);
  ctx.failWith(place, name, "target", "count entries of", "getdents64", code, text, true);
}

/** What `ferry verify` says. */
function reportExtras(crew: Crew, place: Place, source: NameSet): void {
  eachExtra(crew, place, source, (name, type) => reportExtra(crew, place, name, type));
}

/** Lets all threads empty the folders that are to go, each its own, and notes that the rest is to be deleted then. */
function emptyExtras(crew: Crew, place: Place, job: Job, source: NameSet): void {
  eachExtra(crew, place, source, (name, type) => {
    const path = joinPath(job.path, name);
    if (type !== ENTRY_TYPE.folder || obstacleBelow(place.root, path) !== null) return;
    leaveToEmpty(crew, job.root, path, place.targetStat.dev);
  });
  crew.extras.push({ root: job.root, path: job.path, sourceDev: deviceOf(job), inTheWay: null });
}

function deleteExtras(crew: Crew, place: Place, source: NameSet): void {
  const { ctx } = crew;
  if (!ctx.options.dryRun) makeWritable(ctx, place);
  eachExtra(crew, place, source, (name, type) => {
    deleteEntry(ctx, place, crew.keeper, name, type);
  });
  stampAgain(crew, place);
}
