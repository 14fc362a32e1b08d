// Metadata through Darwin's bindings on the stand-in, on both machines: what they tell is what Linux's
// bindings tell, and what they set is what Linux's find.

import { assert, assertEquals } from "@std/assert";
import { cString, FileStat, WORD } from "../../../ffi/mod.ts";
import * as make from "../../support/entries.ts";
import { type FolderPair, succeeded, testOnBoth } from "../../support/on_stand_in.ts";

/** UF_HIDDEN, which changes nothing but what Finder shows (sys/stat.h). */
const HIDDEN = 0x8000;

function statBoth({ fs, folder }: FolderPair, name: string): [darwin: FileStat, linux: FileStat] {
  const [darwin, linux] = [new FileStat(), new FileStat()];
  assertEquals(fs.stat(folder, cString(name), darwin), 0);
  assertEquals(make.native.stat(folder, cString(name), linux), 0);
  return [darwin, linux];
}

testOnBoth("stat, statFollowing and statHandle fill what Linux's fill", (place) => {
  const { fs, folder, path } = place;
  make.makeFile(`${path}/file`, "contents", 0o4711);
  make.setTimes(`${path}/file`, [-5, 123_456_789], [1_700_000_000, 1]);
  make.makeSymlink(`${path}/link`, "file");
  make.makeDevice(`${path}/device`, "char", 7, 300);
  for (const name of ["file", "link", "device", "."]) {
    const [darwin, linux] = statBoth(place, name);
    for (const [field, word] of Object.entries(WORD)) {
      if (/^(attributes|btime|mount$|mntId)/.test(field)) continue; // one of the two does not tell them
      assertEquals(darwin.words[word], linux.words[word], `${field} of ${name}`);
    }
    assertEquals([darwin.size, darwin.mtimeSec, darwin.dev], [
      linux.size,
      linux.mtimeSec,
      linux.dev,
    ]);
  }
  const [, file] = statBoth(place, "file");
  const followed = new FileStat();
  assertEquals(fs.statFollowing(folder, cString("link"), followed), 0);
  assert(followed.hasSameInode(file));
  const handle = succeeded(fs, fs.openForReading(folder, cString("file"), false));
  assertEquals(fs.statHandle(handle, followed), 0);
  assert(followed.hasSameInode(file) && followed.hasSameMtime(file));
  fs.close(handle);
});

testOnBoth("mode, owner and times are set by handle and by name, never through a link", (place) => {
  const { fs, folder, path } = place;
  const wanted = new FileStat();
  wanted.words.set([1_600_000_000, 0, 999_999_999], WORD.mtime);
  wanted.words.set([1_500_000_000, 0, 1], WORD.atime);
  wanted.words.set([1_400_000_000, 0, 5], WORD.btime);
  make.makeFile(`${path}/file`);
  make.makeSymlink(`${path}/link`, "file");
  const handle = succeeded(fs, fs.openForReading(folder, cString("file"), false));
  assertEquals([fs.setMode(handle, 0o640), fs.setOwner(handle, 5, -1)], [0, 0]);
  assertEquals(fs.setTimes(handle, wanted), 0);
  fs.close(handle);
  const name = cString("link");
  assertEquals([fs.setOwnerAt(folder, name, 6, 7), fs.setTimesAt(folder, name, wanted)], [0, 0]);
  const [file] = statBoth(place, "file"), [link] = statBoth(place, "link");
  assertEquals([file.permissions, file.uid, file.gid], [0o640, 5, 0]);
  assertEquals([link.uid, link.gid], [6, 7]);
  for (const stat of [file, link]) {
    for (const word of [WORD.mtime, WORD.atime, WORD.btime]) {
      assertEquals(stat.words.subarray(word, word + 3), wanted.words.subarray(word, word + 3));
    }
  }
  assertEquals(fs.setModeAt(folder, cString("file"), 0o4600), 0);
  assertEquals(statBoth(place, "file")[0].permissions, 0o4600);
});

testOnBoth("times are set by futimens where the time of creation cannot be", (place) => {
  const { fs, folder, path, standIn } = place;
  make.makeFile(`${path}/file`);
  standIn.fail("fsetattrlist", 45);
  const wanted = new FileStat();
  wanted.words.set([1_600_000_000, 0, 7], WORD.mtime);
  wanted.words.set([1_400_000_000, 0, 5], WORD.btime);
  const handle = succeeded(fs, fs.openForReading(folder, cString("file"), false));
  assertEquals(fs.setTimes(handle, wanted), 0);
  fs.close(handle);
  assert(statBoth(place, "file")[1].hasSameMtime(wanted));
});

testOnBoth("flags are told and set, and those that belong to the system stay", (place) => {
  const { fs, folder, path, standIn } = place;
  const compressed = 0x20;
  make.makeFile(`${path}/from`);
  make.makeFile(`${path}/to`);
  standIn.setFlags(`${path}/from`, HIDDEN | compressed);
  const [from] = statBoth(place, "from");
  assertEquals(from.attributes, HIDDEN);
  standIn.setFlags(`${path}/to`, compressed | 1);
  const handle = succeeded(fs, fs.openForReading(folder, cString("to"), false));
  assertEquals(fs.setAttributes(handle, from), 0);
  fs.close(handle);
  assertEquals(standIn.flagsOf(`${path}/to`), HIDDEN | compressed);
  assertEquals(fs.setAttributesAt(folder, cString("to"), new FileStat()), 0);
  assertEquals(standIn.flagsOf(`${path}/to`), compressed);
});

testOnBoth("a dataless file is told, and read only where that is allowed", (place) => {
  const { fs, folder, path, standIn } = place;
  make.makeFile(`${path}/file`, "contents");
  standIn.setFlags(`${path}/file`, 0x40000000);
  assert(statBoth(place, "file")[0].isDataless);
  const handle = succeeded(fs, fs.openForReading(folder, cString("file"), false));
  const buffer = new Uint8Array(16);
  fs.setFetching(false);
  assertEquals(fs.errorName(fs.read(handle, buffer, 16, 0)), "EDEADLK");
  fs.setFetching(true);
  assertEquals(fs.read(handle, buffer, 16, 0), 8);
  fs.close(handle);
});
