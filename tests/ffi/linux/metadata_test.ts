// Metadata set: times, modes and owners, of links as well.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import { FileStat, S_IFIFO, WORD } from "../../../ffi/file_stat.ts";
import {
  isRoot,
  makeFile,
  native,
  notLinux,
  statOf,
  succeeded,
  testIn,
} from "../../support/linux_place.ts";

testIn("setTimesAt keeps nanoseconds, on a symlink and not on its target", (place) => {
  makeFile(place, "file");
  Deno.symlinkSync("file", `${place.path}/link`);
  const before = statOf(place.folder, "file");
  const times = new FileStat();
  times.words.set([1_600_000_000, 0, 987_654_321], WORD.mtime);
  times.words.set([1_500_000_000, 0, 1], WORD.atime);
  assertEquals(native.setTimesAt(place.folder, cString("link"), times), 0);
  const link = statOf(place.folder, "link");
  assert(link.hasSameMtime(times));
  assertEquals([link.words[WORD.atime], link.words[WORD.atimeNsec]], [1_500_000_000, 1]);
  assert(statOf(place.folder, "file").hasSameMtime(before));
});

testIn("setTimes by handle keeps nanoseconds before 1970", (place) => {
  makeFile(place, "file");
  const times = new FileStat();
  times.words.set([-5 >>> 0, 0xffff_ffff, 999_999_999], WORD.mtime);
  const file = succeeded(native.openForReading(place.folder, cString("file"), false));
  assertEquals(native.setTimes(file, times), 0);
  native.close(file);
  assert(statOf(place.folder, "file").hasSameMtime(times));
  assertEquals(statOf(place.folder, "file").mtimeSec, -5);
});

testIn("setModeAt does not follow a link and needs no permission to open", (place) => {
  makeFile(place, "file");
  Deno.symlinkSync("file", `${place.path}/link`);
  const { folder } = place;
  assertEquals(native.setModeAt(folder, cString("file"), 0), 0);
  assertEquals(native.setModeAt(folder, cString("file"), 0o4751), 0);
  native.setModeAt(folder, cString("link"), 0o600);
  assertEquals(statOf(folder, "file").permissions, 0o4751);
  succeeded(native.makeSpecial(folder, cString("fifo"), S_IFIFO | 0o600, 0, 0));
  assertEquals(native.setModeAt(folder, cString("fifo"), 0o622), 0);
  assertEquals(statOf(folder, "fifo").permissions, 0o622);
});

testIn("setOwnerAt sets a link's own owner, and -1 leaves a part as it is", (place) => {
  makeFile(place, "file");
  Deno.symlinkSync("file", `${place.path}/link`);
  const { folder } = place;
  const link = cString("link");
  const before = statOf(folder, "file");
  assertEquals(native.setOwnerAt(folder, link, 1, 456), 0);
  assertEquals(native.setOwnerAt(folder, link, 123, -1), 0);
  assertEquals(native.setOwnerAt(folder, link, -1, -1), 0);
  const { uid, gid } = statOf(folder, "link");
  assertEquals([uid, gid], [123, 456]);
  const file = succeeded(native.openForReading(folder, cString("file"), false));
  assertEquals([statOf(folder, "file").uid, statOf(folder, "file").gid], [before.uid, before.gid]);
  assertEquals(native.setOwner(file, 12, 34), 0);
  assertEquals(native.setOwner(file, -1, 56), 0);
  native.close(file);
  assertEquals([statOf(folder, "file").uid, statOf(folder, "file").gid], [12, 56]);
}, notLinux ?? (isRoot ? null : "not root"));
