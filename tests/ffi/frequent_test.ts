// The mark for V8's optimizing compiler, which in the executable takes functions without a name alone.

import { assertEquals, assertThrows } from "@std/assert";
import { frequent } from "../../ffi/frequent.ts";

Deno.test("an arrow function written as the argument is marked, and called as before", () => {
  assertEquals(frequent((a: number, b: number) => a - b)(3, 2), 1);
});

Deno.test("a function that has a name is refused: it would stay slow unseen", () => {
  const named = (a: number) => a;
  assertThrows(() => frequent(named), TypeError, "'named' would not be optimized");
  assertThrows(() => frequent(function inner() {}), TypeError, "'inner'");
});
