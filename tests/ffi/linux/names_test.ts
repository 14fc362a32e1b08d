// Names given, changed and taken away, by each call that can.

import { KIND } from "../../../ffi/mod.ts";
import { assertEquals } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import * as errno from "../../../ffi/errno.ts";
import { S_IFCHR, S_IFIFO, WORD } from "../../../ffi/file_stat.ts";
import { openLibC } from "../../../ffi/linux/libc.ts";
import { nameCalls } from "../../../ffi/linux/names.ts";
import {
  isRoot,
  makeFile,
  namesIn,
  native,
  notLinux,
  statOf,
  succeeded,
  testIn,
  without,
} from "../../support/linux_place.ts";

testIn("a name of 256 bytes is ENAMETOOLONG, one of 255 is not", ({ folder }) => {
  const file = native.createNamed(folder, cString("n".repeat(256)), 0o600);
  assertEquals(file, -errno.ENAMETOOLONG);
  assertEquals(native.makeFolder(folder, cString("n".repeat(255)), 0o700), 0);
});

const RENAMING = {
  renameat2: () => native,
  "a link and an unlink": () =>
    nameCalls(without(["renameat2"], errno.EINVAL), native.fileSystemKind),
};

for (const [way, calls] of Object.entries(RENAMING)) {
  testIn(`renameNew replaces nothing, by ${way}`, (place) => {
    makeFile(place, "a", "a");
    makeFile(place, "b", "b");
    const { renameNew } = calls();
    const rename = (from: string, to: string) =>
      renameNew(place.folder, cString(from), place.folder, cString(to));
    assertEquals(rename("a", "b"), -errno.EEXIST);
    assertEquals(rename("none", "c"), -errno.ENOENT);
    assertEquals(rename("a", "c"), 0);
    assertEquals(namesIn(place.folder, 4096).names, ["b", "c"]);
    assertEquals(Deno.readTextFileSync(`${place.path}/b`), "b");
  });
}

testIn("renameNew leaves one name behind when the old one cannot go", (place) => {
  makeFile(place, "a");
  const libC = openLibC();
  const { c } = libC;
  let unlinks = 0;
  const { renameNew } = nameCalls({
    ...libC,
    c: {
      ...c,
      renameat2: () => -1,
      unlinkat: (folder, name, flags) => unlinks++ === 0 ? -1 : c.unlinkat(folder, name, flags),
    },
    failure: () => -errno.EPERM,
  }, native.fileSystemKind);
  assertEquals(renameNew(place.folder, cString("a"), place.folder, cString("b")), -errno.EPERM);
  assertEquals(namesIn(place.folder, 4096).names, ["a"]);
});

testIn("rename replaces, link adds a name, unlink takes one and spares folders", (place) => {
  makeFile(place, "a", "a");
  makeFile(place, "b", "b");
  const { folder, path } = place;
  assertEquals(native.rename(folder, cString("a"), folder, cString("b")), 0);
  assertEquals(native.link(folder, cString("b"), folder, cString("c")), 0);
  assertEquals(native.link(folder, cString("b"), folder, cString("c")), -errno.EEXIST);
  assertEquals(statOf(folder, "c").nlink, 2);
  assertEquals(native.unlink(folder, cString("b")), 0);
  assertEquals(Deno.readTextFileSync(`${path}/c`), "a");
  Deno.mkdirSync(`${path}/folder`);
  assertEquals(native.unlink(folder, cString("folder")), -errno.EISDIR);
  assertEquals(native.removeFolder(folder, cString("c")), -errno.ENOTDIR);
  assertEquals(native.removeFolder(folder, cString("folder")), 0);
});

testIn("makeSymlink and readSymlink keep every byte", ({ folder }) => {
  const target = Uint8Array.of(46, 46, 47, 0xff, 0xfe, 32, 10);
  assertEquals(native.makeSymlink(cString(target), folder, cString("link")), 0);
  const buffer = new Uint8Array(4096);
  const length = native.readSymlink(folder, cString("link"), buffer);
  assertEquals(buffer.subarray(0, length), target);
});

testIn("makeSpecial makes a FIFO", ({ folder }) => {
  succeeded(native.makeSpecial(folder, cString("fifo"), S_IFIFO | 0o640, 0, 0));
  assertEquals(statOf(folder, "fifo").type, S_IFIFO);
});

testIn("makeSpecial makes a device with large numbers", ({ folder }) => {
  const major = 0xabc, minor = 0xfedcb;
  succeeded(native.makeSpecial(folder, cString("device"), S_IFCHR | 0o600, major, minor));
  const { type, words } = statOf(folder, "device");
  assertEquals([type, words[WORD.rdevMajor], words[WORD.rdevMinor]], [S_IFCHR, major, minor]);
}, notLinux ?? (isRoot ? null : "not root"));

testIn(
  "links on rclone mount, which it refuses with EIO, are told as what it does not have",
  (place) => {
    makeFile(place, "a");
    const linkOn = (kind: number) =>
      nameCalls(without(["linkat"], errno.EIO), () => kind)
        .link(place.folder, cString("a"), place.folder, cString("b"));
    assertEquals([linkOn(KIND.rclone), linkOn(KIND.fuse)], [-errno.EOPNOTSUPP, -errno.EIO]);
  },
);
