// Random trees mirrored over random trees, both changed at random, and mirrored again: rsync finds
// nothing left to do, a dry run lists exactly what the run then does, and one more run touches nothing.
// FERRY_SEED repeats a run, FERRY_RUNS sets its length.

import fc from "fast-check";
import { assertEquals } from "@std/assert";
import type { RunOptions } from "../../lib/mod.ts";
import { runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { carryOut, Clock, steps } from "../support/random_tree.ts";
import { sh, withScratch } from "../support/safety.ts";
import { snapshot, touched } from "../support/snapshot.ts";
import { testOrSkip } from "../support/skip.ts";

const RUNS = Number(Deno.env.get("FERRY_RUNS") ?? 50);
const SEED = Number(Deno.env.get("FERRY_SEED") ?? Math.floor(Math.random() * 2 ** 31));

const options: fc.Arbitrary<RunOptions> = fc.constantFrom<RunOptions>(
  {},
  { jobs: 1 },
  { comparison: "checksum" },
  { zeroCopy: "never" },
);

testOrSkip(
  `mirror: ${RUNS} random trees agree with rsync, with their dry runs, and a second run is idle`,
  needsRoot() ?? needsPrograms("rsync"),
  async () => {
    console.log(`FERRY_SEED=${SEED} FERRY_RUNS=${RUNS}`);
    const property = fc.asyncProperty(
      steps(40),
      steps(30),
      steps(15),
      steps(15),
      options,
      async (source, target, changesOfSource, changesOfTarget, settings) => {
        await withScratch(async (dir) => {
          sh("mkdir s t", dir);
          const clock = new Clock();
          carryOut(`${dir}/s`, source, clock);
          carryOut(`${dir}/t`, target, clock);
          await mirrorAndJudge(dir, settings);
          carryOut(`${dir}/s`, changesOfSource, clock);
          carryOut(`${dir}/t`, changesOfTarget, clock);
          await mirrorAndJudge(dir, settings);
        });
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: false });
  },
);

async function mirrorAndJudge(dir: string, settings: RunOptions): Promise<void> {
  const before = snapshot(dir);
  const planned = await operations(dir, { ...settings, dryRun: true });
  assertEquals(touched(before, snapshot(dir)), [], "a dry run touched something");
  assertEquals(
    await operations(dir, settings),
    planned,
    "the run did not do what its dry run said",
  );
  assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  const after = snapshot(dir);
  assertEquals(await operations(dir, settings), [], "a second run did something");
  assertEquals(touched(after, snapshot(dir)), [], "a second run touched something");
}

/** What a mirror reports, sorted. */
async function operations(dir: string, settings: RunOptions): Promise<string[]> {
  const { summary, events } = await runLibrary("mirror", `${dir}/s`, `${dir}/t`, {
    ...settings,
    allowEmptySource: true,
  });
  assertEquals(summary.errors.map(({ op, message, code }) => `${op} ${message} ${code}`), []);
  assertEquals(summary.outcome, "done");
  return events.flatMap((event) =>
    event.type === "operation" ? [`${event.op} ${String.fromCharCode(...event.path)}`] : []
  ).sort();
}
