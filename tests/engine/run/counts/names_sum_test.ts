// Sums over names tell folders with other names apart, and no order.

import { assert } from "@std/assert";
import { Listing } from "../../../../ffi/mod.ts";
import { NamesSum } from "../../../../lib/engine/run/counts/names_sum.ts";

/** The sum over some names, all of one type, in two listings. */
function sumOf(names: readonly string[], type = 8): NamesSum {
  const sum = new NamesSum();
  const half = names.length >> 1;
  for (const part of [names.slice(0, half), names.slice(half)]) {
    const listing = new Listing(4096);
    for (const name of part) {
      const bytes = new TextEncoder().encode(name);
      listing.append(bytes, bytes.length, type);
    }
    sum.add(listing);
  }
  return sum;
}

Deno.test("NamesSum: the same names in another order, and others", () => {
  const names = ["a", "b", "ab", "ba", "\xff"];
  assert(sumOf(names).equals(sumOf(names.toReversed())));
  for (const other of [["a"], [...names, "c"], ["a", "b", "ab", "bb", "\xff"], names.slice(1)]) {
    assert(!sumOf(names).equals(sumOf(other)), `${other}`);
  }
  assert(!sumOf(names).equals(sumOf(names, 4)));
  assert(!sumOf(["c"]).equals(sumOf(["a"], 10)), "a file c, and a link a");
});
