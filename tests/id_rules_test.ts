// The pairs of --usermap and --groupmap: what fits, and what is refused.

import { assertEquals, assertThrows } from "@std/assert";
import { checkIdRule, isName, needsNames, parseIdRules, testOf } from "../lib/id_rules.ts";

const NAMES: Readonly<Record<number, string>> = { 0: "root", 1: "daemon", 33: "www-data" };
const nameOf = (id: number) => NAMES[id] ?? "";

/** Which of some ids a rule takes. */
function taken(from: string): number[] {
  const fits = testOf(from);
  return [0, 1, 33, 99, 1000].filter((id) => fits(id, nameOf));
}

Deno.test("testOf: numbers, ranges, names, wildcards, and ids without a name", () => {
  assertEquals(taken("33"), [33]);
  assertEquals(taken("0-99"), [0, 1, 33, 99]);
  assertEquals(taken("root"), [0]);
  assertEquals(taken("nobody-else"), []);
  assertEquals(taken("*"), [0, 1, 33, 99, 1000]);
  assertEquals(taken("?*"), [0, 1, 33]);
  assertEquals(taken("[d-r]*"), [0, 1]);
  assertEquals(taken("*-data"), [33]);
  assertEquals(taken(""), [99, 1000]);
});

Deno.test("testOf: a number alone is looked up nowhere", () => {
  for (const from of ["*", "33", "0-99"]) {
    testOf(from)(33, () => {
      throw new Error("a name was asked for");
    });
  }
});

Deno.test("parseIdRules: pairs in their order", () => {
  assertEquals(parseIdRules("0-99:nobody,:7,*:a:b"), [
    { from: "0-99", to: "nobody" },
    { from: "", to: "7" },
    { from: "*", to: "a:b" },
  ]);
});

Deno.test("parseIdRules: refuses what is no pair", () => {
  const refused = {
    "": "'' has no colon",
    "1:2,": "'' has no colon",
    "1:": "'1:' names nobody after the colon",
    "1-:2": "'1-' is neither a number nor a range of them",
    "1x:2": "'1x' is neither a number nor a range of them",
    "9-1:2": "the range '9-1' is empty",
    "4294967295:2": "'4294967295' is too large for an id",
    "2:4294967295": "'4294967295' is too large for an id",
  };
  for (const [text, message] of Object.entries(refused)) {
    assertThrows(() => parseIdRules(text), RangeError, message);
  }
  checkIdRule({ from: "4294967294", to: "4294967294" });
});

Deno.test("needsNames and isName: which rules are about names, and which about one", () => {
  const rules = ["*", "7", "0-9", "root", "r*", ""].map((from) => ({ from, to: "1" }));
  assertEquals(rules.map(needsNames), [false, false, false, true, true, true]);
  assertEquals(rules.map(isName), [false, false, false, true, false, false]);
});
