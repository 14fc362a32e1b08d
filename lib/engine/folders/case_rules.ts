// How a target folder tells names apart, where that depends on its file system: found out once a device, without
// writing anything if the folder has an entry to look up.

import { type CString, cString, FileStat, type NameKey, withoutNul } from "../../../ffi/mod.ts";
import { ENOENT } from "../../../ffi/errno.ts";
import { isAppendOnly } from "../../copy/append_only.ts";
import type { Place } from "../../copy/place.ts";
import { isTemporaryName } from "../../copy/temporary_names.ts";
import { NameSet } from "../../plan/name_set.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { Crew } from "../crew/crew.ts";

const PRIVATE_MODE = 0o600;
const CASE_BIT = 0x20;
const UPPER_A = 65, UPPER_Z = 90;

const found = new FileStat();

/** How names are told apart in the place's target folder; null where their bytes do. */
export function nameKeyOf(crew: Crew, place: Place): NameKey | null {
  const { ctx: { fs, devices, mover: { storage } } } = crew;
  const key = fs.nameKey(place.target);
  if (key !== null) return key;
  const { dev } = place.target >= 0 ? place.targetStat : rootStat(crew, place);
  const flags = devices.flags(dev);
  if (flags & DEVICE.ignoresCase) return fs.caseKey;
  if ((flags & DEVICE.tellsCase) || place.target < 0) return null;
  switch (storage.traits(place.target, dev).casing) {
    case "by folder":
      return fs.caseKeyOf(place.target);
    case "told":
      devices.add(dev, DEVICE.tellsCase);
      return null;
    case "ignored":
      devices.add(dev, DEVICE.ignoresCase);
      return fs.caseKey;
  }
  const ignores = ignoresCase(crew, place);
  if (ignores !== null) devices.add(dev, ignores ? DEVICE.ignoresCase : DEVICE.tellsCase);
  return ignores === true ? fs.caseKey : null;
}

/** Of a folder that a dry run would make: the file system that it would stand on is that of the tree. */
function rootStat({ ctx: { fs } }: Crew, { root }: Place): FileStat {
  if (root.target < 0 || fs.statHandle(root.target, found) < 0) found.words.fill(0);
  return found;
}

/** Looks up an entry's name in the other case, or one of a temporary file; null where neither can be done. */
function ignoresCase(crew: Crew, place: Place): boolean | null {
  const { ctx, ctx: { fs, options } } = crew;
  const byEntry = place.fresh ? null : byEntries(crew, place);
  if (byEntry !== null) return byEntry;
  if (options.dryRun || options.compareOnly || isAppendOnly(fs, place.targetStat)) return null;
  const name = ctx.temporaryNames.next();
  const file = fs.createNamed(place.target, name, PRIVATE_MODE);
  if (file < 0) return null;
  const answer = isThere(crew, place, withOtherCase(name));
  fs.close(file);
  const removed = fs.unlink(place.target, name);
  if (removed < 0) ctx.fail(place, name, "target", "remove leftover", "unlinkat", removed);
  place.touched = true;
  return answer;
}

/** By an entry whose name in the other case is no entry's; null where the first ones do not tell. */
function byEntries(crew: Crew, place: Place): boolean | null {
  const { fs } = crew.ctx;
  const listing = crew.borrowListing();
  const end = fs.list(place.target, listing);
  const names = new NameSet();
  names.addAll(listing);
  let answer: boolean | null = null;
  // Of a longer listing the rest may hold that name.
  for (let i = 0; end === 1 && i < listing.count && answer === null; i++) {
    const name = cString(withoutNul(listing.name(i)));
    const other = withOtherCase(name);
    if (isTemporaryName(name) || names.typeOf(other, 0) >= 0) continue;
    answer = isThere(crew, place, other);
  }
  crew.returnListing(listing);
  fs.rewind(place.target);
  return answer;
}

function isThere({ ctx: { fs } }: Crew, place: Place, name: CString): boolean | null {
  const error = fs.stat(place.target, name, found);
  return error === 0 ? true : error === -ENOENT ? false : null;
}

/** The name with its ASCII letters in the other case. */
export function withOtherCase(name: CString): CString {
  return name.map((byte) => {
    const upper = byte & ~CASE_BIT;
    return upper >= UPPER_A && upper <= UPPER_Z ? byte ^ CASE_BIT : byte;
  });
}
