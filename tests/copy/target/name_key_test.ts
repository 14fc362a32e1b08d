// What is known of how a folder tells names apart, before anything is tried.

import { assertEquals } from "@std/assert";
import type { Casing, NameKey } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../../lib/copy/context.ts";
import { keyByCasing, knownNameKey } from "../../../lib/copy/target/name_key.ts";
import { DEVICE } from "../../../lib/shared/device_memory.ts";

const lower: NameKey = (name) => name;
const ofFolder: NameKey = (name) => name;
const fs = { caseKey: lower, caseKeyOf: () => ofFolder, nameKey: (): NameKey | null => null };

function contextOf(casing: Casing, flags = 0, calls = fs) {
  const added: number[] = [];
  const devices = { flags: () => flags, add: (_: number, flag: number) => added.push(flag) };
  const mover = { storage: { traits: () => ({ casing }) } };
  return { ctx: { fs: calls, devices, mover } as unknown as CopyContext, added };
}

Deno.test("keyByCasing: a key, none, or that only trying tells", () => {
  for (
    const [casing, key] of [
      ["told", null],
      ["ignored", lower],
      ["by folder", ofFolder],
      ["unknown", undefined],
    ] as const
  ) assertEquals(keyByCasing(fs, 3, casing), key);
});

Deno.test("knownNameKey: the system, then what was found out, then the file system, which is remembered", () => {
  const bySystem = contextOf("told", DEVICE.tellsCase, { ...fs, nameKey: () => ofFolder });
  assertEquals(knownNameKey(bySystem.ctx, 3, 1), ofFolder);
  assertEquals(knownNameKey(contextOf("unknown", DEVICE.ignoresCase).ctx, -1, 1), lower);
  assertEquals(knownNameKey(contextOf("ignored", DEVICE.tellsCase).ctx, 3, 1), null);
  assertEquals(knownNameKey(contextOf("ignored").ctx, -1, 1), null);
  for (
    const [casing, key, flags] of [
      ["told", null, [DEVICE.tellsCase]],
      ["ignored", lower, [DEVICE.ignoresCase]],
      ["by folder", ofFolder, []],
      ["unknown", undefined, []],
    ] as const
  ) {
    const { ctx, added } = contextOf(casing);
    assertEquals([knownNameKey(ctx, 3, 1), added], [key, [...flags]]);
  }
});
