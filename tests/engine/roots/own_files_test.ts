// Files that the caller of a run writes to: where they may lie.

import { assertEquals, assertRejects } from "@std/assert";
import { FerryError } from "../../../lib/mod.ts";
import { copy, mirror, type RunOptions, verify } from "../../support/runs.ts";
import { look, sh, withScratch } from "../../support/safety.ts";

const TREE =
  "mkdir -p s/sub d/sub o; echo a >s/a; echo b >s/sub/b; echo x >d/sub/x; ln -s s/sub way";
const RUNS = { copy, mirror, verify } as const;

const CASES: readonly (readonly [keyof typeof RUNS, string, RunOptions, boolean])[] = [
  ["copy", "o/log", {}, true],
  ["copy", "s/log", {}, false],
  ["copy", "s/sub/b", {}, false],
  ["copy", "way/log", {}, false],
  ["copy", "s/log", { filters: [{ include: false, pattern: "/log" }] }, true],
  ["copy", "s/sub/log", { filters: [{ include: false, pattern: "/sub" }] }, true],
  ["copy", "s/sub/log", { maxDepth: 1 }, true],
  ["copy", "d/log", {}, true],
  ["copy", "d/sub/b", {}, false],
  ["mirror", "d/log", {}, false],
  ["mirror", "d/log", { delete: false }, true],
  ["mirror", "d/log", { filters: [{ include: false, pattern: "/log" }] }, true],
  [
    "mirror",
    "d/log",
    { filters: [{ include: false, pattern: "/log" }], deleteExcluded: true },
    false,
  ],
  ["verify", "d/log", {}, false],
  ["verify", "o/log", {}, true],
];

for (const [command, path, options, isTaken] of CASES) {
  const name = `${command} ${JSON.stringify(options)}: a log in ${path} is ${
    isTaken ? "taken" : "refused"
  }`;
  Deno.test(`ownFiles: ${name}`, async () => {
    await withScratch(async (dir) => {
      sh(TREE, dir);
      const before = look(dir);
      const ownFiles = [{ path: `${dir}/${path}`, what: "the log" }];
      const placement = command === "copy" ? { placement: "exact" as const } : {};
      const run = RUNS[command](`${dir}/s`, `${dir}/d`, { ...options, ownFiles, ...placement });
      if (isTaken) return void assertEquals((await run).errorCount, 0);
      const { kind, message } = await assertRejects(() => run, FerryError);
      assertEquals([kind, look(dir)], ["usage", before]);
      assertEquals(
        message.startsWith(`cannot write the log to '${dir}/${path}': it `),
        true,
        message,
      );
    });
  });
}
