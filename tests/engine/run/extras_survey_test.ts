// What the screen expects a mirror to delete is what rsync would delete, and what the mirror then does.

import { assert, assertEquals } from "@std/assert";
import { cString, openNative } from "../../../ffi/mod.ts";
import { ExtrasSurvey } from "../../../lib/engine/run/extras_survey.ts";
import { JOB, type Job } from "../../../lib/engine/worker/job.ts";
import type { ProgressEvent } from "../../../lib/events.ts";
import fc from "../../support/fast_check.ts";
import { needsPrograms } from "../../support/programs.ts";
import { carryOut, Clock, steps } from "../../support/random_tree.ts";
import { rootPair } from "../../support/root_pair.ts";
import { mirror } from "../../support/runs.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";

const ROOT: Job = {
  kind: JOB.folder,
  root: 0,
  path: new Uint8Array(),
  fresh: false,
  slot: -1,
  entries: null,
};

/** How many folders of the target give way to entries of another kind: rsync does not tell that it removes these. */
function givingWay(dir: string): number {
  const script =
    'for d; do p="../s/$d"; [ -e "$p" -o -L "$p" ] && [ ! -d "$p" -o -L "$p" ] && echo; done; :';
  return Number(
    sh(`cd t && find . -mindepth 1 -type d -exec sh -c '${script}' sh {} + | wc -l`, dir),
  );
}

/** What is counted in `dir`, with the source `s` and the target `t`. */
async function expectedIn(dir: string): Promise<number> {
  const fs = await openNative();
  const open = (name: string) => fs.openFolder(cString(new TextEncoder().encode(`${dir}/${name}`)));
  const [source, target] = [open("s"), open("t")];
  const survey = new ExtrasSurvey(fs, [rootPair({ source, target })]);
  await survey.run([ROOT]);
  for (const handle of [source, target]) fs.close(handle);
  assert(survey.done);
  return survey.entries;
}

testOrSkip(
  "ExtrasSurvey: random trees, as rsync --delete and the mirror itself",
  needsPrograms("rsync"),
  async () => {
    await fc.assert(
      fc.asyncProperty(steps(25), steps(25), async (ours, theirs) => {
        await withScratch(async (dir) => {
          const clock = new Clock();
          for (const [name, list] of [["s", ours], ["t", theirs]] as const) {
            Deno.mkdirSync(`${dir}/${name}`);
            carryOut(`${dir}/${name}`, list, clock);
          }
          const expected = await expectedIn(dir);
          const lines = sh(
            "rsync -a -n --delete --out-format=%i s/ t | grep -c '^.deleting' || true",
            dir,
          );
          const judged = Number(lines) + givingWay(dir);
          const { deleted } = await mirror(`${dir}/s`, `${dir}/t`, { allowEmptySource: true });
          assertEquals({ expected, deleted }, { expected: judged, deleted: judged });
        });
      }),
      { numRuns: 25 },
    );
  },
);

Deno.test("ExtrasSurvey: a run tells of what it deletes beforehand, and says the same in the end", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir -p s t/old; for i in $(seq 40); do head -c 30000 /dev/urandom >s/$i; done; touch t/old/$(seq -s ' t/old/' 300)",
      dir,
    );
    const events: ProgressEvent[] = [];
    const { deleted } = await mirror(`${dir}/s`, `${dir}/t`, {
      bandwidthLimit: 1_000_000,
      progressIntervalMs: 50,
      onEvent(event) {
        if (event.type === "progress") events.push(event);
      },
    });
    assertEquals(deleted, 301);
    const told = events.map(({ expectedDeletions }) => expectedDeletions ?? 0);
    assertEquals(told, told.toSorted((a, b) => a - b));
    assertEquals(told.find((_, i) => events[i].durationMs > 900), 301);
  });
});
