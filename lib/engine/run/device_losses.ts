// Metadata that the target's file systems do not keep, in one sentence for each file system.

import { FILE_SYSTEM_KINDS } from "../../../ffi/mod.ts";
import type { Keep } from "../../options.ts";
import { DEVICE, type DeviceRecord } from "../../shared/device_memory.ts";

/** Something that a file system does not keep. */
interface Loss {
  /** The options that ask for it. */
  readonly options: readonly (keyof Keep)[];
  readonly what: string;
  readonly isLost: (flags: number) => boolean;
}

const LOSSES: readonly Loss[] = [
  {
    options: ["times"],
    what: "times",
    isLost: (flags) => hasAll(flags, DEVICE.losesTimes | DEVICE.lostTimes),
  },
  { options: ["perms"], what: "modes", isLost: (flags) => hasAll(flags, DEVICE.lostModes) },
  {
    options: ["perms"],
    what: "setuid, setgid and sticky bits",
    isLost: (flags) => hasAll(flags, DEVICE.lostSpecialBits),
  },
  {
    options: ["owner", "group"],
    what: "owners",
    isLost: (flags) => hasAll(flags, DEVICE.lostOwners),
  },
];

/** What one file system has not kept. */
interface LostMetadata {
  /** `the file system (exfat) keeps times to 1 s and neither modes nor owners` */
  readonly text: string;
  /** Options that asked for something of it. */
  readonly options: readonly (keyof Keep)[];
}

/** What each device has not kept; devices that kept all are left out. */
export function lostMetadata(devices: readonly DeviceRecord[]): LostMetadata[] {
  return devices.flatMap((device) => {
    const { flags, kind, granularityNs } = device;
    const lost = LOSSES.filter(({ isLost }) => isLost(flags));
    const isRounded = granularityNs > 1 && hasAll(flags, DEVICE.lostTimes);
    if (lost.length === 0 && !isRounded) return [];
    const kept = isRounded ? [`times to ${duration(granularityNs)}`] : [];
    const { name } = FILE_SYSTEM_KINDS[kind];
    const subject = name === "" ? "the file system" : `the file system (${name})`;
    const text = `${subject} keeps ${[...kept, ...neither(lost)].join(" and ")}`;
    return [{
      text,
      options: [...isRounded ? ["times" as const] : [], ...lost.flatMap(({ options }) => options)],
    }];
  });
}

/** `no modes`, `neither modes nor owners` */
function neither(lost: readonly Loss[]): string[] {
  if (lost.length === 0) return [];
  const names = lost.map(({ what }) => what).join(" nor ");
  return [lost.length === 1 ? `no ${names}` : `neither ${names}`];
}

function duration(ns: number): string {
  if (ns >= 1e9) return `${ns / 1e9} s`;
  if (ns >= 1e6) return `${ns / 1e6} ms`;
  return ns >= 1e3 ? `${ns / 1e3} µs` : `${ns} ns`;
}

function hasAll(flags: number, wanted: number): boolean {
  return (flags & wanted) === wanted;
}
