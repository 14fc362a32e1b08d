// What a file system makes of odd metadata, tried on an empty file that is removed afterwards. The owner is tried last:
// after that nothing else may be set.

import { EACCES, ENOSYS, EOPNOTSUPP, EPERM } from "../../../ffi/errno.ts";
import { FileStat, type NativeFileSystem, WORD } from "../../../ffi/mod.ts";
import { COARSEST_NS, stepOf } from "../../preserve/device_limits.ts";
import { DEVICE } from "../../shared/device_memory.ts";

/** 2001-09-09T01:46:41.123456789Z: not representable at any coarser granularity. */
const ODD_TIME = [1_000_000_001, 123_456_789] as const;
/** Read-only flags, setuid and execution, for the owner alone and of an empty file. */
const ODD_MODE = 0o4500;
const ODD_ID = 54_321;
/** Codes with which file systems refuse metadata that they do not have. */
const REFUSALS = new Set([-EPERM, -EACCES, -ENOSYS, -EOPNOTSUPP]);

/** What a trial shows: flags of DEVICE for what is lost, and in what steps times are kept. */
export interface TimesTrial {
  readonly flags: number;
  readonly granularityNs: number;
}

const stat = new FileStat();

/** Tests whether owners are kept: root changes one, other users look whose a new file is. Flags of DEVICE. */
export function tryOwner(fs: NativeFileSystem, handle: number): number {
  if (!fs.can.owners || fs.statHandle(handle, stat) < 0) return 0;
  if (!fs.identity.canChown) return stat.uid === fs.identity.uid ? 0 : DEVICE.losesOwners;
  const error = fs.setOwner(handle, ODD_ID, ODD_ID);
  if (error < 0) return REFUSALS.has(error) ? DEVICE.losesOwners : 0;
  const isKept = fs.statHandle(handle, stat) < 0 || (stat.uid === ODD_ID && stat.gid === ODD_ID);
  return isKept ? 0 : DEVICE.losesOwners;
}

/** Tests which bits of modes are kept. Flags of DEVICE. */
export function tryMode(fs: NativeFileSystem, handle: number): number {
  const error = fs.setMode(handle, ODD_MODE);
  if (error < 0) return REFUSALS.has(error) ? DEVICE.losesModes : 0;
  if (fs.statHandle(handle, stat) < 0 || stat.permissions === ODD_MODE) return 0;
  return (stat.permissions & 0o777) === (ODD_MODE & 0o777)
    ? DEVICE.losesSpecialBits
    : DEVICE.losesModes;
}

/** Tests how times are kept. */
export function tryTimes(fs: NativeFileSystem, handle: number): TimesTrial {
  stat.words.fill(0);
  for (const at of [WORD.atime, WORD.mtime]) {
    stat.words[at] = ODD_TIME[0];
    stat.words[at + 2] = ODD_TIME[1];
  }
  const error = fs.setTimes(handle, stat);
  if (error < 0 && !REFUSALS.has(error)) return { flags: 0, granularityNs: 1 };
  if (error === 0 && fs.statHandle(handle, stat) < 0) return { flags: 0, granularityNs: 1 };
  const { mtimeSec, mtimeNsec } = stat;
  const isSet = error === 0 && Math.abs(mtimeSec - ODD_TIME[0]) <= 1;
  if (!isSet) return { flags: DEVICE.losesTimes, granularityNs: 1 };
  return { flags: 0, granularityNs: mtimeSec === ODD_TIME[0] ? stepOf(mtimeNsec) : COARSEST_NS };
}
