// Metadata as Linux's calls tell it: what Deno's own API tells about the same entries is the reference.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import * as errno from "../../../ffi/errno.ts";
import { FileStat, WORD } from "../../../ffi/file_stat.ts";
import { openLibC } from "../../../ffi/linux/libc.ts";
import { metadataCalls } from "../../../ffi/linux/metadata.ts";
import { makeFile, native, statOf, succeeded, testIn, without } from "../../support/linux_place.ts";

/** dev_t of glibc (bits/sysmacros.h), from the parts that statx gives; exact for small numbers. */
function devOf(major: number, minor: number): number {
  return (minor & 0xff) + major * 0x100 + Math.floor(minor / 0x100) * 0x100000;
}

function millisecondsOf({ words }: FileStat, word: number): number {
  return words[word] * 1000 + Math.floor(words[word + 2] / 1e6);
}

testIn("stat tells the fields that Deno.lstatSync tells", (place) => {
  makeFile(place, "file", "twelve bytes");
  Deno.linkSync(`${place.path}/file`, `${place.path}/second`);
  Deno.chmodSync(`${place.path}/file`, 0o4751);
  Deno.mkdirSync(`${place.path}/folder`);
  Deno.symlinkSync("nowhere", `${place.path}/link`);
  const entries = ["file", "folder", "link"].map((name) => `${place.path}/${name}`);
  for (const path of [...entries, "/dev/null", "/proc/self/status"]) {
    const stat = new FileStat();
    succeeded(native.stat(place.folder, cString(path), stat));
    const info = Deno.lstatSync(path);
    const { words } = stat;
    assertEquals({
      size: stat.size,
      mode: stat.mode,
      nlink: stat.nlink,
      uid: stat.uid,
      gid: stat.gid,
      ino: words[WORD.ino] + words[WORD.ino + 1] * 2 ** 32,
      blocks: stat.allocatedBytes / 512,
      dev: devOf(words[WORD.devMajor], words[WORD.devMinor]),
      rdev: devOf(words[WORD.rdevMajor], words[WORD.rdevMinor]),
      atime: millisecondsOf(stat, WORD.atime),
      mtime: millisecondsOf(stat, WORD.mtime),
      // Deno gives whole seconds here.
      ctime: words[WORD.ctime],
      isFile: stat.isFile,
      isFolder: stat.isFolder,
      isSymlink: stat.isSymlink,
    }, {
      size: info.size,
      mode: info.mode,
      nlink: info.nlink,
      uid: info.uid,
      gid: info.gid,
      ino: info.ino,
      blocks: info.blocks,
      dev: info.dev,
      rdev: info.rdev,
      atime: info.atime?.getTime(),
      mtime: info.mtime?.getTime(),
      ctime: Math.floor((info.ctime?.getTime() ?? 0) / 1000),
      isFile: info.isFile,
      isFolder: info.isDirectory,
      isSymlink: info.isSymlink,
    }, path);
  }
});

/** What struct stat has no field for: flags, the time of creation and the mount. */
const UNTOLD: number[] = [
  WORD.attributesMask,
  WORD.btime,
  WORD.btimeNsec,
  WORD.mntId,
  WORD.mntId + 1,
];

testIn("stat through struct stat fills what statx fills", (place) => {
  const fallback = metadataCalls(without(["statx"], errno.ENOSYS), { complete() {} });
  makeFile(place, "file", "content");
  const old = statOf(place.folder, "file");
  // 1960: the seconds are negative, and the nanoseconds are not.
  old.words.set([-315_619_200 >>> 0, 0xffff_ffff, 123_456_789], WORD.mtime);
  succeeded(native.setTimesAt(place.folder, cString("file"), old));
  for (const path of [`${place.path}/file`, "/dev/null", place.path, "/proc/self"]) {
    const direct = new FileStat(), translated = new FileStat();
    assertEquals(native.stat(place.folder, cString(path), direct), 0);
    assertEquals(fallback.stat(place.folder, cString(path), translated), 0);
    for (const [name, word] of Object.entries(WORD)) {
      if (UNTOLD.includes(word)) continue;
      assertEquals(translated.words[word], direct.words[word], `${name} of ${path}`);
    }
    for (const word of [WORD.ino, WORD.size, WORD.blocks, WORD.atime, WORD.mtime, WORD.ctime]) {
      assertEquals(translated.words[word + 1], direct.words[word + 1], `word ${word} of ${path}`);
    }
  }
  assertEquals(statOf(place.folder, "file").mtimeSec, -315_619_200);
});

// It was taken for a filter's: from then on mounts and times of birth were not told, and hard links became copies.
testIn("stat: EPERM about one entry, after others were told, is that entry's", ({ folder }) => {
  const libc = openLibC();
  let denies = false;
  const { stat } = metadataCalls({
    ...libc,
    c: { ...libc.c, statx: (...given) => denies ? -1 : libc.c.statx(...given) },
    failure: () => denies ? -errno.EPERM : libc.failure(),
  }, { complete() {} });
  const found = new FileStat();
  const look = () => stat(folder, cString("."), found);
  assertEquals(look(), 0);
  denies = true;
  assertEquals(look(), -errno.EPERM);
  denies = false;
  found.words.fill(0);
  assertEquals(look(), 0);
  assert(found.words[WORD.btime] !== 0 || found.words[WORD.mntId] !== 0);
});

testIn("statFollowing looks behind a link, stat does not, statHandle needs no name", (place) => {
  makeFile(place, "file", "abc");
  Deno.symlinkSync("file", `${place.path}/link`);
  const behind = new FileStat(), opened = new FileStat();
  succeeded(native.statFollowing(place.folder, cString("link"), behind));
  const file = succeeded(native.openForReading(place.folder, cString("file"), false));
  succeeded(native.statHandle(file, opened));
  native.close(file);
  assert(statOf(place.folder, "link").isSymlink);
  assert(behind.isFile && behind.size === 3);
  assert(behind.hasSameInode(opened));
});
