// A second look at the tree, where listings do not tell how many names a file has (Windows): a name was
// passed over as unchanged before another name of the same file was copied. It is to be a link to that
// copy. Nothing else is done here, and what could not be read was told by the first look.

import { ENTRY_TYPE } from "../../../ffi/mod.ts";
import { isFirst } from "../../copy/hard_links.ts";
import type { FirstName } from "../../copy/link_table.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import { isTemporaryName } from "../../copy/temporary_names.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { JOB, type Job } from "../crew/job.ts";
import { isLeftAlone } from "../entries/conflicts.ts";
import { differences, isRightlyApart } from "../entries/file_entry.ts";
import { joinGroup } from "../entries/link_groups.ts";
import { askLinkCount } from "../entries/link_count.ts";
import { stampFolder } from "./finish_folder.ts";
import { closePlace } from "./open_place.ts";
import { standsAt, targetMount } from "./target_mount.ts";

/** Does a relink job: a folder and all below it, or entries that were named one by one. */
export function runRelink(crew: Crew, job: Job): void {
  const place = crew.borrowPlace();
  if (openAgain(crew, place, job)) {
    if (job.entries === null) relinkFolder(crew, place);
    else {
      const { bytes, count } = job.entries;
      for (let i = 0, at = 0; i < count; i++, at = bytes.indexOf(0, at + 1) + 1) {
        relinkEntry(crew, place, bytes.subarray(at + 1), bytes[at]);
      }
    }
    if (place.touched && !isStopping(crew.ctx.control)) stampFolder(crew, place, 0);
    closePlace(crew, place);
  }
  crew.returnPlace(place);
}

/** Opens both folders if they are there; false, and nothing open, if not. */
function openAgain(
  { ctx: { fs, folders, options }, roots }: Crew,
  place: Place,
  job: Job,
): boolean {
  const root = roots[job.root];
  if (root.target < 0) return false;
  place.reset(root, job.path, false);
  place.isOfTree = job.entries === null;
  place.source = folders.open(root.source, job.path, options.dereference);
  if (place.source < 0) return false;
  place.target = folders.open(root.target, job.path, false);
  if (
    place.target >= 0 && fs.statHandle(place.source, place.sourceStat) === 0 &&
    fs.statHandle(place.target, place.targetStat) === 0 &&
    !place.sourceStat.hasSameInode(place.targetStat)
  ) return true;
  fs.close(place.source);
  if (place.target >= 0) fs.close(place.target);
  return false;
}

function relinkFolder(crew: Crew, place: Place): void {
  const { ctx: { fs, control } } = crew;
  const listing = crew.borrowListing();
  for (let end = 0; end === 0 && !isStopping(control);) {
    listing.clear();
    end = fs.list(place.source, listing);
    for (let i = 0; i < listing.count && !isStopping(control); i++) {
      relinkEntry(crew, place, listing.name(i), listing.type[i]);
    }
  }
  crew.returnListing(listing);
}

function relinkEntry(crew: Crew, place: Place, name: Uint8Array, listedType: number): void {
  const { ctx: { fs, options, sourceStat }, selection } = crew;
  if (isTemporaryName(name)) return;
  let type = listedType;
  if (type !== ENTRY_TYPE.folder) {
    const stat = options.dereference ? fs.statFollowing : fs.stat;
    if (stat(place.source, name, sourceStat) < 0) return;
    if (sourceStat.isFolder) type = ENTRY_TYPE.folder;
  }
  const isFolder = type === ENTRY_TYPE.folder;
  if (selection.hasRules && selection.excludesName(place.path, name, isFolder)) return;
  if (!isFolder) return relinkFile(crew, place, name);
  const path = joinPath(place.path, name), root = place.root.index;
  crew.leaveFolder({ kind: JOB.relink, root, path, fresh: false });
}

/** Links a file, whose source was looked at, to the copy of another of its names. */
function relinkFile(crew: Crew, place: Place, name: Uint8Array): void {
  const { ctx, ctx: { fs, links, count, sourceStat, targetStat }, selection } = crew;
  const targetName = place.root.targetName ?? name;
  if (links === null || !sourceStat.isFile || !links.knows(sourceStat)) return;
  if (selection.excludesFile(sourceStat) || fs.stat(place.target, targetName, targetStat) < 0) {
    return;
  }
  if (!targetStat.isFile || isLeftAlone(crew, sourceStat, targetStat)) return;
  askLinkCount(ctx, place.source, name, sourceStat);
  askLinkCount(ctx, place.target, targetName, targetStat);
  if (sourceStat.nlink <= 1) return;
  const mount = targetMount(crew, place);
  const first = links.claim(sourceStat, mount);
  if (first === null) return links.giveUp(sourceStat, mount);
  // In a dry run the first name is told by its path alone.
  if (isFirst(targetStat, first) || leadsTo(place, targetName, first)) return;
  if (differences(crew, place, name, targetName) !== 0) return;
  if (isRightlyApart(crew, place, name, targetName)) return;
  count[COUNTER.filesUnchanged]--;
  if (joinGroup(crew, place, targetName, first, true)) return;
  count[COUNTER.filesUnchanged]++;
  links.publish(sourceStat, targetStat, standsAt(crew, place, targetName));
}

function leadsTo(place: Place, name: Uint8Array, { root, path }: FirstName): boolean {
  const own = joinPath(place.path, name);
  return root === place.root.index && own.length === path.length &&
    own.every((byte, i) => byte === path[i]);
}
