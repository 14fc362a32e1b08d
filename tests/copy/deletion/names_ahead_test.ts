// A queue of names, packed.

import { assert, assertEquals } from "@std/assert";
import { cString, textOf } from "../../../ffi/mod.ts";
import { NamesAhead } from "../../../lib/copy/deletion/names_ahead.ts";

Deno.test("NamesAhead: first in, first out, each up to its NUL", () => {
  const names = new NamesAhead();
  assertEquals(names.next(), null);
  names.add(cString("a"));
  names.add(new TextEncoder().encode("b\0more"));
  assertEquals([textOf(names.next()!), textOf(names.next()!), names.next()], ["a", "b", null]);
  names.add(cString("c"));
  assertEquals([textOf(names.next()!), names.next()], ["c", null]);
});

Deno.test("NamesAhead: many names, taken while others are added, and long ones", () => {
  const names = new NamesAhead();
  const nameOf = (i: number) => "n".repeat(i % 250) + i;
  let taken = 0;
  for (let i = 0; i < 2000; i++) {
    names.add(cString(nameOf(i)));
    if (i % 3 === 0) assertEquals(textOf(names.next()!), nameOf(taken++));
  }
  for (let name = names.next(); name !== null; name = names.next()) {
    assertEquals(textOf(name), nameOf(taken++));
    assert(name.at(-1) === 0);
  }
  assertEquals(taken, 2000);
});
