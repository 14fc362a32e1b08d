// An error of `--json` and the line on standard error say the same: `cannot OP 'PATH': MESSAGE (CODE)` wherever a call
// failed, be it before the run or during it, and MESSAGE alone where something else was wrong.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { sh, withScratch } from "../support/safety.ts";

const CALLS = [
  "mirror nothing dst",
  "copy src/a nothing/deeper/b",
  "copy src file/b",
  "copy --exclude-from nothing src dst",
  "verify --check nothing dst",
  "plan src/a/b dst",
  "mirror --max-delete 0 src dst",
  "copy -T --files-from list src dst",
];
const SENTENCES = ["mirror src src", "copy --bad src dst", "mirror src src/x", "mirror file dst"];

Deno.test("--json: an error says what its line on standard error says, before a run and in it", async () => {
  await withScratch(async (dir) => {
    sh("mkdir src dst; echo a >src/a; echo b >dst/b; echo f >file; echo gone >list", dir);
    for (const command of CALLS) {
      const [name, ...rest] = command.split(" ");
      const { stdout, stderr } = await runFerry([name, "--json", ...rest], dir);
      const { op, path, message, code } = JSON.parse(stdout.split("\n")[0]);
      const line = `ferry: cannot ${op} '${path}': ${message} (${code})\n`;
      assert(stderr.includes(line), `${command}: ${line} is not in\n${stderr}`);
    }
    for (const command of SENTENCES) {
      const [name, ...rest] = command.split(" ");
      const { stdout, stderr } = await runFerry([name, "--json", ...rest], dir);
      const { op, message } = JSON.parse(stdout.split("\n")[0]);
      assertEquals([op, stderr.includes(`ferry: ${message}\n`)], [name, true], stderr);
    }
  });
});
