// Names through Darwin's bindings on the stand-in, on both machines.

import { assertEquals } from "@std/assert";
import * as errno from "../../../ffi/errno.ts";
import { cString, S_IFCHR, S_IFIFO } from "../../../ffi/mod.ts";
import * as make from "../../support/entries.ts";
import { listed, succeeded, testOnBoth } from "../../support/on_stand_in.ts";

testOnBoth("names are made, linked, renamed and removed", ({ fs, folder, path }) => {
  const name = (text: string) => cString(text);
  fs.close(succeeded(fs, fs.createNamed(folder, name("a"), 0o644)));
  assertEquals(fs.createNamed(folder, name("a"), 0o644), -errno.EEXIST);
  assertEquals(fs.link(folder, name("a"), folder, name("b")), 0);
  assertEquals(fs.renameNew(folder, name("a"), folder, name("b")), -errno.EEXIST);
  assertEquals(fs.renameNew(folder, name("a"), folder, name("c")), 0);
  assertEquals(fs.makeFolder(folder, name("d"), 0o700), 0);
  assertEquals(fs.unlink(folder, name("d")), -errno.EPERM);
  assertEquals(fs.removeFolder(folder, name("d")), 0);
  assertEquals(fs.makeSymlink(name("b"), folder, name("link")), 0);
  const text = new Uint8Array(64);
  assertEquals(fs.readSymlink(folder, name("link"), text), 1);
  assertEquals(fs.openForReading(folder, name("link"), false), -errno.ELOOP);
  assertEquals(fs.makeSpecial(folder, name("fifo"), S_IFIFO | 0o600, 0, 0), 0);
  assertEquals(fs.makeSpecial(folder, name("null"), S_IFCHR | 0o600, 1, 3), 0);
  assertEquals(Deno.readFileSync(`${path}/null`).length, 0, "the device is /dev/null");
  assertEquals(listed(fs, folder, 65_536), ["1 fifo", "10 link", "2 null", "8 b", "8 c"]);
});

testOnBoth(
  "renameNew is one call, which replaces nothing",
  async ({ fs, folder, path, standIn }) => {
    make.makeFile(`${path}/a`, "a");
    const calls = await standIn.record(() => {
      assertEquals(fs.renameNew(folder, cString("a"), folder, cString("b")), 0);
    });
    assertEquals(calls, [`renameatx_np(${folder}, "a", ${folder}, "b", 0x4)`]);
  },
);

testOnBoth(
  "renameNew without RENAME_EXCL replaces nothing either",
  ({ fs, folder, path, standIn }) => {
    standIn.fail("renameatx_np", 45);
    make.makeFile(`${path}/a`, "a");
    make.makeFile(`${path}/b`, "b");
    assertEquals(fs.renameNew(folder, cString("a"), folder, cString("b")), -errno.EEXIST);
    assertEquals(fs.renameNew(folder, cString("a"), folder, cString("c")), 0);
    assertEquals(listed(fs, folder, 65_536), ["8 b", "8 c"]);
  },
);
