// Rules as they are written, in a file and on the command line.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { FerryError } from "../../lib/errors.ts";
import type { FilterRule } from "../../lib/options.ts";
import { addFilterRule, parseFilterFile } from "../../lib/plan/filter.ts";

Deno.test("parseFilterFile: comments, blank lines and line ends", () => {
  assertEquals(parseFilterFile("# a\r\n; b\n\n a \n+ # c\r- ;\n-\n!x\n"), [
    { include: false, pattern: " a " },
    { include: true, pattern: "# c" },
    { include: false, pattern: ";" },
    { include: false, pattern: "-" },
    { include: false, pattern: "!x" },
  ]);
});

Deno.test("parseFilterFile: ! forgets what came before, the earlier rules too", () => {
  const earlier = [{ include: true, pattern: "e" }];
  assertEquals(parseFilterFile("a\n!\nb", earlier), [{ include: false, pattern: "b" }]);
  assertEquals(parseFilterFile("b", earlier), [...earlier, { include: false, pattern: "b" }]);
  assertEquals(earlier.length, 1);
});

Deno.test("parseFilterFile: a prefix without a pattern is a usage error", () => {
  const error = assertThrows(() => parseFilterFile("a\n- \n"), FerryError);
  assertEquals(error.kind, "usage");
  assertStringIncludes(error.message, "'- '");
});

Deno.test("addFilterRule: a prefix overrides the kind", () => {
  const rules: FilterRule[] = [];
  addFilterRule(rules, "- a", true);
  addFilterRule(rules, "b", true);
  addFilterRule(rules, "", true);
  assertEquals(rules, [{ include: false, pattern: "a" }, { include: true, pattern: "b" }]);
});
