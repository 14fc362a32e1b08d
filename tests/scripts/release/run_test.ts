// How a build starts its programs, and which runtime deno compile gets to see.

import { assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { BuildFailure } from "../../../scripts/release/build_failure.ts";
import { denoCompile } from "../../../scripts/release/deno_compile.ts";
import { run } from "../../../scripts/release/run.ts";

Deno.test("run: a program that cannot be started is a failure of one line", () => {
  const failure = assertThrows(() => run("/nowhere/deno", ["compile"]), BuildFailure);
  assertEquals(failure.message.startsWith("cannot run '/nowhere/deno': "), true);
});

Deno.test("denoCompile: the runtime that was given, and no other target's", () => {
  const folder = Deno.makeTempDirSync();
  const compiler = join(folder, "deno"), seen = join(folder, "seen");
  Deno.writeTextFileSync(compiler, `#!/bin/sh\necho "\${DENORT_BIN-none} $HOME" >${seen}\n`);
  Deno.chmodSync(compiler, 0o755);
  const before = Deno.env.get("DENORT_BIN");
  Deno.env.set("DENORT_BIN", "/of/another/target");
  try {
    for (const [runtime, expected] of [[null, "none"], ["/given", "/given"]] as const) {
      const target = "x86_64-unknown-linux-gnu";
      denoCompile({ target, compiler, runtime, options: [] }, { main: "x.js" }, "x");
      assertEquals(Deno.readTextFileSync(seen), `${expected} ${Deno.env.get("HOME") ?? ""}\n`);
    }
  } finally {
    if (before === undefined) Deno.env.delete("DENORT_BIN");
    else Deno.env.set("DENORT_BIN", before);
    Deno.removeSync(folder, { recursive: true });
  }
});
