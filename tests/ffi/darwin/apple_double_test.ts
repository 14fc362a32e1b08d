// Volumes without extended attributes of their own (FAT, exFAT, some shares), on the stand-in: `._x` beside `x` is
// its attributes and no entry; without such an `x`, and on other volumes, it is a file like any other.

import { assertEquals } from "@std/assert";
import { cString } from "../../../ffi/mod.ts";
import * as make from "../../support/entries.ts";
import { type FolderPair, runOn, succeeded, testOnBoth } from "../../support/on_stand_in.ts";

const NAMES = ["file", "folder", "small"];

/** A source with attributes, and an ordinary file whose name looks like such a one's. */
function makeSource(place: FolderPair): [source: string, target: string] {
  const { path } = place;
  make.makeFolder(`${path}/source`);
  make.makeFile(`${path}/source/file`, make.pattern(100_000));
  make.makeFile(`${path}/source/small`, "x");
  make.makeFolder(`${path}/source/folder`);
  make.makeFile(`${path}/source/._alone`, "an ordinary file");
  for (const name of NAMES) setXattr(place, `${path}/source`, name, "0081;Safari;");
  return [`${path}/source`, `${path}/target`];
}

function setXattr({ fs }: FolderPair, path: string, name: string, text: string): void {
  const folder = succeeded(fs, fs.openFolder(cString(path)));
  const value = new TextEncoder().encode(text);
  const xattr = cString("com.apple.quarantine");
  succeeded(fs, fs.setXattrAt(folder, cString(name), xattr, value, value.length));
  fs.close(folder);
}

function namesIn(path: string): string[] {
  return [...Deno.readDirSync(path)].map(({ name }) => name).sort();
}

testOnBoth(
  "attributes kept in files arrive as attributes, and a third mirror changes nothing",
  async (place) => {
    place.standIn.keepXattrsInFiles();
    const [source, target] = makeSource(place);
    const all = ["._alone", ...NAMES.map((name) => `._${name}`), ...NAMES];
    assertEquals(namesIn(source), all, "as the kernel keeps them");
    const { summary: first } = await runOn(place, "mirror", source, target);
    assertEquals([first.outcome, first.filesCopied, first.deleted], ["done", 3, 0]);
    assertEquals(namesIn(target), all);
    // The attributes of a folder are written into the one above when that has its times already.
    const { summary: second } = await runOn(place, "mirror", source, target);
    assertEquals([second.filesUnchanged, second.filesCopied, second.deleted], [3, 0, 0]);
    const { summary: third } = await runOn(place, "mirror", source, target);
    const { filesUnchanged, filesCopied, metadataUpdated, deleted } = third;
    assertEquals([filesUnchanged, filesCopied, metadataUpdated, deleted], [3, 0, 0, 0]);
    Deno.removeSync(`${source}/small`);
    Deno.removeSync(`${source}/._small`);
    const { summary: gone } = await runOn(place, "mirror", source, target);
    assertEquals([gone.deleted, gone.outcome], [1, "done"]);
    assertEquals(namesIn(target), namesIn(source));
  },
);

testOnBoth("where the volume keeps attributes itself such files are entries", async (place) => {
  const [source, target] = makeSource(place);
  make.makeFile(`${source}/._file`, "from an archive");
  const { summary } = await runOn(place, "mirror", source, target);
  assertEquals([summary.outcome, summary.filesCopied], ["done", 4]);
  assertEquals(Deno.readTextFileSync(`${target}/._file`), "from an archive");
  Deno.removeSync(`${source}/._file`);
  const { summary: second } = await runOn(place, "mirror", source, target);
  assertEquals([second.deleted, namesIn(target)], [1, namesIn(source)]);
});
