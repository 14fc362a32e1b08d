// Builds the stand-in for Apple's libSystem (stand_in/*.c) for one machine's names and calling
// convention, and tells it what to record and when to fail.

import type { LibSystemChoice } from "../../ffi/darwin/libsystem.ts";
import { cString } from "../../ffi/mod.ts";
import { needsPrograms } from "./programs.ts";
import { makeShared } from "./scratch.ts";

export type Machine = LibSystemChoice["machine"];
export const MACHINES: readonly Machine[] = ["x86_64", "aarch64"];

const CONTROLS = {
  stand_in_record: { parameters: ["i32"], result: "void" },
  stand_in_log: { parameters: ["buffer", "usize"], result: "i32" },
  stand_in_fail: { parameters: ["buffer", "i32", "i32", "i32"], result: "void" },
  stand_in_reset: { parameters: [], result: "void" },
  stand_in_withhold: { parameters: ["u32", "u32", "u32"], result: "void" },
  stand_in_break_entry: { parameters: ["buffer", "i32"], result: "void" },
  stand_in_omit_entry: { parameters: ["buffer"], result: "void" },
  stand_in_set_without_xattrs: { parameters: ["i32"], result: "void" },
  stand_in_set_ignores_case: { parameters: ["i32"], result: "void" },
  stand_in_spoil: { parameters: ["i32"], result: "void" },
  stand_in_grow: { parameters: ["i32"], result: "void" },
  stand_in_vanish: { parameters: ["buffer"], result: "void" },
  stand_in_set_kernel: { parameters: ["i32"], result: "void" },
  stand_in_set_acls_forbid_rename: { parameters: ["i32"], result: "void" },
  stand_in_set_flags: { parameters: ["buffer", "u32"], result: "void" },
  stand_in_flags: { parameters: ["buffer"], result: "u32" },
} as const satisfies Deno.ForeignLibraryInterface;

const LOG_BYTES = 1 << 23;

/** A library that was built, and its controls. */
export class StandIn {
  readonly choice: LibSystemChoice;
  readonly #controls: Deno.DynamicLibrary<typeof CONTROLS>["symbols"];

  constructor(library: string, machine: Machine) {
    this.choice = { library, machine };
    this.#controls = Deno.dlopen(library, CONTROLS).symbols;
  }

  /** Runs `act` and gives the calls that were made meanwhile, as `name(arguments)`. */
  async record(act: () => unknown): Promise<string[]> {
    this.#controls.stand_in_record(1);
    await act();
    const log = new Uint8Array(LOG_BYTES);
    const length = this.#controls.stand_in_log(log, BigInt(log.length));
    this.#controls.stand_in_record(0);
    return new TextDecoder().decode(log.subarray(0, length)).split("\n").slice(0, -1);
  }

  /** Lets calls of `name` fail with one of Darwin's numbers: `times` of them, after the first `after`. */
  fail(name: string, error: number, after = 0, times = 1e9): void {
    this.#controls.stand_in_fail(cString(name), error, after, times);
  }

  /** Takes back all that was set. */
  reset(): void {
    this.#controls.stand_in_reset();
  }

  /** Lets the file system not have some attributes, by their bits (sys/attr.h). */
  withhold(attributes: { common?: number; file?: number; fork?: number }): void {
    const { common = 0, file = 0, fork = 0 } = attributes;
    this.#controls.stand_in_withhold(common, file, fork);
  }

  /** Lets a bulk listing tell of an entry its name and an error alone, or nothing where it is asked for ACLs. */
  breakEntry(path: string, error: number): void {
    this.#controls.stand_in_break_entry(cString(path), error);
  }

  /** Lets no bulk listing tell of an entry. */
  omitEntry(path: string): void {
    this.#controls.stand_in_omit_entry(cString(path));
  }

  /** Lets entries of that name vanish when they are opened. */
  vanish(name: string): void {
    this.#controls.stand_in_vanish(cString(name));
  }

  /** The major version that the kernel tells of itself. */
  setKernel(major: number): void {
    this.#controls.stand_in_set_kernel(major);
  }

  /** Lets names that differ in case or form only lead to the same entry, which is found by all of them. */
  ignoreCase(): void {
    this.#controls.stand_in_set_ignores_case(1);
  }

  /** Lets volumes have no attributes of their own: the kernel keeps those of `x` in `._x` then. */
  keepXattrsInFiles(): void {
    this.#controls.stand_in_set_without_xattrs(1);
  }

  /** Lets so many copies differ from their source in the first byte, by whatever method they are made. */
  spoil(copies: number): void {
    this.#controls.stand_in_spoil(copies);
  }

  /** Lets so many sources grow by a byte as they are copied, by whatever method. */
  grow(sources: number): void {
    this.#controls.stand_in_grow(sources);
  }

  /** Lets an entry with an ACL refuse to be renamed, as "everyone deny delete" does. */
  letAclsForbidRenaming(): void {
    this.#controls.stand_in_set_acls_forbid_rename(1);
  }

  setFlags(path: string, flags: number): void {
    this.#controls.stand_in_set_flags(cString(path), flags);
  }
  flagsOf(path: string): number {
    return this.#controls.stand_in_flags(cString(path));
  }
}

/** Why it cannot be built, or null. */
export function noStandIn(): string | null {
  return Deno.build.os !== "linux" ? "not Linux" : needsPrograms("cc");
}

/** Names the folder in which this process has built the libraries; the environment is that of all test files. */
const BUILT = "FERRY_TEST_STAND_INS";

/** Opens a library of its own in a folder: what a test file tells it concerns no other file. */
export function buildStandIn(folder: string, machine: Machine): StandIn {
  const library = `${folder}/stand_in_${machine}.so`;
  Deno.copyFileSync(builtLibrary(machine), library);
  return new StandIn(library, machine);
}

/** The library for a machine, which is built once a process. */
function builtLibrary(machine: Machine): string {
  const known = Deno.env.get(BUILT);
  const folder = known !== undefined && exists(known) ? known : makeShared("ferry-stand-ins-");
  Deno.env.set(BUILT, folder);
  const library = `${folder}/${machine}.so`;
  if (!exists(library)) build(library, machine);
  return library;
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

function build(library: string, machine: Machine): void {
  const sources = new URL("./stand_in/", import.meta.url).pathname;
  const files = [...Deno.readDirSync(sources)].map(({ name }) => name);
  const { success, stderr } = new Deno.Command("cc", {
    args: [
      ..."-O1 -Wall -Wno-unused-result -shared -fPIC -fvisibility=hidden".split(" "),
      ...(machine === "aarch64" ? ["-DAPPLE_ARM64"] : []),
      "-o",
      `${library}.new`,
      ...files.filter((name) => name.endsWith(".c")).map((name) => sources + name),
    ],
  }).outputSync();
  if (!success) throw new Error(`the stand-in: ${new TextDecoder().decode(stderr)}`);
  Deno.renameSync(`${library}.new`, library);
}
