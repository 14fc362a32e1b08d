// Names as raw bytes, many of them, told apart by their bytes or by a key.

import { assertEquals } from "@std/assert";
import { cString, ENTRY_TYPE, Listing } from "../../ffi/mod.ts";
import { NameSet } from "../../lib/plan/name_set.ts";

function typeOf(names: NameSet, name: string): number {
  return names.typeOf(cString(name), 0);
}

Deno.test("NameSet: has what was added, with its type, and nothing else", () => {
  const names = new NameSet();
  names.add(cString("ab"), 0, ENTRY_TYPE.folder);
  names.add(cString(Uint8Array.of(0xff, 0xfe)), 0, ENTRY_TYPE.file);
  assertEquals(typeOf(names, "ab"), ENTRY_TYPE.folder);
  assertEquals(names.typeOf(cString(Uint8Array.of(0xff, 0xfe)), 0), ENTRY_TYPE.file);
  for (const other of ["a", "abc", "AB", "ba", ""]) assertEquals(typeOf(names, other), -1, other);
  assertEquals(names.size, 2);
});

Deno.test("NameSet: the name begins where it is said to, and runs to its NUL", () => {
  const names = new NameSet();
  const bytes = cString("xxname");
  names.add(bytes, 2, ENTRY_TYPE.symlink);
  assertEquals(typeOf(names, "name"), ENTRY_TYPE.symlink);
  assertEquals(names.typeOf(Uint8Array.of(...cString("_name"), 120), 1), ENTRY_TYPE.symlink);
});

Deno.test("NameSet: a name that comes twice counts once and keeps its first type", () => {
  const names = new NameSet();
  names.add(cString("a"), 0, ENTRY_TYPE.folder);
  names.add(cString("a"), 0, ENTRY_TYPE.file);
  assertEquals([names.size, typeOf(names, "a")], [1, ENTRY_TYPE.folder]);
});

Deno.test("NameSet: grows with its names, long ones too, and keeps each with its type", () => {
  const names = new NameSet();
  const nameOf = (i: number) => `${"n".repeat(i % 255)}${i}`;
  for (let i = 0; i < 5000; i++) names.add(cString(nameOf(i)), 0, i % 13);
  names.add(cString("l".repeat(100_000)), 0, ENTRY_TYPE.file); // longer than all before
  assertEquals(names.size, 5001);
  for (let i = 0; i < 5000; i++) assertEquals(typeOf(names, nameOf(i)), i % 13);
  assertEquals(typeOf(names, "l".repeat(100_000)), ENTRY_TYPE.file);
  assertEquals(typeOf(names, "5000"), -1);
});

Deno.test("NameSet: takes all that a listing holds", () => {
  const listing = new Listing(4096);
  for (const [name, type] of [["one", 4], ["two", 8]] as const) {
    listing.append(new TextEncoder().encode(name), 3, type);
  }
  const names = new NameSet();
  names.addAll(listing);
  assertEquals([names.size, typeOf(names, "one"), typeOf(names, "two")], [2, 4, 8]);
});

Deno.test("NameSet: with a key, names of one key are one", () => {
  const lower = (name: Uint8Array) => {
    const text = new TextDecoder().decode(name.subarray(0, name.indexOf(0)));
    return cString(text.toLowerCase());
  };
  const names = new NameSet(lower);
  names.add(cString("xName"), 1, ENTRY_TYPE.file);
  names.add(cString("NAME"), 0, ENTRY_TYPE.folder);
  assertEquals([names.size, typeOf(names, "name"), typeOf(names, "NaMe")], [1, 8, 8]);
  assertEquals(typeOf(names, "other"), -1);
});

Deno.test("NameSet: tells where in a listing the next entry stands that it does not have as one of that kind", () => {
  const { file, folder, unknown } = ENTRY_TYPE;
  const listing = new Listing(4096);
  for (
    const [name, type] of [["a", file], ["b", folder], ["c", file], ["d", unknown], [
      "e",
      file,
    ]] as const
  ) {
    listing.append(new TextEncoder().encode(name), 1, type);
  }
  const names = new NameSet();
  for (const [name, type] of [["a", file], ["b", file], ["c", file], ["d", unknown]] as const) {
    names.add(cString(name), 0, type);
  }
  const found = [];
  for (let i = -1; i < listing.count; found.push(i)) i = names.firstOther(listing, i + 1);
  assertEquals(found, [1, 3, 4, 5]);
});
