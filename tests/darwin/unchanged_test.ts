// What a second run costs on Darwin, by the calls that the stand-in records, and that it overlooks nothing:
// the listings of both sides tell all that a stat tells, and one call an entry whether it has attributes or an ACL.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../ffi/mod.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { SMALLEST_HAND_OVER } from "../../lib/thresholds.ts";
import * as make from "../support/entries.ts";
import { callsOf, type FolderPair, runOn, succeeded, testOnBoth } from "../support/on_stand_in.ts";

const FOLDERS = 20;
/** No more than a folder has that is never handed from the main thread to a worker, who would ask again. */
const FILES_EACH = 15;
const FILES = FOLDERS * FILES_EACH;
const ACL = make.pattern(44 + 24);
new DataView(ACL.buffer).setUint32(36, 1, true);

async function makeMirrored(place: FolderPair): Promise<[source: string, target: string]> {
  const { path } = place;
  const [source, target] = [`${path}/source`, `${path}/target`];
  make.makeFolder(source);
  for (let i = 0; i < FOLDERS; i++) {
    make.makeFolder(`${source}/${i}`);
    for (let j = 0; j < FILES_EACH; j++) make.makeFile(`${source}/${i}/file ${j}`, `${j}`);
    make.makeSymlink(`${source}/${i}/link`, "file 1");
  }
  await runOn(place, "mirror", source, target);
  return [source, target];
}

/** Calls about entries of such a name, but for those that tell whether there are attributes or an ACL. */
function otherCalls(calls: readonly string[], name: string): string[] {
  return calls.filter((call) => call.includes(`"${name}`) && !call.startsWith("getattrlistat("));
}

testOnBoth("an unchanged file costs one call on each side, for its ACL", async (place) => {
  const [source, target] = await makeMirrored(place);
  const { summary, calls } = await runOn(place, "mirror", source, target);
  assertEquals([summary.filesUnchanged, summary.metadataUpdated], [FILES, 0]);
  assertEquals(
    callsOf(calls, "getattrlistat").filter((call) => call.includes('"file ')).length,
    2 * FILES,
  );
  assertEquals(otherCalls(calls, "file "), []);
  const perFile = calls.length / FILES;
  assert(perFile < 4, `${perFile} calls a file:\n${calls.slice(-60).join("\n")}`);
});

testOnBoth("and none where attributes and ACLs are not kept", async (place) => {
  const [source, target] = await makeMirrored(place);
  const keep = { ...DEFAULT_OPTIONS.keep, xattrs: false, acls: false };
  const { summary, calls } = await runOn(place, "mirror", source, target, { keep });
  assertEquals([summary.filesUnchanged, summary.metadataUpdated], [FILES, 0]);
  assertEquals(calls.filter((call) => call.includes('"file ')), []);
});

testOnBoth("nor does a large file, which is left to workers when it has changed", async (place) => {
  const { path } = place;
  const [source, target] = [`${path}/source`, `${path}/target`];
  make.makeFolder(source);
  for (const name of ["same", "changed"]) {
    make.makeSparse(`${source}/${name}`, SMALLEST_HAND_OVER, [[0, 4096]]);
  }
  await runOn(place, "mirror", source, target);
  make.writeInto(`${source}/changed`, SMALLEST_HAND_OVER, "more");
  const { summary, calls } = await runOn(place, "mirror", source, target, { jobs: 2 });
  assertEquals([summary.filesUnchanged, summary.filesReplaced], [1, 1]);
  assertEquals(otherCalls(calls, "same"), []);
});

function setAcl({ fs }: FolderPair, path: string): void {
  const slash = path.lastIndexOf("/");
  const folder = succeeded(fs, fs.openFolder(cString(path.slice(0, slash))));
  const name = cString(path.slice(slash + 1));
  succeeded(fs, fs.setXattrAt(folder, name, cString("system.acl"), ACL, ACL.length));
  fs.close(folder);
}

/** Each is done to a file of its own. */
const CHANGES: Readonly<Record<string, (place: FolderPair, file: string) => void>> = {
  "an attribute": (_place, file) => make.setXattr(file, "user.one", "1"),
  "an ACL": setAcl,
  "a flag": ({ standIn }, file) => standIn.setFlags(file, 0x8000),
  "the mode": (_place, file) => make.setMode(file, 0o600),
  "the owner": (_place, file) => make.setOwner(file, 1000, 1000),
};
const CHANGED = Object.keys(CHANGES).length;
for (const side of ["source", "target"]) {
  testOnBoth(`what changed in the ${side} alone is found and set right`, async (place) => {
    const [source, target] = await makeMirrored(place);
    for (const [index, change] of Object.values(CHANGES).entries()) {
      change(place, `${place.path}/${side}/7/file ${index}`);
    }
    const { summary: changed } = await runOn(place, "mirror", source, target);
    assertEquals([changed.filesUnchanged, changed.metadataUpdated], [FILES - CHANGED, CHANGED]);
    const { summary: same } = await runOn(place, "mirror", source, target);
    assertEquals([same.filesUnchanged, same.metadataUpdated], [FILES, 0]);
  });
}
