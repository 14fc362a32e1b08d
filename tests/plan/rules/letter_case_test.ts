// Rules for which small and capital letters are the same.

import { assertEquals } from "@std/assert";
import { compileFilter } from "../../../lib/plan/filter.ts";
import { toBinaryString } from "../../../lib/plan/rules/subject.ts";

Deno.test("compileFilter: a rule that ignores case", () => {
  const cases: readonly (readonly [pattern: string, path: string, isExcluded: boolean])[] = [
    ["*.JPG", "a/b.jpg", true],
    ["*.jpg", "a/b.JpG", true],
    ["/A/b", "a/B", true],
    ["/A/b", "c/a/B", false],
    ["[A-C]x", "Bx", true],
    ["[a-c]x", "BX", true],
    ["[!a-c]x", "BX", false],
    ["[[:upper:]]x", "ax", true],
    ["a/**/D", "A/b/c/d", true],
    ["*.ÄÖ", "x.äö", true],
    ["*.äö", "x.ÄÖ", true],
    ["*.äö", "x.ÄÜ", false],
  ];
  for (const [pattern, path, isExcluded] of cases) {
    const filter = compileFilter([{ include: false, pattern, ignoresCase: true }])!;
    assertEquals(filter.excludes(toBinaryString(path), false), isExcluded, `${pattern} ${path}`);
  }
});

Deno.test("compileFilter: of a name that is not UTF-8 the letters of ASCII alone are the same", () => {
  const filter = compileFilter([{ include: false, pattern: "A?*", ignoresCase: true }])!;
  assertEquals(filter.excludes("a\xc4\xff", false), true);
  assertEquals(filter.excludes("b\xc4\xff", false), false);
});
