// Extended attributes, by each way that leads to an entry.

import { KIND } from "../../../ffi/mod.ts";
import { assertEquals } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import * as errno from "../../../ffi/errno.ts";
import { xattrCalls } from "../../../ffi/linux/xattrs.ts";
import {
  inMemory,
  inNewFolder,
  makeFile,
  native,
  notLinux,
  succeeded,
  testIn,
  without,
} from "../../support/linux_place.ts";

const XATTR_WAYS = {
  listxattrat: () => xattrCalls(without(["llistxattr"], errno.EIO), native.fileSystemKind),
  "a path through /proc": () =>
    xattrCalls(without(["listxattrat"], errno.ENOSYS), native.fileSystemKind),
};
const xattrReason = notLinux ?? xattrsAreMissing();

for (const [way, calls] of Object.entries(XATTR_WAYS)) {
  const reason = xattrReason ?? (way === "listxattrat" ? listxattratIsMissing() : null);
  testIn(`xattrs are set, listed, read and removed by handle and by name, by ${way}`, (place) => {
    makeFile(place, "file");
    const { folder } = place;
    const name = cString("file");
    const first = cString("user.first"), second = cString("user.second");
    const value = Uint8Array.of(0, 255, 7);
    const xattrs = calls();
    const file = succeeded(native.openForReading(folder, name, false));
    assertEquals(xattrs.xattrListSizeAt(folder, name), 0);
    assertEquals(xattrs.setXattr(file, first, value, 3), 0);
    assertEquals(xattrs.setXattrAt(folder, name, second, new Uint8Array(0), 0), 0);

    const buffer = new Uint8Array(64);
    const both = ["user.first", "user.second"];
    const split = (length: number) =>
      binaryTextOf(buffer.subarray(0, length)).split("\0").slice(0, -1).sort();
    assertEquals(split(xattrs.listXattrs(file, buffer)), both);
    assertEquals(split(xattrs.listXattrsAt(folder, name, buffer)), both);
    assertEquals(xattrs.xattrListSize(file), 23);
    assertEquals(xattrs.xattrListSizeAt(folder, name), 23);
    assertEquals(xattrs.listXattrsAt(folder, name, new Uint8Array(5)), -errno.ERANGE);

    assertEquals(xattrs.getXattrAt(folder, name, first, buffer), 3);
    assertEquals(buffer.subarray(0, 3), value);
    assertEquals(xattrs.getXattr(file, second, buffer), 0);
    assertEquals(xattrs.removeXattr(file, first), 0);
    assertEquals(xattrs.getXattr(file, first, buffer), -errno.ENODATA);
    assertEquals(xattrs.removeXattrAt(folder, name, second), 0);
    assertEquals(xattrs.xattrListSize(file), 0);
    native.close(file);
  }, reason);
}

testIn("xattrs by name are the link's own and never its target's", (place) => {
  makeFile(place, "file");
  Deno.symlinkSync("file", `${place.path}/link`);
  const name = cString("user.mark");
  succeeded(native.setXattrAt(place.folder, cString("file"), name, Uint8Array.of(1), 1));
  assertEquals(native.xattrListSizeAt(place.folder, cString("link")), 0);
  const buffer = new Uint8Array(8);
  const got = native.getXattrAt(place.folder, cString("link"), name, buffer);
  assertEquals(native.errorName(got), "ENODATA");
}, xattrReason);

function binaryTextOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** tmpfs keeps user.* since Linux 6.6. */
function xattrsAreMissing(): string | null {
  let result = 0;
  inNewFolder(({ folder }) => {
    result = native.setXattr(folder, cString("user.probe"), Uint8Array.of(1), 1);
  });
  return result === 0
    ? null
    : `no user xattrs on ${inMemory ?? "the temporary folder"}: ${native.errorName(result)}`;
}

function listxattratIsMissing(): string | null {
  let result = 0;
  inNewFolder(({ folder }) =>
    result = XATTR_WAYS.listxattrat().xattrListSizeAt(folder, cString("."))
  );
  return result === -errno.EIO ? "a kernel before 6.13" : null;
}

testIn(
  "attributes of files on rclone mount, which it refuses with EIO, are told as none",
  (place) => {
    makeFile(place, "file");
    const name = cString("file");
    const file = succeeded(native.openForReading(place.folder, name, false));
    const calls = [
      "flistxattrSize",
      "flistxattr",
      "fgetxattr",
      "fsetxattr",
      "listxattrat",
      "llistxattr",
    ] as const;
    const on = (kind: number) => {
      const xattrs = xattrCalls(without(calls, errno.EIO), () => kind);
      return [
        xattrs.xattrListSize(file),
        xattrs.xattrListSizeAt(place.folder, name),
        xattrs.listXattrs(file, new Uint8Array(8)),
        xattrs.getXattr(file, cString("user.a"), new Uint8Array(8)),
        xattrs.setXattr(file, cString("user.a"), new Uint8Array(8), 8),
      ];
    };
    assertEquals(on(KIND.rclone), [0, 0, ...Array(3).fill(-errno.EOPNOTSUPP)]);
    assertEquals(on(KIND.fuse), Array(5).fill(-errno.EIO));
    native.close(file);
  },
);
