// scripts/macos/check.sh can run on a Mac alone; here its parts are read by the shell, and it says so.

import { assertEquals } from "@std/assert";
import { needsPrograms } from "../support/programs.ts";
import { testOrSkip } from "../support/skip.ts";

const folder = new URL("../../scripts/macos/", import.meta.url).pathname;

function bash(...args: string[]): { code: number; stderr: string } {
  const { code, stderr } = new Deno.Command("bash", { args }).outputSync();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

testOrSkip(
  "darwin check.sh: the shell understands each part, and each that is named is there",
  needsPrograms("bash"),
  () => {
    const parts = [...Deno.readDirSync(`${folder}checks`)].map(({ name }) => name).sort();
    for (const part of ["check.sh", ...parts.map((name) => `checks/${name}`)]) {
      assertEquals(bash("-n", folder + part), { code: 0, stderr: "" }, part);
    }
    const script = Deno.readTextFileSync(`${folder}check.sh`);
    const named = /names=\((\w+(?: \w+)+)\)/.exec(script)![1].split(" ");
    assertEquals(named.map((name) => `${name}.sh`).sort(), parts);
  },
);

testOrSkip(
  "darwin check.sh: elsewhere than on a Mac it says so and does nothing",
  needsPrograms("bash") ?? (Deno.build.os === "darwin" ? "a Mac" : null),
  () => assertEquals(bash(`${folder}check.sh`), { code: 2, stderr: "this is not macOS\n" }),
);
