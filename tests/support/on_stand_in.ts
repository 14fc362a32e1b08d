// What the tests of Darwin's bindings share: the stand-in, built once a test file for each machine, and
// a folder of its own for each test.

import { assert } from "@std/assert";
import { openDarwin } from "../../ffi/darwin/file_system.ts";
import {
  binaryText,
  chooseNative,
  cString,
  Listing,
  type NativeFileSystem,
} from "../../ffi/mod.ts";
import type { RunOptions } from "./runs.ts";
import { type LibraryRun, runLibrary } from "./ferry.ts";
import { needsRoot } from "./mounts.ts";
import { makeScratch } from "./scratch.ts";
import { testOrSkip } from "./skip.ts";
import { buildStandIn, MACHINES, noStandIn, type StandIn } from "./stand_in.ts";

const reason = noStandIn() ?? needsRoot();
const scratch = reason === null ? makeScratch("ferry-darwin-") : "";

/** An empty folder, open by the stand-in. */
export interface FolderPair {
  readonly path: string;
  readonly folder: number;
  readonly fs: NativeFileSystem;
  readonly standIn: StandIn;
}

/** Tests on an empty folder, once for each machine. */
export function testOnBoth(name: string, fn: (place: FolderPair) => void | Promise<void>): void {
  for (const machine of MACHINES) {
    testOrSkip(`darwin ${machine}: ${name}`, reason, async () => {
      const { standIn, fs } = libraries.get(machine)!;
      const path = Deno.makeTempDirSync({ dir: scratch });
      const folder = fs.openFolder(cString(path));
      try {
        await fn({ path, folder, fs, standIn });
      } finally {
        standIn.reset();
        fs.close(folder);
      }
    });
  }
}

// Opened outside of the tests: a library stays open, which inside of one would count as a leak.
const libraries = new Map(
  reason !== null ? [] : MACHINES.map((machine) => {
    const standIn = buildStandIn(scratch, machine);
    return [machine, { standIn, fs: openDarwin(standIn.choice) }];
  }),
);

/** Throws what a call answered if that is an error. */
export function succeeded(fs: NativeFileSystem, result: number): number {
  assert(result >= 0, fs.errorName(result));
  return result;
}

/** A run of the library on the stand-in, with the calls that it made. */
export async function runOn(
  { standIn }: FolderPair,
  command: "copy" | "mirror",
  source: string,
  target: string,
  options: RunOptions = {},
): Promise<LibraryRun & { calls: string[] }> {
  chooseNative({ darwin: standIn.choice });
  let run: LibraryRun;
  const calls = await standIn.record(async () => {
    run = await runLibrary(command, source, target, { jobs: 1, ...options });
  });
  chooseNative("system");
  return { ...run!, calls };
}

/** The recorded calls of one name. */
export function callsOf(calls: readonly string[], name: string): string[] {
  return calls.filter((call) => call.startsWith(`${name}(`));
}

/** Every name of a folder with its type, by listings of `capacity` bytes. */
export function listed(fs: NativeFileSystem, folder: number, capacity: number): string[] {
  const names: string[] = [];
  const listing = new Listing(capacity);
  for (let end = 0; end === 0;) {
    listing.clear();
    end = succeeded(fs, fs.list(folder, listing));
    for (let i = 0; i < listing.count; i++) {
      names.push(`${listing.type[i]} ${binaryText(listing.name(i))}`);
    }
  }
  return names.sort();
}
