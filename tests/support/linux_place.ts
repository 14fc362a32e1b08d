// What the tests of Linux's calls share: an empty folder in memory for each, and a C library without some
// calls, as old kernels and seccomp filters lack them, so that every fallback runs here too.

import { assert, assertEquals } from "@std/assert";
import { binaryText, cString } from "../../ffi/c_string.ts";
import { FileStat } from "../../ffi/file_stat.ts";
import { descriptorCalls } from "../../ffi/linux/descriptors.ts";
import { type LibC, type OpenLibC, openLibC } from "../../ffi/linux/libc.ts";
import { Listing } from "../../ffi/listing.ts";
import { openNative } from "../../ffi/mod.ts";
import { testOrSkip } from "./skip.ts";

export const notLinux = Deno.build.os === "linux" ? null : "not Linux";
// Opened outside of the tests: the library stays open for good, and Deno would call that a leak.
export const native = await openNative(notLinux !== null ? "portable" : "system");
export const isRoot = native.identity.uid === 0;

/** The test's files take no disk where there is a file system in memory for all. */
export const inMemory = isFolder("/dev/shm") ? "/dev/shm" : undefined;

export interface FolderPair {
  readonly path: string;
  /** Handle of the folder at `path`. */
  readonly folder: number;
}

/** A test on an empty folder in memory. */
export function testIn(
  name: string,
  fn: (place: FolderPair) => void,
  reason: string | null = notLinux,
): void {
  testOrSkip(name, reason, () => inNewFolder(fn));
}

export function inNewFolder(fn: (place: FolderPair) => void): void {
  const path = Deno.makeTempDirSync({ dir: inMemory, prefix: "ferry_ffi_" });
  const folder = succeeded(native.openFolder(cString(path)));
  try {
    fn({ path, folder });
  } finally {
    native.close(folder);
    Deno.removeSync(path, { recursive: true });
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

export function succeeded(result: number): number {
  assert(result >= 0, native.errorName(result));
  return result;
}

/** The C library without some calls: they fail with `error` as behind a filter or on an old kernel. */
export function without(calls: readonly (keyof LibC)[], error: number): OpenLibC {
  const real = openLibC();
  let denied = 0;
  const refuse = () => {
    denied = -error;
    return -1;
  };
  const c = { ...real.c, ...Object.fromEntries(calls.map((name) => [name, refuse])) };
  const failure = () => {
    const result = denied === 0 ? real.failure() : denied;
    denied = 0;
    return result;
  };
  return { c, failure, ...descriptorCalls(c, failure) };
}

export function makeFile({ folder }: FolderPair, name: string, content = ""): void {
  const file = succeeded(native.createNamed(folder, cString(name), 0o644));
  const bytes = new TextEncoder().encode(content);
  assertEquals(native.write(file, bytes, bytes.length, 0), bytes.length);
  native.close(file);
}

export function statOf(folder: number, name: string): FileStat {
  const stat = new FileStat();
  succeeded(native.stat(folder, cString(name), stat));
  return stat;
}

/** Names of a folder as text in which a character is a byte, sorted. */
export function namesIn(folder: number, capacity: number): { names: string[]; batches: number } {
  const listing = new Listing(capacity);
  const names: string[] = [];
  for (let batches = 1;; batches++) {
    const end = succeeded(native.list(folder, listing));
    for (let i = 0; i < listing.count; i++) names.push(binaryText(listing.name(i)));
    if (end === 1) return { names: names.sort(), batches };
    listing.clear();
  }
}
