// Folders listed by getdents64: every name as bytes, every type, in batches of any size.

import { assertEquals, assertGreater } from "@std/assert";
import { binaryText, cString, textOf } from "../../../ffi/c_string.ts";
import * as errno from "../../../ffi/errno.ts";
import { S_IFIFO } from "../../../ffi/file_stat.ts";
import { folderCalls } from "../../../ffi/linux/folders.ts";
import { ENTRY_TYPE, Listing } from "../../../ffi/listing.ts";
import {
  makeFile,
  namesIn,
  native,
  succeeded,
  testIn,
  without,
} from "../../support/linux_place.ts";

testIn("list returns every one of 5,000 names as bytes, in several batches", (place) => {
  const expected: string[] = [];
  for (let i = 0; i < 5000; i++) {
    // Every third is not UTF-8, and lengths go up to the longest there is.
    const bytes = new TextEncoder().encode(`${i}_`.padEnd(i % 7 === 0 ? 255 : 10, "x"));
    if (i % 3 === 0) bytes[bytes.length - 1] = 0x80 + i % 128;
    const file = succeeded(native.createNamed(place.folder, cString(bytes), 0o600));
    native.close(file);
    expected.push(binaryText(bytes));
  }
  expected.sort();
  const small = namesIn(place.folder, 4096);
  assertEquals(small.names, expected);
  assertGreater(small.batches, 50);
  assertEquals(namesIn(place.folder, 4096).names, [], "at its end a folder has no more");
  succeeded(native.rewind(place.folder));
  assertEquals(namesIn(place.folder, 1 << 20).names, expected);
});

testIn("list tells the type of every entry and leaves out . and ..", (place) => {
  makeFile(place, "file");
  Deno.mkdirSync(`${place.path}/folder`);
  Deno.symlinkSync("x", `${place.path}/link`);
  makeFile(place, "...");
  succeeded(native.makeSpecial(place.folder, cString("fifo"), S_IFIFO | 0o600, 0, 0));
  const listing = new Listing(4096);
  assertEquals(native.list(place.folder, listing), 1);
  const types = Array.from(
    { length: listing.count },
    (_, i) => [textOf(listing.name(i)), listing.type[i]] as const,
  );
  assertEquals(Object.fromEntries(types), {
    "...": ENTRY_TYPE.file,
    file: ENTRY_TYPE.file,
    fifo: ENTRY_TYPE.fifo,
    folder: ENTRY_TYPE.folder,
    link: ENTRY_TYPE.symlink,
  });
});

// FAT and NTFS have names of up to 765 bytes; the kernel says EINVAL when the next one does not fit.
testIn("list calls a listing full when the next name needs more than is left", () => {
  const answers = [-errno.EINVAL];
  const libc = without([], 0);
  const { list } = folderCalls({
    ...libc,
    c: { ...libc.c, getdents64: () => answers.length > 0 ? -1 : 0 },
    failure: () => answers.pop()!,
  });
  const listing = new Listing(4096);
  listing.append(cString("first"), 5, ENTRY_TYPE.file);
  assertEquals(list(3, listing), 0);
  assertEquals(list(3, listing), 1);
});

testIn("list of a folder that was removed while open is empty", ({ folder, path }) => {
  Deno.mkdirSync(`${path}/gone`);
  const gone = succeeded(native.openFolderBeneath(folder, cString("gone"), false));
  succeeded(native.removeFolder(folder, cString("gone")));
  assertEquals(namesIn(gone, 4096).names, []);
  native.close(gone);
});
