// Read-only folders that were made writable and are done in slices: whoever finishes the folder gives it its
// mode. Where nobody does, because the run stops or the folder cannot be opened again, it is given back here.

import { FileStat } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";

/** A folder that this thread has made writable and others may still work in. */
export interface UnlockedFolder {
  /** Of the folder's slot, while it is not finished. */
  readonly ticket: number;
  readonly root: number;
  readonly path: Uint8Array;
  /** What it had before. */
  readonly mode: number;
}

/** Leaves the mode that the place's folder had to whoever finishes it. */
export function leaveLocked(crew: Crew, place: Place, slot: number): void {
  const { root, path, lockedMode: mode } = place;
  crew.unlocked.push({ ticket: crew.slots.ticket(slot), root: root.index, path, mode });
  place.lockedMode = -1;
}

/** At the end of a phase: gives those folders their modes back that nobody has finished. */
export function lockUnfinished(crew: Crew): void {
  for (const folder of crew.unlocked) {
    const slot = crew.slots.enter(folder.ticket);
    if (slot === null) continue;
    giveBack(crew, folder);
    crew.slots.leave(slot);
  }
  crew.unlocked = [];
}

function giveBack(
  { ctx: { fs, folders }, roots }: Crew,
  { root, path, mode }: UnlockedFolder,
): void {
  const handle = folders.open(roots[root].target, path, false);
  if (handle < 0) return;
  const stat = new FileStat();
  if (fs.statHandle(handle, stat) === 0 && stat.permissions === (mode | 0o700)) {
    fs.setMode(handle, mode);
  }
  fs.close(handle);
}
