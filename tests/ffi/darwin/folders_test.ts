// Folders through Darwin's bindings on the stand-in, on both machines: listed by each call that can, and
// opened without being led astray.

import { assertEquals } from "@std/assert";
import { openDarwin } from "../../../ffi/darwin/file_system.ts";
import * as errno from "../../../ffi/errno.ts";
import { cString, ENTRY_TYPE } from "../../../ffi/mod.ts";
import * as make from "../../support/entries.ts";
import { listed, testOnBoth } from "../../support/on_stand_in.ts";

/** A folder with every type of entry and more names than one batch holds; what a listing of it says. */
function makeManyEntries(path: string): string[] {
  make.makeFolder(`${path}/folder`);
  make.makeSymlink(`${path}/link`, "x");
  make.makeFifo(`${path}/fifo`);
  make.makeDevice(`${path}/block`, "block", 7, 1);
  make.makeFile(`${path}/not utf8 \xff`);
  make.makeFile(`${path}/${"n".repeat(255)}`);
  const { folder, symlink, fifo, blockDevice, file } = ENTRY_TYPE;
  const all = [
    `${folder} folder`,
    `${symlink} link`,
    `${fifo} fifo`,
    `${blockDevice} block`,
    `${file} not utf8 \xff`,
    `${file} ${"n".repeat(255)}`,
  ];
  for (let i = 0; i < 500; i++) {
    make.makeFile(`${path}/file ${i}`);
    all.push(`${file} file ${i}`);
  }
  return all.sort();
}

for (const error of [null, 45, 22]) {
  const how = error === null ? "getattrlistbulk" : `readdir after errno ${error}`;
  testOnBoth(`list tells every name and type by ${how}, and rewind starts over`, (place) => {
    const { fs, folder, path, standIn } = place;
    const expected = makeManyEntries(path);
    if (error !== null) standIn.fail("getattrlistbulk", error);
    for (const capacity of [4096, 16_384, 262_144]) {
      assertEquals(listed(fs, folder, capacity), expected);
      assertEquals(fs.rewind(folder), 0);
    }
  });
}

for (const kernel of [19, 20]) {
  testOnBoth(`openFolderBeneath refuses what leads astray, on kernel ${kernel}`, (place) => {
    const { folder, path, standIn } = place;
    standIn.setKernel(kernel);
    const fs = openDarwin(standIn.choice);
    make.makeFolder(`${path}/a`);
    make.makeFolder(`${path}/a/b`);
    make.makeFile(`${path}/a/file`);
    make.makeSymlink(`${path}/a/link`, "b");
    const open = (below: string, follow = false) => {
      const handle = fs.openFolderBeneath(folder, cString(below), follow);
      if (handle >= 0) fs.close(handle);
      return Math.min(handle, 0);
    };
    assertEquals([open("a/b"), open(""), open("a/link", true)], [0, 0, 0]);
    assertEquals([open("a/link"), open("a/link/."), open("a/file")], [
      -errno.ELOOP,
      -errno.ELOOP,
      -errno.ENOTDIR,
    ]);
    assertEquals([open("../x"), open("a/../a"), open("/etc")], [
      -errno.EXDEV,
      -errno.EXDEV,
      -errno.EXDEV,
    ]);
    assertEquals(open("a/none"), -errno.ENOENT);
    assertEquals(open("a/" + "./".repeat(1000) + "b"), 0, "longer than one call takes");
  });
}
