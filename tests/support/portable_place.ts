// What the tests of the portable calls share: those calls, the native ones as the reference, and an empty
// folder for each test.

import { assert } from "@std/assert";
import { binaryText, cString } from "../../ffi/c_string.ts";
import { FileStat } from "../../ffi/file_stat.ts";
import { Listing } from "../../ffi/listing.ts";
import { openNative } from "../../ffi/mod.ts";
import { testOrSkip } from "./skip.ts";

export const portable = await openNative("portable");
export const notLinux = Deno.build.os === "linux" ? null : "not Linux";
// The reference, where there is one.
export const nativeCalls = notLinux === null ? await openNative() : null;
/** Earlier ones list no such names and read times before 1970 wrongly. */
export const before29 = portable.can.cannotKeep.includes("times before 1970")
  ? "a Deno before 2.9"
  : null;
export const notRoot = portable.identity.uid === 0 ? null : "not root";

interface FolderPair {
  readonly path: string;
  readonly folder: number;
}

/** A test on an empty folder. */
export function testIn(
  name: string,
  fn: (place: FolderPair) => void,
  reason: string | null = null,
): void {
  testOrSkip(name, reason, () => {
    const path = Deno.makeTempDirSync({ prefix: "ferry_portable_" });
    const folder = succeeded(portable.openFolder(cString(path)));
    try {
      fn({ path, folder });
    } finally {
      portable.close(folder);
      Deno.removeSync(path, { recursive: true });
    }
  });
}

export function succeeded(result: number): number {
  assert(result >= 0, portable.errorName(result));
  return result;
}

export function statOf(folder: number, name: string): FileStat {
  const stat = new FileStat();
  succeeded(portable.stat(folder, cString(name), stat));
  return stat;
}

export function codeOf(result: number): string {
  return result >= 0 ? "ok" : portable.errorName(result);
}

export function namesIn(folder: number, capacity: number): { names: string[]; batches: number } {
  const listing = new Listing(capacity);
  const names: string[] = [];
  for (let batches = 1;; batches++) {
    const end = succeeded(portable.list(folder, listing));
    for (let i = 0; i < listing.count; i++) names.push(binaryText(listing.name(i)));
    if (end === 1) return { names: names.sort(), batches };
    listing.clear();
  }
}
