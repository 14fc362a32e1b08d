// What the portable calls tell of an entry is what the native ones tell, as far as Deno says it.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import { FileStat, S_IFDIR, S_IFREG, WORD } from "../../../ffi/file_stat.ts";
import { fillFileStat } from "../../../ffi/portable/file_info.ts";
import { nativeCalls, notLinux, portable, statOf, testIn } from "../../support/portable_place.ts";

testIn("stat tells what the native one tells, times to the millisecond", ({ folder, path }) => {
  const native = nativeCalls!;
  Deno.writeTextFileSync(`${path}/file`, "content");
  Deno.chmodSync(`${path}/file`, 0o4751);
  Deno.symlinkSync("nowhere", `${path}/link`);
  const nativeFolder = native.openFolder(cString(path));
  const exact = [
    "nlink",
    "uid",
    "gid",
    "mode",
    "ino",
    "size",
    "blocks",
    "atime",
    "mtime",
    "ctime",
  ] as const;
  for (const name of ["file", "link", "."]) {
    const expected = new FileStat();
    assertEquals(native.stat(nativeFolder, cString(name), expected), 0);
    const found = statOf(folder, name);
    for (const field of exact) {
      assertEquals(found.words[WORD[field]], expected.words[WORD[field]], `${field} of ${name}`);
    }
    for (const field of ["mtimeNsec", "atimeNsec"] as const) {
      const nanoseconds = expected.words[WORD[field]];
      assertEquals(
        found.words[WORD[field]],
        nanoseconds - nanoseconds % 1e6,
        `${field} of ${name}`,
      );
    }
    assertEquals([found.isFile, found.isFolder, found.isSymlink], [
      expected.isFile,
      expected.isFolder,
      expected.isSymlink,
    ]);
  }
  native.close(nativeFolder);
}, notLinux);

testIn("stat tells hard links from copies", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/a`, "");
  Deno.writeTextFileSync(`${path}/copy`, "");
  assertEquals(portable.link(folder, cString("a"), folder, cString("b")), 0);
  assert(statOf(folder, "a").hasSameInode(statOf(folder, "b")));
  assert(!statOf(folder, "a").hasSameInode(statOf(folder, "copy")));
  assertEquals(statOf(folder, "a").nlink, 2);
});

const INFO: Deno.FileInfo = {
  ...Deno.statSync("."),
  isFile: true,
  isDirectory: false,
  mode: null,
  size: 5,
};

Deno.test("fillFileStat keeps inodes apart whose numbers were rounded to one", () => {
  const rounded = 2 ** 62 + 2 ** 10;
  const stat = (size: number) => {
    const filled = new FileStat();
    fillFileStat({ ...INFO, ino: rounded, size }, filled);
    return filled;
  };
  assert(stat(5).hasSameInode(stat(5)));
  assert(!stat(5).hasSameInode(stat(6)));
});

Deno.test("fillFileStat makes up mode bits where the system has none", () => {
  const stat = new FileStat();
  fillFileStat(INFO, stat);
  assertEquals(stat.mode, S_IFREG | 0o644);
  fillFileStat({ ...INFO, isFile: false, isDirectory: true }, stat);
  assertEquals(stat.mode, S_IFDIR | 0o755);
});
