// What a count of the source expects before it is at its end.

import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { cString, type NativeFileSystem, openNative } from "../../../ffi/mod.ts";
import { Survey, type SurveyDepth } from "../../../lib/engine/run/survey.ts";
import { JOB, type Job } from "../../../lib/engine/worker/job.ts";
import { Selection } from "../../../lib/plan/selection.ts";
import { DEFAULT_OPTIONS } from "../../../lib/options.ts";
import { rootPair } from "../../support/root_pair.ts";
import { sh, withScratch } from "../../support/safety.ts";

const ROOT: Job = {
  kind: JOB.folder,
  root: 0,
  path: new Uint8Array(),
  fresh: false,
  slot: -1,
  entries: null,
};

const FOLDERS = 60, FILES = 5, ALL = FOLDERS * FILES;

/** Counts a tree of equal folders; what is expected after each listing. */
async function expectedIn<T>(commands: string, depth: SurveyDepth, told: (survey: Survey) => T) {
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
    const manner = { depth, isForScreen: true };
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
    "listings",
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
  const { seen, last } = await expectedIn(commands, "metadata", (survey) => survey.furtherNames);
  assertAlmostEquals(last, ALL, 1e-6);
  const middle = seen[Math.floor(seen.length / 2)];
  assert(middle > ALL / 4 && middle < 3 * ALL / 4, `${middle}`);
});
