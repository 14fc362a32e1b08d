// Setting metadata on file systems that do not keep all of them: a value that would be lost is not set, and each loss is
// noted, to be reported once at the end.

import { FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { type DeviceLimits, isFarTime } from "../../preserve/device_limits.ts";
import { COUNTER } from "../../shared/counters.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { CopyContext } from "../context.ts";
import type { MetadataSetter } from "./setter.ts";

const moved = new FileStat();
const seen = new FileStat();

/**
 * A setter for a target entry of the pair that sets only what the target's file system keeps.
 *
 * @param source the wanted metadata
 * @param current the present metadata
 */
export function limitedSetter(
  ctx: CopyContext,
  pair: FolderPair,
  setter: MetadataSetter,
  source: FileStat,
  current: FileStat,
): MetadataSetter {
  const { dev } = pair.targetStat;
  const known = ctx.limits.of(dev);
  if (known.isWhole && !isFarTime(source)) return setter;
  const learned = () => ctx.limits.learn(pair);
  const lose = (flag: number): 0 => {
    ctx.limits.note(dev, flag);
    return 0;
  };
  return {
    ...setter,
    setOwner: (uid, gid) =>
      learned().has(DEVICE.losesOwners) ? lose(DEVICE.lostOwners) : setter.setOwner(uid, gid),
    setMode(mode) {
      const kept = learned();
      if (kept.has(DEVICE.losesModes)) {
        return mode === current.permissions ? 0 : lose(DEVICE.lostModes);
      }
      if (mode > 0o777 && kept.has(DEVICE.losesSpecialBits)) lose(DEVICE.lostSpecialBits);
      return setter.setMode(mode);
    },
    setTimes(from) {
      const kept = learned();
      if (kept.has(DEVICE.losesTimes)) return lose(DEVICE.lostTimes);
      if (!kept.keepsExactly(from)) lose(DEVICE.lostTimes);
      return isFarTime(from) ? setFarTimes(ctx, kept, setter, from) : setter.setTimes(from);
    },
  };
}

/** Sets times that may lie beyond those that the file system has, and counts those that do. */
function setFarTimes(
  ctx: CopyContext,
  kept: DeviceLimits,
  setter: MetadataSetter,
  from: FileStat,
): number {
  moved.copyFrom(from);
  kept.moveIntoRange(moved);
  const error = setter.setTimes(moved);
  if (error < 0 || setter.look(seen) < 0) return error;
  const isThere = seen.mtimeSec === from.mtimeSec &&
    (seen.mtimeNsec === from.mtimeNsec || !kept.keepsExactly(from));
  if (!isThere) ctx.count[COUNTER.timesOutOfRange]++;
  return 0;
}
