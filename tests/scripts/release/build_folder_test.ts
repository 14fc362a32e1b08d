// What a build leaves behind: nothing, however it ends.

import { assertEquals, assertRejects } from "@std/assert";
import { BuildFailure } from "../../../scripts/release/build_failure.ts";
import { inBuildFolder } from "../../../scripts/release/build_folder.ts";
import { exists } from "../../../scripts/support/exists.ts";

Deno.test("inBuildFolder: the folder is there meanwhile, and goes", async () => {
  let used = "";
  await inBuildFolder("trial", (folder) => {
    used = folder;
    Deno.writeTextFileSync(`${folder}/part`, "x");
  });
  assertEquals([used !== "", exists(used)], [true, false]);
});

Deno.test("inBuildFolder: a build that fails is told and ends with 1; anything else is an error; the folder goes", async () => {
  const { error: printed } = console;
  const told: unknown[] = [];
  const used: string[] = [];
  const failing = (error: Error) =>
    inBuildFolder("trial", (folder) => {
      used.push(folder);
      throw error;
    });
  console.error = (line) => told.push(line);
  try {
    await failing(new BuildFailure("no runtime"));
    assertEquals([told, Deno.exitCode], [["no runtime"], 1]);
  } finally {
    console.error = printed;
    Deno.exitCode = 0;
  }
  await assertRejects(() => failing(new TypeError("a mistake")), TypeError, "a mistake");
  assertEquals(used.map(exists), [false, false]);
});
