// How a folder tells names apart, as far as that is known without trying: by the system, by what the run has found out of the
// device, and by the file system.

import type { Casing, NameKey, NativeFileSystem } from "../../../ffi/mod.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { CopyContext } from "../context.ts";

/**
 * By what the file system does with case.
 *
 * @returns null where names are told apart by their bytes, undefined where only trying tells
 */
export function keyByCasing(
  fs: Pick<NativeFileSystem, "caseKey" | "caseKeyOf">,
  folder: number,
  casing: Casing,
): NameKey | null | undefined {
  switch (casing) {
    case "by folder":
      return fs.caseKeyOf(folder);
    case "ignored":
      return fs.caseKey;
    case "told":
      return null;
  }
  return undefined;
}

/**
 * By all that is known.
 *
 * @param folder negative for one that a dry run would make
 * @param dev the device that it is on
 * @returns null where names are told apart by their bytes, undefined where only trying tells
 */
export function knownNameKey(
  { fs, devices, mover: { storage } }: CopyContext,
  folder: number,
  dev: number,
): NameKey | null | undefined {
  const key = fs.nameKey(folder);
  if (key !== null) return key;
  const flags = devices.flags(dev);
  if (flags & DEVICE.ignoresCase) return fs.caseKey;
  if ((flags & DEVICE.tellsCase) || folder < 0) return null;
  const { casing } = storage.traits(folder, dev);
  if (casing === "told") devices.add(dev, DEVICE.tellsCase);
  if (casing === "ignored") devices.add(dev, DEVICE.ignoresCase);
  return keyByCasing(fs, folder, casing);
}
