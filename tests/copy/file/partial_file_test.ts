// Names of partial files, which the entries that they belong to decide.

import { assertEquals } from "@std/assert";
import { cString, type Listing } from "../../../ffi/mod.ts";
import { partialName, PartialNames } from "../../../lib/copy/file/partial_file.ts";

Deno.test("PartialNames.has: the partial files of all listed entries, and no others", () => {
  const entries = ["a", "b"].map((name) => cString(name));
  const listing = { count: entries.length, name: (i: number) => entries[i] } as unknown as Listing;
  const names = new PartialNames(listing);
  const isKnown = ["a", "b", "c"].map((name) => names.has(partialName(cString(name))));
  assertEquals(isKnown, [true, true, false]);
});
