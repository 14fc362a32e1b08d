// Listings by the portable calls, which have Deno's API alone.

import { assertEquals, assertGreater } from "@std/assert";
import { binaryText, cString } from "../../../ffi/c_string.ts";
import { FileStat } from "../../../ffi/file_stat.ts";
import { ENTRY_TYPE, Listing } from "../../../ffi/listing.ts";
import {
  before29,
  codeOf,
  namesIn,
  nativeCalls,
  notLinux,
  portable,
  succeeded,
  testIn,
} from "../../support/portable_place.ts";

testIn(
  "list goes on where a small listing was full, and rewind starts over",
  ({ folder, path }) => {
    const expected = Array.from(
      { length: 500 },
      (_, i) => `${i}`.padEnd(i % 7 === 0 ? 200 : 5, "x"),
    );
    for (const name of expected) {
      Deno.writeTextFileSync(`${path}/${name}`, "");
    }
    expected.sort();
    const small = namesIn(folder, 1024);
    assertEquals(small.names, expected);
    assertGreater(small.batches, 20);
    assertEquals(namesIn(folder, 1024).names, []);
    succeeded(portable.rewind(folder));
    assertEquals(namesIn(folder, 1 << 20), { names: expected, batches: 1 });
  },
);

testIn("list tells files, folders and links apart", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/file`, "");
  Deno.mkdirSync(`${path}/folder`);
  Deno.symlinkSync("x", `${path}/link`);
  const listing = new Listing(1024);
  assertEquals(portable.list(folder, listing), 1);
  const types = Array.from(
    { length: listing.count },
    (_, i) => [binaryText(listing.name(i)), listing.type[i]] as const,
  );
  assertEquals(Object.fromEntries(types), {
    file: ENTRY_TYPE.file,
    folder: ENTRY_TYPE.folder,
    link: ENTRY_TYPE.symlink,
  });
});

testIn("list does not lose a name that is not UTF-8, and its stat fails", ({ folder, path }) => {
  const native = nativeCalls!;
  const there = native.openFolder(cString(path));
  const name = cString(Uint8Array.of(97, 0xff));
  native.close(native.createNamed(there, name, 0o600));
  native.makeSymlink(name, there, cString("link"));
  native.close(there);
  const listing = new Listing(1024);
  assertEquals(portable.list(folder, listing), 1);
  assertEquals(listing.count, 2);
  const codes = [0, 1].map((i) => codeOf(portable.stat(folder, listing.name(i), new FileStat())));
  assertEquals(codes.sort(), ["ENOENT", "ok"]);
  assertEquals(codeOf(portable.stat(folder, name, new FileStat())), "EILSEQ");
  const text = new Uint8Array(16);
  assertEquals(codeOf(portable.readSymlink(folder, cString("link"), text)), "EILSEQ");
}, notLinux ?? before29);

testIn("a name that begins with a byte order mark keeps it", ({ folder }) => {
  const name = "\ufeffname";
  portable.close(succeeded(portable.createNamed(folder, cString(name), 0o600)));
  assertEquals(namesIn(folder, 1024).names, [binaryText(cString(name))]);
  assertEquals(codeOf(portable.stat(folder, cString("name"), new FileStat())), "ENOENT");
});

testIn("a name of 256 bytes is ENAMETOOLONG", ({ folder }) => {
  const code = codeOf(portable.makeFolder(folder, cString("n".repeat(256)), 0o700));
  assertEquals(code, "ENAMETOOLONG");
}, notLinux);
