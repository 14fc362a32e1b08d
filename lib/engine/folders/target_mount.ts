// On which mount of which file system an entry of the target stands, or would stand: no hard link leads from one
// to another.

import { FileStat, WORD } from "../../../ffi/mod.ts";
import type { StandsAt } from "../../copy/hard_links.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";

const SLASH = 47;

/** Where an entry of a place stands or is to stand. */
export function standsAt(crew: Crew, place: Place, targetName: Uint8Array): StandsAt {
  const path = joinPath(place.path, targetName);
  return { root: place.root.index, path, mount: targetMount(crew, place) };
}

/** A number for the mount of a place's target folder; of one that a dry run would make, that of the folder above. */
export function targetMount(crew: Crew, place: Place): number {
  if (place.mount === 0) {
    place.mount = place.target >= 0 ? mountOf(place.targetStat) : mountAbove(crew, place);
  }
  return place.mount;
}

/** Multiplicative hashing (Knuth, TAOCP 6.4), never 0. */
function mountOf({ words }: FileStat): number {
  return Math.imul(words[WORD.devMajor], 0x9e3779b1) ^ Math.imul(words[WORD.devMinor], 0x85ebca6b) ^
      Math.imul(words[WORD.mntId], 0xc2b2ae35) | 1;
}

function mountAbove({ ctx: { fs, folders } }: Crew, { root, path }: Place): number {
  const stat = new FileStat();
  for (let end = path.length; root.target >= 0 && end > 0;) {
    end = Math.max(path.lastIndexOf(SLASH, end - 1), 0);
    const folder = folders.open(root.target, path.subarray(0, end), false);
    if (folder < 0) continue;
    fs.statHandle(folder, stat);
    fs.close(folder);
    break;
  }
  return mountOf(stat);
}
