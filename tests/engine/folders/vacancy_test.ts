// Whether none of a shard's files stands in a target folder.

import { assertEquals } from "@std/assert";
import { ENTRY_TYPE, Listing } from "../../../ffi/listing.ts";
import { Vacancy } from "../../../lib/engine/folders/vacancy.ts";

/** Entries, of which those that end in a slash are folders. */
function listed(...entries: string[]): Listing {
  const listing = new Listing(4096);
  for (const entry of entries) {
    const isFolder = entry.endsWith("/");
    const name = new TextEncoder().encode(isFolder ? entry.slice(0, -1) : entry);
    listing.append(name, name.length, isFolder ? ENTRY_TYPE.folder : ENTRY_TYPE.file);
  }
  return listing;
}

const SOURCE = listed("own1", "made/", "own2", "foreign1", "foreign2");
const OWN = 3;

const CASES: readonly [string, readonly string[], boolean][] = [
  ["an empty folder", [], true],
  ["entries of other shards, and what only the target has", ["foreign1", "own", "own11"], true],
  ["a folder of the source, which another shard has made", ["made/"], true],
  ["one of its files", ["foreign1", "own2"], false],
  ["a folder by the name of one of its files", ["own1/"], false],
];
for (const [what, target, isVacant] of CASES) {
  Deno.test(`Vacancy: ${what}: ${isVacant ? "vacant" : "not vacant"}`, () => {
    const vacancy = new Vacancy(SOURCE, OWN);
    vacancy.note(listed(...target));
    assertEquals(vacancy.isVacant, isVacant);
  });
}

Deno.test("Vacancy: of several listings one suffices to have a file", () => {
  const vacancy = new Vacancy(SOURCE, OWN);
  for (const target of [listed("a"), listed("own1"), listed("b")]) vacancy.note(target);
  assertEquals(vacancy.isVacant, false);
});
