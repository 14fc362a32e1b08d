// Emptying a folder of the target that is to go, each folder of a large tree as a job of its own: names in
// different folders can be taken away at the same time. Only what is no folder goes. The folders themselves, and
// whatever else is left, are the business of who deletes the rest (deletions.ts), which also tells what fails.

import { ENTRY_TYPE } from "../../../ffi/mod.ts";
import { deleteQuietly } from "../../copy/deletion/delete_entry.ts";
import { eachEntry, typeOf } from "../../copy/deletion/each_entry.ts";
import { giveBackMode, makeEmptiable } from "../../copy/deletion/emptiable.ts";
import { obstacleIn } from "../../copy/deletion/obstacles.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import { isStopping } from "../../shared/control.ts";
import type { Crew } from "../crew/crew.ts";
import { deviceOf, JOB, type Job, packDevice } from "../crew/job.ts";
import { ENTRIES_PER_LOOK } from "./slices.ts";

/**
 * Leaves a folder to whoever takes it; where too many wait already, nobody empties it beforehand.
 *
 * @param dev the device of the folder above it
 */
export function leaveToEmpty(crew: Crew, root: number, path: Uint8Array, dev: number): void {
  crew.stack.push({ kind: JOB.empty, root, path, fresh: false, slot: -1 }, packDevice(dev));
}

/** Does an empty job. */
export function runEmpty(crew: Crew, job: Job): void {
  const { ctx, ctx: { fs, checkStat } } = crew;
  const place = crew.borrowPlace();
  const { root, path } = job;
  place.reset(crew.roots[root], path, false);
  place.target = ctx.folders.open(place.root.target, path, false);
  if (place.target >= 0) {
    const isKnown = fs.statHandle(place.target, checkStat) === 0;
    const { dev } = checkStat;
    // What is in the way is told by who deletes the rest.
    if (isKnown && obstacleIn(ctx, place.root, path, checkStat, deviceOf(job)) === null) {
      emptyFolder(crew, place, dev);
    }
    fs.close(place.target);
  }
  crew.returnPlace(place);
}

function emptyFolder(crew: Crew, place: Place, dev: number): void {
  const { ctx, ctx: { control }, handOver, keeper } = crew;
  const { root, path, target } = place;
  const mode = makeEmptiable(ctx, target);
  const folders: Uint8Array[] = [];
  let visited = 0, isOver = false;
  eachEntry(ctx, target, (name, listed) => {
    const type = typeOf(ctx, target, name, listed);
    if (!keeper.keeps(path, target, name, type)) {
      if (type === ENTRY_TYPE.folder) folders.push(joinPath(path, name));
      else deleteQuietly(ctx, place, name, type);
    }
    isOver = handOver !== null && ++visited % ENTRIES_PER_LOOK === 0 && handOver();
    return true;
  }, () => !isOver && !isStopping(control));
  giveBackMode(ctx, target, mode);
  // The main thread looks at its event loop; what is gone is not listed again.
  if (isOver) return leaveToEmpty(crew, root.index, path, dev);
  for (const folder of folders) leaveToEmpty(crew, root.index, folder, dev);
}
