// A dry run changes nothing, not even for a moment, whatever it would have to do; and what stands in the
// way of something larger gives way all the same in the run proper.

import { assertEquals } from "@std/assert";
import { mirror, type RunOptions } from "../support/runs.ts";
import { judge } from "../support/judge.ts";
import { look, sh, withScratch } from "../support/safety.ts";

/** What a run meets: [what, how source `s` and target `t` are made]. */
const CASES: readonly (readonly [string, string])[] = [
  [
    "new entries of each kind",
    "mkdir -p s/a/b t; echo x >s/a/x; ln s/a/x s/y; ln -s x s/l; mkfifo s/f",
  ],
  ["files to be replaced", "mkdir s t; echo new >s/x; echo older >t/x; echo new >s/y; ln -s x t/y"],
  [
    "metadata to be set",
    "mkdir -p s/a t/a; touch s/x t/x; chmod 600 s/x; touch -d @1 s/x s/a; chmod 700 s/a",
  ],
  ["entries to be deleted", "mkdir -p s t/a/b; touch s/x t/a/b/x t/y; ln -s y t/l"],
  [
    "deletions in folders without write permission",
    "mkdir -p s/a t/a/b; touch s/x t/a/b/x t/a/y; chmod 555 t/a/b t/a s/a",
  ],
  ["a folder in place of a file", "mkdir -p s/x t; touch s/x/a t/x"],
  ["a file in place of a folder", "mkdir -p s t/x/y; echo a >s/x; touch t/x/y/a"],
  [
    "a large file in place of a folder",
    "mkdir -p s t/x/y; head -c 20M /dev/urandom >s/x; touch t/x/y/a",
  ],
  ["a symlink in place of a folder", "mkdir -p s t/x; ln -s elsewhere s/x; touch t/x/a"],
  ["leftovers of a killed run", "mkdir s t; touch s/x t/.ferry-7fffffff-01234567-1-0.tmp"],
  ["a target to be made", "mkdir s; touch s/x"],
  ["hard links to be made", "mkdir s t; echo a >s/x; ln s/x s/y; cp s/x t/x; cp s/x t/y"],
];

for (const [what, build] of CASES) {
  Deno.test(`mirror: ${what}: the dry run touches nothing and lists what the run does`, async () => {
    await withScratch(async (dir) => {
      sh(build, dir);
      const before = look(dir);
      const planned = await operations(dir, { dryRun: true });
      assertEquals(look(dir), before);
      assertEquals(await operations(dir, {}), planned);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  });
}

/** Mirrors `s` to `t`; what was reported, as sorted lines. */
async function operations(dir: string, options: RunOptions): Promise<string[]> {
  const lines: string[] = [];
  const { outcome, errors } = await mirror(`${dir}/s`, `${dir}/t`, {
    ...options,
    reportOperations: true,
    onEvent(event) {
      if (event.type === "operation") {
        lines.push(`${event.op} ${new TextDecoder().decode(event.path)}`);
      }
    },
  });
  assertEquals([outcome, errors], ["done", []]);
  return lines.sort();
}
