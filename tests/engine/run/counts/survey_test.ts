// What a count of the source expects before it is at its end.

import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { cString, type NativeFileSystem, openNative } from "../../../../ffi/mod.ts";
import { Survey } from "../../../../lib/engine/run/counts/survey.ts";
import type { SurveyManner } from "../../../../lib/engine/run/counts/survey_manner.ts";
import { firstJob, JOB } from "../../../../lib/engine/worker/job.ts";
import { Selection } from "../../../../lib/plan/selection.ts";
import { DEFAULT_OPTIONS } from "../../../../lib/options.ts";
import { rootPair } from "../../../support/root_pair.ts";
import { sh, withScratch } from "../../../support/safety.ts";

const ROOT = firstJob(JOB.folder, 0, false);

const FOLDERS = 60, FILES = 5, ALL = FOLDERS * FILES;

/** Counts a tree of equal folders; what is expected after each listing. */
async function expectedIn<T>(
  commands: string,
  changed: Partial<SurveyManner>,
  told: (survey: Survey) => T,
) {
  const seen: T[] = [];
  await withScratch(async (dir) => {
    sh(commands, dir);
    const native = await openNative();
    const fs: NativeFileSystem = {
      ...native,
      list(handle, listing) {
        seen.push(told(survey));
        return native.list(handle, listing);
      },
    };
    const source = native.openFolder(cString(new TextEncoder().encode(`${dir}/s`)));
    const selection = new Selection(DEFAULT_OPTIONS);
    const manner: SurveyManner = { depth: "metadata", isForScreen: true, ...changed };
    const survey = new Survey(fs, [rootPair({ source })], selection, false, manner);
    await survey.run([ROOT]);
    native.close(source);
    seen.push(told(survey));
  });
  return { seen, last: seen.at(-1)! };
}

const EQUAL_FOLDERS = `for d in $(seq ${FOLDERS}); do mkdir -p s/$d
  touch s/$d/$(seq -s " s/$d/" ${FILES}); done`;

Deno.test("Survey: how many files there are is expected from a part of their folders", async () => {
  const { seen, last } = await expectedIn(
    EQUAL_FOLDERS,
    { depth: "listings" },
    (survey) => survey.expectedFiles,
  );
  assertEquals(last, ALL);
  const early = seen.findIndex((count) => count !== null);
  assertGreater(early, 0);
  assertLess(early, FOLDERS / 2);
  for (const count of seen.slice(early)) assertAlmostEquals(count!, ALL, ALL / 50);
});

Deno.test("Survey: further names are expected of files whose other names have not come", async () => {
  const commands = `${EQUAL_FOLDERS}; mkdir s/x; cp -al s/[1-9]* s/x`;
  const { seen, last } = await expectedIn(commands, {}, (survey) => survey.furtherNames);
  assertAlmostEquals(last, ALL, 1e-6);
  const middle = seen[Math.floor(seen.length / 2)];
  assert(middle > ALL / 4 && middle < 3 * ALL / 4, `${middle}`);
});

Deno.test("Survey: a sample looks at some files of each folder, and takes the others to be like these", async () => {
  const commands = `for d in $(seq 10); do mkdir -p s/$d
    for f in $(seq 40); do head -c $((d * 100)) /dev/zero > s/$d/$f; done; done
    mkdir s/large; head -c 1000000 /dev/zero > s/large/file`;
  const { last } = await expectedIn(
    commands,
    { isSample: true },
    ({ files, looked, bytes, done }) => ({ files, looked, bytes, done }),
  );
  const bytes = 40 * 100 * (10 * 11 / 2) + 1_000_000;
  assertEquals(last, { files: 401, looked: 51, bytes, done: true });
});

Deno.test("Survey: names that a sample has not met may be in the tree", async () => {
  const commands = `mkdir -p s/a s/b; cd s/a; touch $(seq 320); cd ..
    for f in $(seq 320 -1 1); do ln a/$f b/$f; done`;
  const { last } = await expectedIn(
    commands,
    { isSample: true },
    ({ furtherNames, looked }) => furtherNames / looked,
  );
  assertAlmostEquals(last, 0.5, 1e-6);
});
