// The value of --chown.

import { assertEquals, assertThrows } from "@std/assert";
import { parseOwners } from "../../lib/cli/owners.ts";

/** Whom a value names. */
function named(text: string): string {
  const { users, groups } = parseOwners(text);
  return [...users, { to: "|" }, ...groups].map(({ to }) => to).join("");
}

Deno.test("parseOwners: a user, a group, or both, by name or number", () => {
  assertEquals(named("www"), "www|");
  assertEquals(named("www:"), "www|");
  assertEquals(named(":www"), "|www");
  assertEquals(named("33:www"), "33|www");
  assertEquals(named("a.b"), "a.b|");
});

Deno.test("parseOwners: refuses nobody, and numbers that are no ids", () => {
  for (const text of ["", ":"]) {
    assertThrows(() => parseOwners(text), RangeError, "names neither user nor group");
  }
  assertThrows(() => parseOwners("4294967295:2"), RangeError, "too large for an id");
});
