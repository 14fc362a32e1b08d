// Whatever is typed, the process ends with an exit code that it promises and without a stack trace.

import { assert } from "@std/assert";
import fc from "../support/fast_check.ts";
import { runFerry } from "../support/ferry_process.ts";
import { argument } from "../support/random_arguments.ts";
import { sh, withScratch } from "../support/safety.ts";
import { rounds, tell } from "../support/torture.ts";

Deno.test("ferry: random command lines end with an exit code of its own and no stack trace", async () => {
  const lines = fc.sample(fc.array(argument, { maxLength: 6 }), rounds(20, 150))
    .map((line) => line.map((text) => text.replaceAll("\0", "")));
  await withScratch(async (dir) => {
    sh("mkdir a; touch a/b", dir);
    for (const line of lines) {
      // A dry run, whatever it is: some of these name real folders.
      const { code, stderr } = await runFerry(["mirror", "--dry-run", ...line], dir);
      assert(
        [0, 1, 2, 4].includes(code) && !/internal error|\n +at /.test(stderr),
        `${line}: ${stderr}`,
      );
    }
  });
  tell(`fuzz: ${lines.length} random command lines run, no stack trace`);
});
