// Handles, locks, errors, and what the portable calls cannot do.

import { assertEquals, assertGreater } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import * as errno from "../../../ffi/errno.ts";
import { FileStat } from "../../../ffi/file_stat.ts";
import { Listing } from "../../../ffi/listing.ts";
import { attempt, errnoOf } from "../../../ffi/portable/errors.ts";
import { codeOf, portable, succeeded, testIn } from "../../support/portable_place.ts";

testIn("tryLock takes a lock once and does not wait", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/lock`, "");
  const open = () => succeeded(portable.openForWriting(folder, cString("lock")));
  const first = open(), second = open();
  assertEquals(portable.tryLock(first), 0);
  assertEquals(codeOf(portable.tryLock(second)), "EAGAIN");
  portable.close(first);
  assertEquals(portable.tryLock(second), 0);
  portable.close(second);
}, "tryLockSync" in Deno.FsFile.prototype ? null : "a Deno without tryLockSync");

testIn("calls that Deno lacks say EOPNOTSUPP, and lists of xattrs are empty", ({ folder }) => {
  const name = cString("file"), buffer = new Uint8Array(4);
  const file = succeeded(portable.createNamed(folder, name, 0o600));
  const results = [
    portable.cloneFile(file, file),
    portable.copyRange(file, file, 0, 1),
    portable.sendFile(file, file, 0, 1),
    portable.seekData(file, 0),
    portable.seekHole(file, 0),
    portable.createUnnamed(folder, 0o600),
    portable.nameUnnamed(file, folder, name),
    portable.makeSpecial(folder, name, 0o600, 0, 0),
    portable.getXattr(file, name, buffer),
    portable.setXattrAt(folder, name, name, buffer, 0),
  ];
  assertEquals(new Set(results.map(codeOf)), new Set(["EOPNOTSUPP"]));
  assertEquals(portable.xattrListSize(file), 0);
  assertEquals(portable.xattrListSizeAt(folder, name), 0);
  portable.close(file);
});

testIn("a handle is no descriptor, and EBADF once it is closed", ({ folder }) => {
  const file = succeeded(portable.createNamed(folder, cString("file"), 0o600));
  assertGreater(file, 999_999);
  assertEquals(codeOf(portable.read(folder, new Uint8Array(1), 1, 0)), "EISDIR");
  assertEquals(portable.close(file), 0);
  const codes = [
    portable.close(file),
    portable.read(file, new Uint8Array(1), 1, 0),
    portable.statHandle(file, new FileStat()),
    portable.stat(file, cString("x"), new FileStat()),
    portable.list(file, new Listing(64)),
  ];
  assertEquals(codes.map(codeOf), codes.map(() => "EBADF"));
});

Deno.test("attempt turns what Deno throws into the negated number", () => {
  assertEquals(attempt(() => 7), 7);
  assertEquals(attempt(() => {}), 0);
  assertEquals(codeOf(attempt(() => Deno.mkdirSync("."))), "EEXIST");
  assertEquals(errnoOf(new Deno.errors.AlreadyExists()), errno.EEXIST);
  assertEquals(errnoOf(new Deno.errors.NotCapable()), errno.EACCES);
  assertEquals(errnoOf(Object.assign(new Error(), { code: "EDQUOT" })), errno.EDQUOT);
  assertEquals(errnoOf(new Error("anything")), errno.EIO);
});

Deno.test("errorText is a sentence, or the name where there is none", () => {
  assertEquals(portable.errorText(-errno.ENOSPC), "No space left on device");
  assertEquals(portable.errorText(errno.ESTALE), "ESTALE");
  assertEquals(portable.errorText(9999), "errno 9999");
});
