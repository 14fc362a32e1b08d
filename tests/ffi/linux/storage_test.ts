// What Linux tells of file systems, against coreutils' stat(1) and the kernel's own table.

import { assertEquals } from "@std/assert";
import { openLibC } from "../../../ffi/linux/libc.ts";
import { Statfs } from "../../../ffi/linux/statfs.ts";
import { openPortable } from "../../../ffi/portable/file_system.ts";
import { cString } from "../../../ffi/c_string.ts";
import { needsPrograms } from "../../support/programs.ts";
import { sh } from "../../support/safety.ts";
import { native, notLinux, succeeded, testIn } from "../../support/linux_place.ts";

testIn("room: as stat -f has it, with FFI and without", ({ path, folder }) => {
  const ask = () => sh("stat -f -c '%S %b %f %a %c' .", path).trim().split(" ").map(Number);
  const portable = openPortable();
  const handle = succeeded(portable.openFolder(cString(path)));
  // Other processes may write meanwhile.
  for (let tries = 0;; tries++) {
    const [unit, blocks, unused, free, inodes] = ask();
    const expected = [blocks * unit, free * unit, (unused - free) * unit, unit, inodes];
    const told = [native.room(folder)!, portable.room(handle)!];
    const isStill = ask()[2] === unused;
    if (!isStill && tries < 100) continue;
    for (const room of told) {
      const { totalBytes, freeBytes, reservedBytes, blockBytes, totalInodes } = room;
      assertEquals([totalBytes, freeBytes, reservedBytes, blockBytes, totalInodes ?? 0], expected);
    }
    break;
  }
  portable.close(handle);
}, notLinux ?? needsPrograms("stat"));

testIn("fileSystemOf: as findmnt has it", ({ path, folder }) => {
  const [type, source, point, flags] = sh(
    "findmnt -nro FSTYPE,SOURCE,TARGET,VFS-OPTIONS -T . | tail -n 1",
    path,
  ).trim().split(" ");
  const told = native.fileSystemOf(folder)!;
  assertEquals([told.type, told.source, told.point, told.flags.join(",")], [
    type,
    source,
    point,
    flags,
  ]);
}, notLinux ?? needsPrograms("findmnt"));

testIn("largestFile: the last offset that a file can have", ({ folder }) => {
  const name = cString("a");
  const file = succeeded(native.createNamed(folder, name, 0o600));
  const most = native.largestFile(file);
  if (most < Infinity) {
    assertEquals(native.truncate(file, most), 0);
    assertEquals(native.truncate(file, most + 1) < 0, true);
  } else assertEquals(native.truncate(file, Number.MAX_SAFE_INTEGER), 0);
  native.close(file);
});

testIn("Statfs: without /proc the type and the flags are the same", ({ folder }) => {
  const statfs = new Statfs(openLibC());
  assertEquals(statfs.ask(folder), true);
  const { type, flags } = native.fileSystemOf(folder)!;
  const told = statfs.describe();
  assertEquals([told.type, told.flags], [type, flags]);
});
