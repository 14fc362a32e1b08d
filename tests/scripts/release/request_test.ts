// What the arguments of `deno task compile` ask for.

import { assertEquals, assertThrows } from "@std/assert";
import { BuildFailure } from "../../../scripts/release/build_failure.ts";
import { readRequest } from "../../../scripts/release/request.ts";
import { runtimeVariable, TARGETS } from "../../../scripts/release/targets.ts";

const LINUX = "x86_64-unknown-linux-gnu", WINDOWS = "x86_64-pc-windows-msvc";

function read(typed: string, own = LINUX) {
  return readRequest(typed.split(" ").filter((arg) => arg !== ""), "1.2.3", own);
}

Deno.test("readRequest: alone, this machine's executable under the program's own name", () => {
  assertEquals(read(""), {
    executables: [{ target: LINUX, name: "ferry" }],
    isRelease: false,
    hasBytecode: true,
    emulates: false,
    options: [],
  });
  assertEquals(read("", WINDOWS).executables, [{ target: WINDOWS, name: "ferry.exe" }]);
});

Deno.test("readRequest: --target and --all name version and target", () => {
  for (const typed of [`--target ${WINDOWS}`, `-- --target=${WINDOWS}`]) {
    const { executables, isRelease } = read(typed);
    assertEquals(executables, [{ target: WINDOWS, name: `ferry-1.2.3-${WINDOWS}.exe` }]);
    assertEquals(isRelease, false);
  }
  const { executables, isRelease } = read("--all");
  assertEquals(isRelease, true);
  assertEquals(executables.map(({ target }) => target), [...TARGETS]);
  assertEquals(executables[3].name, "ferry-1.2.3-aarch64-apple-darwin");
});

Deno.test("readRequest: what else is typed behind -- goes to deno compile", () => {
  const { hasBytecode, emulates, options } = read("--no-bytecode -- --v8-flags=--jitless --env x");
  assertEquals([hasBytecode, emulates], [false, false]);
  assertEquals(options, ["--v8-flags=--jitless", "--env", "x"]);
  assertEquals(read("--emulate --all").emulates, true);
});

Deno.test("readRequest: refuses a target that there is not, and --all with one", () => {
  assertThrows(() => read("--target x86_64-linux"), BuildFailure, "'x86_64-linux'");
  assertThrows(() => read("--target"), BuildFailure, "''");
  assertThrows(() => read(`--all --target ${LINUX}`), BuildFailure, "--target");
});

Deno.test("readRequest: refuses what it does not know before --, with what there is", () => {
  for (const typed of ["--al", "all", "--help", "--all foo"]) {
    assertThrows(() => read(typed), BuildFailure, "[--target TARGET | --all]");
  }
});

Deno.test("runtimeVariable: upper case, dashes are underscores", () => {
  assertEquals(runtimeVariable(LINUX), "DENORT_BIN_X86_64_UNKNOWN_LINUX_GNU");
});
