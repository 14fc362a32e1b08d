// Extended attributes and ACLs through Darwin's bindings on the stand-in, on both machines. ACLs are
// attributes of a name of ferry's own.

import { assert, assertEquals } from "@std/assert";
import * as errno from "../../../ffi/errno.ts";
import { cString } from "../../../ffi/mod.ts";
import * as make from "../../support/entries.ts";
import { type FolderPair, succeeded, testOnBoth } from "../../support/on_stand_in.ts";

/** A struct kauth_filesec (sys/kauth.h) with one entry: 44 bytes of header, 24 of the entry. */
const ACL = make.pattern(44 + 24);
new DataView(ACL.buffer).setUint32(36, 1, true);
const ACL_NAME = cString("system.acl");

function withFile(place: FolderPair, use: (file: number) => void): void {
  const { fs, folder, path } = place;
  make.makeFile(`${path}/file`, "x");
  const file = succeeded(fs, fs.openForReading(folder, cString("file"), false));
  use(file);
  fs.close(file);
}

function namesOf(length: number, buffer: Uint8Array): string[] {
  const text = new TextDecoder().decode(buffer.subarray(0, length));
  return text.split("\0").slice(0, -1).sort();
}

testOnBoth("attributes are set, listed, read and removed by handle", (place) => {
  const { fs } = place;
  const [name, value, buffer] = [cString("user.one"), make.pattern(300), new Uint8Array(1000)];
  withFile(place, (file) => {
    assertEquals(fs.xattrListSize(file), 0);
    assertEquals(fs.setXattr(file, name, value, value.length), 0);
    assertEquals(fs.xattrListSize(file), name.length);
    assertEquals(namesOf(fs.listXattrs(file, buffer), buffer), ["user.one"]);
    assertEquals(fs.getXattr(file, name, buffer), 300);
    assertEquals(buffer.subarray(0, 300), value);
    assertEquals(fs.getXattr(file, name, new Uint8Array()), 300);
    assertEquals(fs.getXattr(file, name, new Uint8Array(10)), -errno.ERANGE);
    assertEquals(fs.removeXattr(file, name), 0);
    assertEquals(fs.getXattr(file, name, buffer), -errno.ENODATA);
  });
});

testOnBoth("attributes of a symlink are its own, by name", ({ fs, folder, path }) => {
  make.makeFile(`${path}/file`, "x");
  make.setXattr(`${path}/file`, "user.one", "1");
  make.makeSymlink(`${path}/link`, "file");
  const [link, name, buffer] = [cString("link"), cString("trusted.one"), new Uint8Array(1000)];
  assertEquals(fs.xattrListSizeAt(folder, link), 0);
  assertEquals(fs.setXattrAt(folder, link, name, make.pattern(9), 9), 0);
  assertEquals(namesOf(fs.listXattrsAt(folder, link, buffer), buffer), ["trusted.one"]);
  assertEquals(fs.getXattrAt(folder, link, name, buffer), 9);
  assertEquals(fs.removeXattrAt(folder, link, name), 0);
  assertEquals(fs.xattrListSizeAt(folder, link), 0);
  assertEquals(fs.xattrListSizeAt(folder, cString("file")), "user.one".length + 1);
});

testOnBoth("an ACL is an attribute: set, listed, read and removed", (place) => {
  const { fs, folder } = place;
  const buffer = new Uint8Array(1000);
  withFile(place, (file) => {
    assertEquals(fs.getXattr(file, ACL_NAME, buffer), -errno.ENODATA);
    assertEquals(fs.setXattr(file, ACL_NAME, ACL, ACL.length), 0);
    assertEquals(fs.setXattr(file, cString("user.one"), ACL, 1), 0);
    assertEquals(namesOf(fs.listXattrs(file, buffer), buffer), ["system.acl", "user.one"]);
    assertEquals(fs.xattrListSizeAt(folder, cString("file")), "system.acluser.one".length + 2);
    assertEquals(fs.getXattr(file, ACL_NAME, buffer), ACL.length);
    assertEquals(buffer.subarray(0, ACL.length), ACL);
    assertEquals(fs.removeXattr(file, ACL_NAME), 0);
    assertEquals(namesOf(fs.listXattrs(file, buffer), buffer), ["user.one"]);
  });
});

testOnBoth(
  "an entry without attributes costs one call to know, by handle and by name",
  async (place) => {
    const { fs, folder, standIn } = place;
    await standIn.record(() => {}); // so that nothing is bound for the first time below
    withFile(place, () => {});
    const file = succeeded(fs, fs.openForReading(folder, cString("file"), false));
    const calls = await standIn.record(() => {
      assertEquals([fs.xattrListSize(file), fs.xattrListSizeAt(folder, cString("file"))], [0, 0]);
    });
    fs.close(file);
    assertEquals(calls.map((call) => call.split("(")[0]), ["fgetattrlist", "getattrlistat"]);
  },
);

testOnBoth("file systems without attributes have none to list", (place) => {
  const { fs, folder, standIn } = place;
  withFile(place, (file) => {
    for (const call of ["fgetattrlist", "getattrlistat", "flistxattr", "acl_get_fd_np"]) {
      standIn.fail(call, 45);
    }
    assertEquals([fs.xattrListSize(file), fs.xattrListSizeAt(folder, cString("file"))], [0, 0]);
    standIn.reset();
    standIn.fail("flistxattr", 5);
    fs.setXattr(file, cString("user.one"), ACL, 1);
    assertEquals(fs.xattrListSize(file), -errno.EIO);
    assert(fs.xattrListSizeAt(folder, cString("file")) === -errno.EIO);
  });
});
