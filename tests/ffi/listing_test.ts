// A batch of a folder's entries, apart from how it is read.

import { assertEquals } from "@std/assert";
import { textOf } from "../../ffi/c_string.ts";
import { ENTRY_TYPE, Listing } from "../../ffi/listing.ts";

Deno.test("Listing.keep: closes the gap that a removed entry left, with the name and the type", () => {
  const listing = new Listing(1024);
  const types = [ENTRY_TYPE.file, ENTRY_TYPE.folder, ENTRY_TYPE.symlink];
  types.forEach((type, i) => listing.append(new TextEncoder().encode("abc"[i]), 1, type));
  listing.keep(1, 0);
  listing.keep(2, 1);
  assertEquals([0, 1].map((i) => [textOf(listing.name(i)), listing.type[i]]), [
    ["b", ENTRY_TYPE.folder],
    ["c", ENTRY_TYPE.symlink],
  ]);
});

Deno.test("Listing.swap: two entries change places, with the name and the type", () => {
  const listing = new Listing(1024);
  const types = [ENTRY_TYPE.file, ENTRY_TYPE.folder, ENTRY_TYPE.symlink];
  types.forEach((type, i) => listing.append(new TextEncoder().encode("abc"[i]), 1, type));
  listing.swap(2, 0);
  listing.swap(1, 1);
  assertEquals([0, 1, 2].map((i) => [textOf(listing.name(i)), listing.type[i]]), [
    ["c", ENTRY_TYPE.symlink],
    ["b", ENTRY_TYPE.folder],
    ["a", ENTRY_TYPE.file],
  ]);
});
