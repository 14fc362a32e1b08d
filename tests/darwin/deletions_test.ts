// Deletions on Darwin: what is extra in the target is sought by readdir(3) in the source, which answers the end of a folder
// and a failure in the same way.

import { assertEquals } from "@std/assert";
import * as make from "../support/entries.ts";
import { type FolderPair, runOn, testOnBoth } from "../support/on_stand_in.ts";

const FILES = 300;
/** Darwin's numbers (sys/errno.h). */
const EINTR = 4, EIO = 5;

/** A target that is its source and an extra file. */
async function makeWithExtra(place: FolderPair): Promise<[source: string, target: string]> {
  const [source, target] = [`${place.path}/source`, `${place.path}/target`];
  make.makeFolder(source);
  for (let i = 0; i < FILES; i++) make.makeFile(`${source}/${i}`, "x");
  await runOn(place, "mirror", source, target);
  make.makeFile(`${target}/extra`, "x");
  return [source, target];
}

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].length;

testOnBoth("nothing is deleted where the source's listing fails in the middle", async (place) => {
  const [source, target] = await makeWithExtra(place);
  place.standIn.fail("readdir", EIO, FILES / 2);
  const { summary } = await runOn(place, "mirror", source, target);
  assertEquals([summary.outcome, summary.deleted], ["partial", 0]);
  assertEquals(summary.errors.map(({ op, code }) => [op, code]), [["list folder", "EIO"]]);
  assertEquals(namesIn(target), FILES + 1);
});

testOnBoth("a listing that a signal interrupts goes on", async (place) => {
  const [source, target] = await makeWithExtra(place);
  place.standIn.fail("readdir", EINTR, FILES / 2, 3);
  const { summary } = await runOn(place, "mirror", source, target);
  assertEquals([summary.outcome, summary.deleted], ["done", 1]);
  assertEquals(namesIn(target), FILES);
});
