// What a build leaves behind: nothing, however it ends.

import { assertEquals, assertRejects } from "@std/assert";
import { join, toFileUrl } from "@std/path";
import { BuildFailure } from "../../../scripts/release/build_failure.ts";
import { inBuildFolder } from "../../../scripts/release/build_folder.ts";
import { exists } from "../../../scripts/support/exists.ts";
import { ROOT } from "../../support/documents.ts";

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

/** Runs a program that kills it, and has a step after that. */
function stoppedBuild(signal: string): string {
  const module = (name: string) => toFileUrl(join(ROOT, "scripts/release", name));
  return `import { inBuildFolder } from "${module("build_folder.ts")}";
    import { run } from "${module("run.ts")}";
    await inBuildFolder("trial", async (folder, goOn) => {
      console.log(folder);
      run("sh", ["-c", "kill -s ${signal.slice(3)} $PPID; sleep 0.1"]);
      await goOn();
      console.log("went on");
    });`;
}

for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`inBuildFolder: ${signal} stops a build between two steps; the folder goes`, () => {
    const folder = Deno.makeTempDirSync();
    try {
      const script = join(folder, "build.ts");
      Deno.writeTextFileSync(script, stoppedBuild(signal));
      const { code, stdout } = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", "--config", join(ROOT, "deno.json"), script],
        stderr: "null",
      }).outputSync();
      const used = new TextDecoder().decode(stdout).trim();
      assertEquals([code, used.split("\n").length, exists(used)], [exitCode, 1, false]);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}
