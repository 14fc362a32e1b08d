// The wildcards against a second opinion that needs no rsync: on short texts a RegExp is exact, only slow.

import { assertEquals } from "@std/assert";
import fc from "./support/fast_check.ts";
import { compileWildcard, matchesWildcard } from "../lib/wildcard.ts";
import { rounds, seedOfRun } from "./support/torture.ts";

const TOKENS: readonly (readonly [glob: string, regExp: string])[] = [
  ["a", "a"],
  ["b", "b"],
  ["/", "\\/"],
  ["*", "[^/]*"],
  ["**", ".*"],
  ["?", "[^/]"],
  ["[!a]", "[^a/]"],
];

Deno.test("matchesWildcard: equals a RegExp on short texts", () => {
  const seed = seedOfRun();
  const tokens = fc.array(fc.constantFrom(...TOKENS), { maxLength: 8 })
    // Two stars in a row would be another token.
    .filter((list) =>
      list.every(([glob], i) => !glob.endsWith("*") || !list[i + 1]?.[0].startsWith("*"))
    );
  const text = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 10 });
  fc.assert(
    fc.property(tokens, text, fc.boolean(), (list, text, isFloating) => {
      const body = list.map(([, regExp]) => regExp).join("");
      const expected = new RegExp(`^${isFloating ? "(?:.*/)?" : ""}${body}$`).test(text);
      const wildcard = compileWildcard(list.map(([glob]) => glob).join(""));
      assertEquals(matchesWildcard(wildcard, text, 0, text.length, isFloating), expected);
    }),
    { seed, numRuns: rounds(2000, 8000) },
  );
});
