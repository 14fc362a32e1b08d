// What the screen expects a mirror to delete is what rsync would delete, and what the mirror then does.

import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { cString, type NativeFileSystem, openNative } from "../../../../ffi/mod.ts";
import { ExtrasSurvey } from "../../../../lib/engine/run/counts/extras_survey.ts";
import { firstJob, JOB } from "../../../../lib/engine/worker/job.ts";
import type { ProgressEvent } from "../../../../lib/events.ts";
import fc from "../../../support/fast_check.ts";
import { needsPrograms } from "../../../support/programs.ts";
import { carryOut, Clock, steps } from "../../../support/random_tree.ts";
import { rootPair } from "../../../support/root_pair.ts";
import { mirror } from "../../../support/runs.ts";
import { sh, withScratch } from "../../../support/safety.ts";
import { testOrSkip } from "../../../support/skip.ts";

const ROOT = firstJob(JOB.folder, 0, false);

/** Of a folder that a killed run was filling. */
const TEMPORARY = ".ferry-7fffffff-01234567-1-0.tmp";

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * How many folders of the target give way to entries of another kind: rsync does not tell that it removes these. What lies
 * below one that gives way to a symlink has no counterpart, wherever that leads.
 */
function givingWay(dir: string): number {
  const script = `for d; do p="../s/$d" above=\${d%/*}
    while [ "$above" != . ] && [ ! -L "../s/$above" ]; do above=\${above%/*}; done
    [ "$above" = . ] && [ -e "$p" -o -L "$p" ] && [ ! -d "$p" -o -L "$p" ] && echo; done; :`;
  return Number(
    sh(`cd t && find . -mindepth 1 -type d -exec sh -c '${script}' sh {} + | wc -l`, dir),
  );
}

/** What is counted in `dir`, with the source `s` and the target `t`; `listing` hears of each listing beforehand. */
async function expectedIn(
  dir: string,
  listing: (survey: ExtrasSurvey) => void = () => {},
): Promise<number> {
  const native = await openNative();
  const fs: NativeFileSystem = {
    ...native,
    list(handle, into) {
      listing(survey);
      return native.list(handle, into);
    },
  };
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

Deno.test("ExtrasSurvey: how many there are is expected from a part of the folders, what is below an extra one with them", async () => {
  const folders = 60, all = folders * 3;
  await withScratch(async (dir) => {
    sh(`mkdir -p $(seq -f s/%g ${folders}) $(seq -f t/%g/old/below ${folders})`, dir);
    sh(`touch $(seq -f t/%g/file ${folders})`, dir);
    const told: (number | null)[] = [];
    assertEquals(await expectedIn(dir, (survey) => told.push(survey.expectedEntries)), all);
    const early = told.findIndex((count) => count !== null);
    assertGreater(early, 0);
    assertLess(early, told.length / 2);
    for (const count of told.slice(early)) assertAlmostEquals(count!, all, all / 20);
  });
});

Deno.test("ExtrasSurvey: what lies under a temporary name does not count", async () => {
  await withScratch(async (dir) => {
    sh(`mkdir -p s t/old t/${TEMPORARY}/below; touch t/old/a t/${TEMPORARY}/below/b`, dir);
    const expected = await expectedIn(dir);
    const { deleted } = await mirror(`${dir}/s`, `${dir}/t`, { allowEmptySource: true });
    assertEquals([expected, deleted], [2, 2]);
  });
});

Deno.test("ExtrasSurvey: by the next turn after it was stopped it has nothing open", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/a t/a t/old; touch t/old/a", dir);
    const native = await openNative();
    const open = new Set<number>();
    const fs: NativeFileSystem = {
      ...native,
      openFolderBeneath(root, path, follows) {
        const handle = native.openFolderBeneath(root, path, follows);
        if (handle >= 0) open.add(handle);
        return handle;
      },
      close(handle) {
        open.delete(handle);
        return native.close(handle);
      },
    };
    const rootOf = (name: string) =>
      native.openFolder(cString(new TextEncoder().encode(`${dir}/${name}`)));
    const [source, target] = [rootOf("s"), rootOf("t")];
    const survey = new ExtrasSurvey(fs, [rootPair({ source, target })]);
    await delay(50); // its slice of time is over before it begins
    const ended = survey.run([ROOT]);
    assertGreater(open.size, 0);
    survey.stop();
    await delay(0);
    assertEquals(open.size, 0);
    await ended;
    assert(!survey.done);
    for (const handle of [source, target]) native.close(handle);
  });
});

Deno.test("ExtrasSurvey: where links are followed nothing is told: one may be a folder", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir -p s t/link real; touch real/a t/link/a; ln -s ../real s/link; head -c 1000000 /dev/urandom >s/f",
      dir,
    );
    const told: (number | null)[] = [];
    const { deleted } = await mirror(`${dir}/s`, `${dir}/t`, {
      dereference: true,
      bandwidthLimit: 1_500_000,
      progressIntervalMs: 50,
      onEvent(event) {
        if (event.type === "progress") told.push(event.expectedDeletions);
      },
    });
    assertEquals([deleted, told.filter((count) => count !== 0)], [0, []]);
    assertGreater(told.length, 5);
  });
});

Deno.test("ExtrasSurvey: a run tells of what it deletes beforehand, and says the same in the end", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir -p s t/old; for i in $(seq 40); do head -c 30000 /dev/urandom >s/$i; done; cd t/old; mkdir -p $(seq -s '/a ' 3000)",
      dir,
    );
    const events: ProgressEvent[] = [];
    const { deleted } = await mirror(`${dir}/s`, `${dir}/t`, {
      bandwidthLimit: 1_000_000,
      progressIntervalMs: 5,
      onEvent(event) {
        if (event.type === "progress") events.push(event);
      },
    });
    assertEquals(deleted, 6000);
    const told = events.filter((event) => event.deleted === 0)
      .map(({ expectedDeletions }) => expectedDeletions);
    // What a single folder holds is not told before it is counted.
    assertEquals([...new Set(told)], [null, 6000]);
  });
});
