// `verify` on whole trees: finds every change that a mirror would mend, touches nothing, and agrees with
// rsync on random trees. FERRY_SEED repeats a run, FERRY_RUNS sets its length.

import fc from "../support/fast_check.ts";
import { assertEquals, assertGreater } from "@std/assert";
import { verified } from "../support/differences.ts";
import { runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { MUTATIONS } from "../support/mutations/mod.ts";
import { carryOut, Clock, steps } from "../support/random_tree.ts";
import { sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { snapshot, touched } from "../support/snapshot.ts";
import { buildTree } from "../support/tree.ts";

const RUNS = Number(Deno.env.get("FERRY_RUNS") ?? 30);
const SEED = Number(Deno.env.get("FERRY_SEED") ?? Math.floor(Math.random() * 2 ** 31));
const scratch = makeScratch("ferry-verify-");

testOrSkip("verify: equal trees, by one thread and by several", needsRoot(), async () => {
  const [source, target] = [`${scratch}/equal-s`, `${scratch}/equal-t`];
  buildTree(source, 3000);
  await runLibrary("mirror", source, target);
  const before = snapshot(scratch);
  for (const jobs of [1, 3]) {
    const { summary, lines } = await verified(source, target, { jobs });
    assertEquals([lines, summary.outcome, summary.errorCount], [[], "done", 0]);
    assertGreater(summary.filesVerified, 3000);
  }
  assertEquals(touched(before, snapshot(scratch)), []);
});

for (const { name, change } of MUTATIONS) {
  testOrSkip(`verify finds: ${name}`, needsRoot(), async () => {
    await withScratch(async (dir) => {
      buildTree(`${dir}/s`);
      await runLibrary("mirror", `${dir}/s`, `${dir}/t`);
      change(`${dir}/s`);
      const before = snapshot(dir);
      for (const [source, target] of [["s", "t"], ["t", "s"]]) {
        const { summary, lines } = await verified(`${dir}/${source}`, `${dir}/${target}`);
        assertEquals([summary.outcome, summary.errorCount], ["different", 0]);
        assertEquals(lines.length, summary.differences);
        assertGreater(lines.length, 0);
      }
      assertEquals(touched(before, snapshot(dir)), []);
    });
  });
}

testOrSkip(
  `verify: ${RUNS} random changes are seen exactly where rsync sees some`,
  needsRoot() ?? needsPrograms("rsync"),
  async () => {
    console.log(`FERRY_SEED=${SEED} FERRY_RUNS=${RUNS}`);
    const property = fc.asyncProperty(steps(30), steps(3), async (tree, changes) => {
      await withScratch(async (dir) => {
        sh("mkdir s t", dir);
        const clock = new Clock();
        carryOut(`${dir}/s`, tree, clock);
        const [source, target] = [`${dir}/s`, `${dir}/t`];
        await runLibrary("mirror", source, target, { allowEmptySource: true });
        carryOut(target, changes, clock);
        const seen = await judge(source, target);
        const { lines } = await verified(source, target);
        assertEquals(
          lines.length > 0,
          seen.length > 0,
          `${seen.join("\n")}\n--\n${lines.join("\n")}`,
        );
      });
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: false });
  },
);
