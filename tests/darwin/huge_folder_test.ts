// A folder that is listed in many pieces, on the stand-in: what its listings told settles all that is
// unchanged, whoever lists it, and only what differs is asked.

import { assert, assertEquals } from "@std/assert";
import * as make from "../support/entries.ts";
import { makeFilledFolder } from "../support/many.ts";
import { callsOf, type FolderPair, runOn, testOnBoth } from "../support/on_stand_in.ts";

const FILES = 20_000;
const CHANGED = ["file 12000", "file 13000", "file 7", "file new"];

async function makeSame({ path }: FolderPair): Promise<[source: string, target: string]> {
  const [source, target] = [`${path}/source`, `${path}/target`];
  makeFilledFolder(source, FILES);
  const { success } = await new Deno.Command("cp", { args: ["-a", source, target] }).output();
  assert(success);
  return [source, target];
}

/** The files that calls name, but for those that only tell whether there are attributes or an ACL. */
function filesIn(calls: readonly string[]): string[] {
  const others = calls.filter((call) => !call.startsWith("getattrlistat("));
  return [...new Set(others.flatMap((call) => /"(file \w+)"/.exec(call)?.[1] ?? []))].sort();
}

testOnBoth("in a folder of 20,000 files only those that differ are asked", async (place) => {
  const [source, target] = await makeSame(place);
  for (const jobs of [1, 2]) {
    const { summary, calls } = await runOn(place, "mirror", source, target, { jobs });
    assertEquals([summary.filesUnchanged, summary.metadataUpdated], [FILES, 0]);
    assertEquals(filesIn(calls), [], `${jobs} jobs`);
  }

  make.writeInto(`${source}/file 7`, 0, "longer");
  make.setMode(`${target}/file 12000`, 0o600);
  make.setXattr(`${target}/file 13000`, "user.one", "1");
  make.makeFile(`${source}/file new`, "new");
  Deno.removeSync(`${source}/file 19999`);
  const { summary, calls } = await runOn(place, "mirror", source, target);
  const { filesCopied, filesReplaced, metadataUpdated, deleted } = summary;
  assertEquals(summary.filesUnchanged, FILES - 4);
  assertEquals({ filesCopied, filesReplaced, metadataUpdated, deleted }, {
    filesCopied: 1,
    filesReplaced: 1,
    metadataUpdated: 3, // two files', and the folder's own
    deleted: 1,
  });
  assertEquals(filesIn(calls), [...CHANGED, "file 19999"].sort());
  // A slice asks; whoever has listed them would not.
  assertEquals(filesIn(callsOf(calls, "fstatat")), CHANGED, "they are left to any thread");
});
