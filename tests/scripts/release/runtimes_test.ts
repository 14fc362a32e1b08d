// Which runtimes a build takes, from files that have the headers of real ones.

import { assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { BuildFailure } from "../../../scripts/release/build_failure.ts";
import { cratesIn, inspectRuntime } from "../../../scripts/release/inspect_runtime.ts";
import { givenRuntime, missingRuntime } from "../../../scripts/release/runtimes.ts";
import type { Target } from "../../../scripts/release/targets.ts";

const LINUX = "x86_64-unknown-linux-gnu", ARM = "aarch64-unknown-linux-gnu";
const WINDOWS = "x86_64-pc-windows-msvc";
/** The first bytes that tell the system, and where they stand. */
const HEADERS: Readonly<Record<Target, readonly (readonly [number, string])[]>> = {
  [LINUX]: [[0, "7f454c46"], [0x12, "3e00"]],
  [ARM]: [[0, "7f454c46"], [0x12, "b700"]],
  "x86_64-apple-darwin": [[0, "cffaedfe07000001"]],
  "aarch64-apple-darwin": [[0, "cffaedfe0c000001"]],
  [WINDOWS]: [[0, "4d5a"], [0x3c, "80000000"], [0x80, "504500006486"]],
};
/** Behind the headers. */
const VERSIONS_AT = 4096;

function makeRuntime(folder: string, name: string, target: Target, versions: string): string {
  const bytes = new Uint8Array(VERSIONS_AT + 1000);
  for (const [at, hex] of HEADERS[target]) bytes.set(Uint8Array.fromHex(hex), at);
  bytes.set(new TextEncoder().encode(versions), VERSIONS_AT);
  const path = join(folder, name);
  Deno.writeFileSync(path, bytes);
  return path;
}

function withFolder(test: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const VERSIONS = "x2.7.11denover2.7.11+6ddbb09Deno/2.7.11Deno/14.7.173.7-rusty";

Deno.test("inspectRuntime: system and versions of each target's runtime", () =>
  withFolder((folder) => {
    for (const target of Object.keys(HEADERS) as Target[]) {
      const path = makeRuntime(folder, target, target, VERSIONS);
      assertEquals(inspectRuntime(path), { target, deno: "2.7.11", v8: "14.7.173.7" });
    }
  }));

Deno.test("inspectRuntime: another program is none, nor is what cannot be read", () =>
  withFolder((folder) => {
    const other = makeRuntime(folder, "other", LINUX, "Deno/2.7");
    assertThrows(() => inspectRuntime(other), BuildFailure, "no runtime of Deno");
    assertThrows(() => inspectRuntime(join(folder, "none")), BuildFailure, "cannot read");
  }));

Deno.test("cratesIn: the packages whose sources are named, each once", () =>
  withFolder((folder) => {
    const paths = "/root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/";
    const windows = "C:\\Users\\r\\.cargo\\registry\\src\\index.crates.io-1949cf8c6b5b557f\\";
    const path = makeRuntime(
      folder,
      "x",
      LINUX,
      `${paths}aead-gcm-stream-0.4.0/src/lib.rs${paths}ash-0.38.0+1.3.281/src/a.rs registry/src ` +
        `${windows}ed448-goldilocks-0.14.0-pre.10\\src\\lib.rs${paths}ash-0.38.0+1.3.281/src/b.rs`,
    );
    assertEquals(cratesIn(path), [
      { name: "aead-gcm-stream", version: "0.4.0" },
      { name: "ash", version: "0.38.0+1.3.281" },
      { name: "ed448-goldilocks", version: "0.14.0-pre.10" },
    ]);
  }));

Deno.test("givenRuntime: the target's own variable, then the folder, then DENORT_BIN", () =>
  withFolder((folder) => {
    const own = makeRuntime(folder, "own", LINUX, VERSIONS);
    const inFolder = makeRuntime(folder, LINUX, LINUX, VERSIONS);
    const exe = makeRuntime(folder, `${WINDOWS}.exe`, WINDOWS, VERSIONS);
    const all = {
      DENORT_BIN_X86_64_UNKNOWN_LINUX_GNU: own,
      FERRY_RUNTIMES: folder,
      DENORT_BIN: own,
    };
    const pathFor = (target: Target, variables: Record<string, string>) =>
      givenRuntime(target, false, variables)?.path;
    assertEquals(pathFor(LINUX, all), own);
    assertEquals(pathFor(LINUX, { FERRY_RUNTIMES: folder, DENORT_BIN: own }), inFolder);
    assertEquals(pathFor(WINDOWS, all), exe);
    assertEquals(pathFor(LINUX, { DENORT_BIN: own }), own);
    // Another target's: Deno is to fetch it.
    assertEquals(pathFor(ARM, all), undefined);
  }));

Deno.test("givenRuntime: one for another system is refused with its path and variable", () =>
  withFolder((folder) => {
    const path = makeRuntime(folder, ARM, WINDOWS, VERSIONS);
    for (
      const [variable, value] of [
        ["DENORT_BIN_AARCH64_UNKNOWN_LINUX_GNU", path],
        ["FERRY_RUNTIMES", folder],
        ["DENORT_BIN", path],
      ]
    ) {
      const take = () => givenRuntime(ARM, true, { [variable]: value });
      assertEquals(
        assertThrows(take, BuildFailure).message,
        `${ARM}: '${path}', which ${variable} names, is the runtime of ${WINDOWS}`,
      );
    }
  }));

Deno.test("missingRuntime: says both ways to provide it, and that a folder does not", () => {
  assertEquals(
    missingRuntime(ARM, ""),
    "aarch64-unknown-linux-gnu: Deno's runtime could not be downloaded: " +
      "DENORT_BIN_AARCH64_UNKNOWN_LINUX_GNU=/path/to/denort names one that is here, " +
      "FERRY_RUNTIMES=FOLDER a folder with a file 'aarch64-unknown-linux-gnu'",
  );
  assertEquals(
    missingRuntime(ARM, "/some/where").split(", ").at(-1),
    "FERRY_RUNTIMES='/some/where' has no file 'aarch64-unknown-linux-gnu'",
  );
});
