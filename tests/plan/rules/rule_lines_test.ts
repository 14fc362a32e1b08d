// The rules in the contents of a file.

import { assertEquals } from "@std/assert";
import type { RuleFormat } from "../../../lib/filter_rules.ts";
import { ruleLines } from "../../../lib/plan/rules/rule_lines.ts";

function textsOf(contents: string, format: RuleFormat = {}): string[] {
  return ruleLines(contents, format).map(({ text }) => text);
}

Deno.test("ruleLines: lines with their numbers, without empty ones and comments", () => {
  assertEquals(ruleLines("# a\n- b\r\n\n; c\n+ d ", {}), [
    { text: "- b", number: 2 },
    { text: "+ d ", number: 5 },
  ]);
});

Deno.test("ruleLines: words, of which none is a comment", () => {
  assertEquals(textsOf("a  b\t#c\n;d\n", { words: true, syntax: "excludes" }), [
    "a",
    "b",
    "#c",
    ";d",
  ]);
});

Deno.test("ruleLines: the kind of a rule and its pattern are two words, and a rule without a pattern is one", () => {
  assertEquals(textsOf("- foo + bar ! -_baz exclude,p x :C y", { words: true }), [
    "- foo",
    "+ bar",
    "!",
    "-_baz",
    "exclude,p x",
    ":C",
    "y",
  ]);
});
