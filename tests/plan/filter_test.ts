// The filter against a table of rsync's documented rules, and what the table does not say.

import { assert, assertEquals } from "@std/assert";
import { compileFilter, parseFilterFile } from "../../lib/plan/filter.ts";
import { CASES } from "./filter_cases.ts";
import { listing } from "./filtered_tree.ts";

for (const { criterion, rules, kept, left } of CASES) {
  Deno.test(`filter: ${criterion}`, () => {
    const entries = [...kept, ...left];
    assertEquals(listing(entries, parseFilterFile(rules)), [...kept].sort());
  });
}

Deno.test("filter: no rules make no filter", () => {
  assertEquals(compileFilter([]), null);
  assertEquals(compileFilter([{ include: false, pattern: "" }]), null);
});

Deno.test("filter: the root is never left out", () => {
  assertEquals(compileFilter(parseFilterFile("*\n**"))?.excludes("", true), false);
});

Deno.test("filter: bytes that are not UTF-8 are matched one by one", () => {
  const filter = compileFilter(parseFilterFile("a?b\n[!a-z]"));
  assertEquals(filter?.excludes("a\xffb", false), true);
  assertEquals(filter?.excludes("\xff", false), true);
});

Deno.test("filter: a name of 5000 bytes against many stars takes no time", () => {
  // Backtracking would take years; what is right takes milliseconds, on the slowest machine seconds.
  const limitMs = 30_000;
  const name = "a".repeat(5000);
  const deepPath = "a/".repeat(2500) + "a";
  const start = performance.now();
  for (
    const pattern of ["*a*a*a*a*a*a*a*a*b", "**a*a**a*a**a*a**b", "x**a**a**a**b", "a**a**a**a**b"]
  ) {
    const filter = compileFilter([{ include: false, pattern }]);
    assertEquals(filter?.excludes(name, false), false);
    assertEquals(filter?.excludes(deepPath, false), false);
  }
  assert(performance.now() - start < limitMs, `took ${performance.now() - start} ms`);
});
