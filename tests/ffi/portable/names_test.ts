// Opening, making, renaming and removing by the portable calls: the behaviours of the native ones.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import { FileStat } from "../../../ffi/file_stat.ts";
import {
  codeOf,
  namesIn,
  notLinux,
  portable,
  statOf,
  succeeded,
  testIn,
} from "../../support/portable_place.ts";

testIn("openFolderBeneath refuses what leads astray", ({ folder, path }) => {
  Deno.mkdirSync(`${path}/a/b/c`, { recursive: true });
  Deno.symlinkSync("a", `${path}/link`);
  Deno.symlinkSync("b", `${path}/a/last`);
  Deno.writeTextFileSync(`${path}/a/file`, "");
  const open = (below: string, follow = false) => {
    const result = portable.openFolderBeneath(folder, cString(below), follow);
    if (result >= 0) portable.close(result);
    return codeOf(result);
  };
  assertEquals(open("a/b/c"), "ok");
  assertEquals(open(""), "ok");
  assertEquals(open("a//b/"), "ok");
  assertEquals(open("link/b", true), "ok");
  assertEquals(open("link/b"), "ELOOP");
  assertEquals(open("a/last"), "ELOOP");
  assertEquals(open(".."), "EXDEV");
  assertEquals(open("/etc"), "EXDEV");
  assertEquals(open("/etc", true), "EXDEV");
  assertEquals(open("a/file"), "ENOTDIR");
  assertEquals(open("a/file", true), "ENOTDIR");
  assertEquals(open("a/none"), "ENOENT");
});

testIn("openForReading follows no link unless told", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/file`, "abc");
  Deno.symlinkSync("file", `${path}/link`);
  assertEquals(codeOf(portable.openForReading(folder, cString("link"), false)), "ELOOP");
  assertEquals(codeOf(portable.openForWriting(folder, cString("link"))), "ELOOP");
  const buffer = new Uint8Array(8);
  const file = succeeded(portable.openForReading(folder, cString("link"), true));
  assertEquals(portable.read(file, buffer, 8, 1), 2);
  assertEquals(portable.read(file, buffer, 8, 3), 0);
  assertEquals(codeOf(portable.write(file, buffer, 1, 0)), "EBADF");
  portable.close(file);
});

testIn("openForReading and openForWriting wait for no FIFO", ({ folder, path }) => {
  const { success } = new Deno.Command("mkfifo", { args: [`${path}/fifo`] }).outputSync();
  assert(success);
  assertEquals(codeOf(portable.openForReading(folder, cString("fifo"), true)), "ENXIO");
  assertEquals(codeOf(portable.openForWriting(folder, cString("fifo"))), "ENXIO");
}, notLinux);

testIn("createNamed takes no name that is taken, and sets the mode", ({ folder, path }) => {
  const file = succeeded(portable.createNamed(folder, cString("file"), 0o640));
  assertEquals(codeOf(portable.createNamed(folder, cString("file"), 0o640)), "EEXIST");
  assertEquals(statOf(folder, "file").permissions, 0o640 & ~portable.identity.umask);
  assertEquals(portable.write(file, new TextEncoder().encode("content"), 4, 2), 4);
  assertEquals(portable.truncate(file, 5), 0);
  assertEquals(portable.seek(file, 3), 3);
  const stat = new FileStat();
  succeeded(portable.statHandle(file, stat));
  assertEquals(stat.size, 5);
  portable.close(file);
  assertEquals(Deno.readTextFileSync(`${path}/file`), "\0\0con");
}, notLinux);

testIn("renameNew replaces nothing, neither files nor folders", ({ folder, path }) => {
  for (const name of ["a", "b"]) Deno.writeTextFileSync(`${path}/${name}`, name);
  for (const name of ["c", "d"]) Deno.mkdirSync(`${path}/${name}`);
  const rename = (from: string, to: string) =>
    codeOf(portable.renameNew(folder, cString(from), folder, cString(to)));
  assertEquals(rename("a", "b"), "EEXIST");
  assertEquals(rename("c", "d"), "EEXIST");
  assertEquals(rename("none", "e"), "ENOENT");
  assertEquals(rename("a", "e"), "ok");
  assertEquals(rename("c", "f"), "ok");
  assertEquals(namesIn(folder, 1024).names, ["b", "d", "e", "f"]);
  assertEquals(Deno.readTextFileSync(`${path}/b`), "b");
});

testIn("rename replaces, unlink spares folders, removeFolder spares files", ({ folder, path }) => {
  for (const name of ["a", "b"]) Deno.writeTextFileSync(`${path}/${name}`, name);
  Deno.mkdirSync(`${path}/folder/inner`, { recursive: true });
  assertEquals(portable.rename(folder, cString("a"), folder, cString("b")), 0);
  assertEquals(Deno.readTextFileSync(`${path}/b`), "a");
  assertEquals(codeOf(portable.unlink(folder, cString("folder"))), "EISDIR");
  assertEquals(codeOf(portable.removeFolder(folder, cString("b"))), "ENOTDIR");
  assertEquals(codeOf(portable.removeFolder(folder, cString("folder"))), "ENOTEMPTY");
  assertEquals(portable.unlink(folder, cString("b")), 0);
  Deno.removeSync(`${path}/folder/inner`);
  assertEquals(portable.removeFolder(folder, cString("folder")), 0);
  assertEquals(namesIn(folder, 1024).names, []);
});

testIn("makeSymlink and readSymlink keep the text", ({ folder }) => {
  assertEquals(portable.makeSymlink(cString("../ä b"), folder, cString("link")), 0);
  const buffer = new Uint8Array(64);
  const length = portable.readSymlink(folder, cString("link"), buffer);
  assertEquals(new TextDecoder().decode(buffer.subarray(0, length)), "../ä b");
  assertEquals(portable.readSymlink(folder, cString("link"), new Uint8Array(3)), 3);
});
