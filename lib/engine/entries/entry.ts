// One entry: look at source and target, decide, carry out. The decision is the same in a dry run,
// which stops before the carrying out, so that what it lists is what a run does.

import { type CString, ENTRY_TYPE, type FileStat } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import { isTemporaryName } from "../../copy/temporary_names.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { digestEntry } from "../verify/digest_entry.ts";
import { verifyEntry } from "../verify/verify_entry.ts";
import { carryOutFile } from "./file_entry.ts";
import { enterFolder } from "./folder_entry.ts";
import { carryOutLink } from "./link_entry.ts";
import { statSource } from "./look.ts";
import { carryOutWithRetries } from "./retries.ts";

/** Carries out the entry `name` of the place's source. `name` may run past its NUL. */
export function carryOutEntry(crew: Crew, place: Place, name: CString, listedType: number): void {
  if (crew.ctx.options.retries === 0) carryOutOnce(crew, place, name, listedType);
  else carryOutWithRetries(crew, place, name, listedType, carryOutOnce);
}

function carryOutOnce(crew: Crew, place: Place, name: CString, listedType: number): void {
  const { ctx, selection } = crew;
  const { count, options } = ctx;
  count[COUNTER.entriesSeen]++;
  if (isTemporaryName(name)) {
    count[COUNTER.leftoversInSource]++;
    return;
  }
  const source = ctx.sourceStat;
  let type = listedType;
  if (type === ENTRY_TYPE.unknown || (options.dereference && type === ENTRY_TYPE.symlink)) {
    if (!statSource(crew, place, name, source)) return;
    type = entryTypeOf(source);
  }
  if (selection.hasRules && selection.excludesName(place.path, name, type === ENTRY_TYPE.folder)) {
    return noteExcluded(crew, place, name);
  }
  const targetName = place.root.targetName ?? name;
  switch (type) {
    case ENTRY_TYPE.folder:
      return enterFolder(crew, place, name);
    case ENTRY_TYPE.socket:
      count[COUNTER.socketsSkipped]++;
      return;
  }
  if (options.compareOnly && place.root.target < 0) digestEntry(crew, place, name);
  else if (options.compareOnly) verifyEntry(crew, place, name, targetName);
  else if (type === ENTRY_TYPE.file) carryOutFile(crew, place, name, targetName);
  else carryOutLink(crew, place, name, targetName);
}

/**
 * What the target has under an excluded name is left alone, and is no reason to look for more to delete, unless
 * the rules exclude one kind of entry only and it is of another.
 */
function noteExcluded({ ctx, selection }: Crew, place: Place, name: CString): void {
  const { fs, options, targetStat } = ctx;
  if (options.deleteExcluded) return; // it is extra
  if (!options.delete || place.fresh || place.target < 0) return;
  if (fs.stat(place.target, name, targetStat) < 0) return;
  if (selection.excludesName(place.path, name, targetStat.isFolder)) place.matched++;
}

function entryTypeOf(stat: FileStat): number {
  return stat.type >> 12; // d_type is the type bits of mode (dirent.h, IFTODT)
}
