// What a bulk listing tells of its entries, on the stand-in of both machines: as much as a stat, without one,
// and never what is no longer true.

import { assert, assertEquals } from "@std/assert";
import { cString, ENTRY_TYPE, FileStat, Listing, textOf } from "../../../ffi/mod.ts";
import * as make from "../../support/entries.ts";
import {
  callsOf,
  type FolderPair,
  runOn,
  succeeded,
  testOnBoth,
} from "../../support/on_stand_in.ts";

/** Attributes (sys/attr.h). */
const ATTR_CMN_FLAGS = 0x40000, ATTR_FILE_DATALENGTH = 0x200;
const HIDDEN = 0x8000, DATALESS = 0x40000000;

function makeEntries({ path, standIn, fs, folder }: FolderPair): void {
  make.makeFile(`${path}/file`, make.pattern(100_000), 0o4751);
  make.setOwner(`${path}/file`, 501, 20);
  make.setMode(`${path}/file`, 0o4751);
  make.setTimes(`${path}/file`, [-5, 999_999_999]);
  make.makeSparse(`${path}/sparse`, 5 * 2 ** 32, [[0, 65_536]]);
  make.makeSymlink(`${path}/link`, "nowhere");
  make.makeFile(`${path}/hidden`, "x");
  standIn.setFlags(`${path}/hidden`, HIDDEN);
  make.makeFile(`${path}/dataless`, "x");
  standIn.setFlags(`${path}/dataless`, DATALESS);
  make.makeFile(`${path}/${"n".repeat(255)}`, "x");
  make.makeFile(`${path}/acl`, "x");
  fs.setXattrAt(folder, cString("acl"), cString("system.acl"), ACL, ACL.length);
}
const NAMES = ["file", "sparse", "link", "hidden", "dataless", "n".repeat(255), "acl"];

/** A struct kauth_filesec (sys/kauth.h) with one entry. */
const ACL = make.pattern(44 + 24);
new DataView(ACL.buffer).setUint32(36, 1, true);

/** Opens the place's folder anew and lists it. */
function openListed({ fs, path }: FolderPair): number {
  const folder = succeeded(fs, fs.openFolder(cString(path)));
  assertEquals(fs.list(folder, new Listing(65_536)), 1);
  return folder;
}

function statOf({ fs }: FolderPair, folder: number, name: string): number[] {
  const stat = new FileStat();
  succeeded(fs, fs.stat(folder, cString(name), stat));
  return [...stat.words];
}

/** The names that fstatat asks for while the entries are looked at. */
async function askedFor(place: FolderPair, folder: number, names = NAMES): Promise<string[]> {
  const calls = await place.standIn.record(() => names.map((name) => statOf(place, folder, name)));
  return callsOf(calls, "fstatat").map((call) => /"(.*)"/.exec(call)![1]);
}

testOnBoth(
  "a listed entry has the metadata that fstatat tells, without that call",
  async (place) => {
    makeEntries(place);
    const folder = openListed(place);
    for (const name of NAMES) {
      assertEquals(statOf(place, folder, name), statOf(place, place.folder, name), name);
    }
    assertEquals(await askedFor(place, folder), []);
    assertEquals(await askedFor(place, place.folder), NAMES, "the other folder was not listed");
    place.fs.close(folder);
  },
);

testOnBoth("folders, devices and files with two names are asked", async (place) => {
  const { path, fs } = place;
  make.makeFolder(`${path}/folder`);
  make.makeFifo(`${path}/fifo`);
  make.makeDevice(`${path}/device`, "block", 7, 1);
  make.makeFile(`${path}/first`, "x");
  make.makeHardLink(`${path}/first`, `${path}/second`);
  const folder = openListed(place);
  const names = ["folder", "fifo", "device", "first", "second"];
  assertEquals(await askedFor(place, folder, names), names);
  fs.close(folder);
});

const LACKING = [
  ["a common attribute", { common: ATTR_CMN_FLAGS }],
  ["a file attribute", { file: ATTR_FILE_DATALENGTH }],
] as const;
for (const [what, withheld] of LACKING) {
  testOnBoth(`where a file system lacks ${what}, each entry is asked`, async (place) => {
    makeEntries(place);
    place.standIn.withhold(withheld);
    const folder = openListed(place);
    assertEquals(await askedFor(place, folder), NAMES);
    place.fs.close(folder);
  });
}

testOnBoth(
  "an entry that the listing could not look at is asked, the others are not",
  async (place) => {
    makeEntries(place);
    place.standIn.breakEntry(`${place.path}/link`, 5);
    const folder = openListed(place);
    assertEquals(await askedFor(place, folder), ["link"]);
    place.fs.close(folder);
  },
);

testOnBoth("where all attributes cannot be asked for, names and types are", async (place) => {
  const { fs, path, standIn } = place;
  makeEntries(place);
  standIn.fail("getattrlistbulk", 22, 0, 1);
  const folder = succeeded(fs, fs.openFolder(cString(path)));
  const listing = new Listing(65_536);
  const calls = await standIn.record(() => assertEquals(fs.list(folder, listing), 1));
  assertEquals(listing.count, NAMES.length);
  for (let i = 0; i < listing.count; i++) {
    const isLink = textOf(listing.name(i)) === "link";
    assertEquals(listing.type[i], isLink ? ENTRY_TYPE.symlink : ENTRY_TYPE.file);
  }
  assertEquals(callsOf(calls, "readdir"), []);
  assertEquals(callsOf(calls, "getattrlistbulk").length, 3, "refused, all names, the end");
  assertEquals(await askedFor(place, folder), NAMES);
  fs.close(folder);
});

const CHANGES: Readonly<
  Record<string, (place: FolderPair, folder: number, name: Uint8Array) => number>
> = {
  setModeAt: ({ fs }, folder, name) => fs.setModeAt(folder, name, 0o600),
  setOwnerAt: ({ fs }, folder, name) => fs.setOwnerAt(folder, name, 1, 1),
  setTimesAt: ({ fs }, folder, name) => fs.setTimesAt(folder, name, new FileStat()),
  setAttributesAt: ({ fs }, folder, name) => fs.setAttributesAt(folder, name, new FileStat()),
  link: ({ fs }, folder, name) => fs.link(folder, name, folder, cString("other")),
  "rename to it": ({ fs }, folder, name) => fs.rename(folder, cString("hidden"), folder, name),
  openForReading: ({ fs }, folder, name) => fs.close(fs.openForReading(folder, name, false)),
  openForWriting: ({ fs }, folder, name) => fs.close(fs.openForWriting(folder, name)),
};
for (const [what, change] of Object.entries(CHANGES)) {
  testOnBoth(`what was listed is not believed after ${what}`, async (place) => {
    const { path, standIn, fs } = place;
    makeEntries(place);
    standIn.setFlags(`${path}/hidden`, 0);
    const folder = openListed(place);
    assert(change(place, folder, cString("file")) >= 0);
    assertEquals(await askedFor(place, folder, ["file", "sparse"]), ["file"]);
    fs.close(folder);
  });
}

testOnBoth("names that were made or taken away since are looked for anew", (place) => {
  const { path, fs } = place;
  for (const name of ["a", "b", "c"]) make.makeFile(`${path}/${name}`, name);
  const folder = openListed(place);
  const [a, b, c] = ["a", "b", "c"].map((name) => cString(name));
  const stat = new FileStat();
  assertEquals(fs.unlink(folder, a), 0);
  assertEquals(fs.errorName(fs.stat(folder, a, stat)), "ENOENT");
  assertEquals(fs.makeSymlink(b, folder, a), 0);
  assert(fs.stat(folder, a, stat) === 0 && stat.isSymlink);
  assertEquals(fs.renameNew(folder, b, folder, cString("d")), 0);
  assertEquals(fs.errorName(fs.stat(folder, b, stat)), "ENOENT");
  const source = succeeded(fs, fs.openForReading(folder, c, false));
  assertEquals(fs.unlink(folder, c), 0);
  assertEquals(fs.cloneToName(source, folder, c, true), 0);
  assert(fs.stat(folder, c, stat) === 0 && stat.size === 1);
  fs.close(source);
  fs.close(folder);
});

testOnBoth(
  "what others took away is gone after the next listing, or when it is cloned anew",
  (place) => {
    const { path, fs } = place;
    for (const name of ["a", "b", "c"]) make.makeFile(`${path}/${name}`, name);
    make.makeFile(`${path}/source`, "longer");
    const folder = openListed(place);
    const stat = new FileStat();
    Deno.removeSync(`${path}/a`);
    const source = succeeded(fs, fs.openForReading(folder, cString("source"), false));
    assertEquals(fs.cloneToName(source, folder, cString("a"), true), 0);
    fs.close(source);
    assert(fs.stat(folder, cString("a"), stat) === 0 && stat.size === 6);
    Deno.removeSync(`${path}/b`);
    assertEquals(fs.rewind(folder), 0);
    assertEquals(fs.list(folder, new Listing(65_536)), 1);
    assertEquals(fs.errorName(fs.stat(folder, cString("b"), stat)), "ENOENT");
    fs.close(folder);
  },
);

testOnBoth("a handle that becomes another folder's brings nothing along", (place) => {
  const { path, fs } = place;
  for (const [name, contents] of [["one", "x"], ["two", "xx"]]) {
    make.makeFolder(`${path}/${name}`);
    make.makeFile(`${path}/${name}/file`, contents);
  }
  const sizes: number[] = [];
  for (const name of ["one", "two"]) {
    const folder = openListed({ ...place, path: `${path}/${name}` });
    const stat = new FileStat();
    fs.stat(folder, cString("file"), stat);
    sizes.push(stat.size);
    fs.close(folder);
  }
  assertEquals(sizes, [1, 2]);
});

testOnBoth("whether an entry has attributes or an ACL is one call", async (place) => {
  const { path, fs, standIn } = place;
  make.makeFile(`${path}/without`, "x");
  make.makeFile(`${path}/with`, "x");
  make.setXattr(`${path}/with`, "user.one", "1");
  const folder = openListed(place);
  const sizes: number[] = [];
  const calls = await standIn.record(() => {
    for (const name of ["without", "with"]) sizes.push(fs.xattrListSizeAt(folder, cString(name)));
  });
  assertEquals(sizes, [0, "user.one".length + 1]);
  const asked = calls.filter((call) => call.includes(`"without"`)).map((call) =>
    call.split("(")[0]
  );
  assertEquals(asked, ["getattrlistat"]);
  fs.close(folder);
});

testOnBoth("what a bulk listing leaves out is not deleted from a mirror", async (place) => {
  const { path, standIn } = place;
  make.makeFolder(`${path}/source`);
  for (const name of ["one", "two"]) make.makeFile(`${path}/source/${name}`, name);
  await runOn(place, "mirror", `${path}/source`, `${path}/target`);
  make.makeFile(`${path}/target/extra`, "x");
  standIn.omitEntry(`${path}/source/one`);
  const { summary } = await runOn(place, "mirror", `${path}/source`, `${path}/target`);
  assertEquals(summary.deleted, 1, "the extra entry");
  assertEquals(Deno.readTextFileSync(`${path}/target/one`), "one");
});

testOnBoth(
  "an entry that cannot be looked up is listed, and a mirror keeps its copy",
  async (place) => {
    const { path, standIn } = place;
    make.makeFolder(`${path}/source`);
    for (const name of ["one", "two"]) make.makeFile(`${path}/source/${name}`, name);
    await runOn(place, "mirror", `${path}/source`, `${path}/target`);
    standIn.breakEntry(`${path}/source/one`, 5);
    const { summary } = await runOn(place, "mirror", `${path}/source`, `${path}/target`);
    assertEquals(summary.deleted, 0);
    assertEquals(Deno.readTextFileSync(`${path}/target/one`), "one");
  },
);
