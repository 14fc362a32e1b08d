// What a file system keeps of an entry beside its bytes: owners, modes, times and flags.

import { FileStat, WORD } from "../../../ffi/mod.ts";
import { tryMode, tryOwner, tryTimes } from "../../copy/metadata/trials.ts";
import { PRIVATE_MODE } from "../../preserve/private_mode.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import { notTried, works, worksNot } from "../trial.ts";
import type { Trial } from "../types.ts";
import type { Workplace } from "../workplace.ts";

export function owners(place: Workplace): Trial {
  const { can, identity } = place.fs;
  if (!can.owners) return notTried("owners are no numbers here");
  if (identity.uid < 0) return notTried("who runs this may not be asked: --allow-sys");
  return place.withFile((file) => {
    if ((tryOwner(place.fs, file) & DEVICE.losesOwners) !== 0) {
      return worksNot("all have one owner");
    }
    return identity.canChown ? works() : notTried("giving files away takes root or CAP_CHOWN");
  });
}

export function modes(place: Workplace): Trial {
  return place.withFile((file) => {
    const lost = tryMode(place.fs, file);
    place.fs.setMode(file, PRIVATE_MODE); // Windows removes no read-only file
    if ((lost & DEVICE.losesModes) !== 0) return worksNot("all have one mode");
    return (lost & DEVICE.losesSpecialBits) !== 0
      ? works("but for setuid, setgid and sticky")
      : works();
  });
}

export function times(place: Workplace): Trial {
  return place.withFile((file) =>
    (tryTimes(place.fs, file).flags & DEVICE.losesTimes) !== 0
      ? worksNot("times cannot be set")
      : works()
  );
}

/** Nanoseconds: the steps in which times are kept; null where they cannot be set or nothing can be made. */
export function timeStepOf(place: Workplace): number | null {
  const file = place.newFile();
  if (file < 0) return null;
  const { flags, granularityNs } = tryTimes(place.fs, file);
  place.fs.close(file);
  if ((flags & DEVICE.losesTimes) !== 0) return null;
  return Math.max(granularityNs, place.fs.can.timeGranularityNs);
}

/** Names of the flags that an empty file can have, each tried by itself; those that lock it are left out. */
export function flagNamesOf(place: Workplace): string[] {
  const { can } = place.fs;
  if (!can.attributes) return [];
  const file = place.newFile();
  if (file < 0) return [];
  const usable = can.settableAttributes & ~can.lockingAttributes & ~can.guardingAttributes;
  const names = Object.entries(can.attributeNames).flatMap(([bit, name]) =>
    (usable & Number(bit)) !== 0 && keepsFlag(place, file, Number(bit)) ? [name] : []
  );
  setFlags(place, file, 0);
  place.fs.close(file);
  return names;
}

function keepsFlag(place: Workplace, file: number, bit: number): boolean {
  const { fs } = place;
  if (setFlags(place, file, bit) < 0) return false;
  return fs.statHandle(file, stat) === 0 && (stat.attributes & stat.attributesMask & bit) !== 0;
}

/** 0 or a negated errno. */
function setFlags({ fs }: Workplace, file: number, flags: number): number {
  stat.words.fill(0);
  stat.words[WORD.attributes] = flags;
  return fs.setAttributes(file, stat);
}

const stat = new FileStat();
