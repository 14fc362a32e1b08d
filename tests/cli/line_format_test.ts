// The value of `--out-format`: what is taken and what is refused.

import { assertEquals, assertThrows } from "@std/assert";
import { ESCAPES, needsDetails, parseLineFormat } from "../../lib/cli/line_format.ts";
import { refusalOf } from "./fixtures.ts";

const escape = (letter: string, changed = {}) => ({
  letter,
  width: 0,
  isLeft: false,
  isGrouped: false,
  ...changed,
});

Deno.test("parseLineFormat: text, escapes, widths and percent signs", () => {
  const cases: readonly (readonly [string, readonly unknown[]])[] = [
    ["", []],
    ["%n", [escape("n")]],
    ["a%%b", ["a", "%", "b"]],
    ["%i %n%L", [escape("i"), " ", escape("n"), escape("L")]],
    ["%-12n|", [escape("n", { width: 12, isLeft: true }), "|"]],
    ["%'8l", [escape("l", { width: 8, isGrouped: true })]],
    ["%8'l", [escape("l", { width: 8, isGrouped: true })]],
    ["100%%", ["100", "%"]],
  ];
  for (const [text, parts] of cases) assertEquals(parseLineFormat(text) as unknown, parts, text);
  for (const letter of Object.keys(ESCAPES)) {
    assertEquals(parseLineFormat(`%${letter}`) as unknown, [escape(letter)]);
  }
});

Deno.test("parseLineFormat: what is no escape is refused, and the message names those that are", () => {
  for (const text of ["%", "%z", "%5", "a%-n%h", "%C", "% n"]) {
    assertThrows(() => parseLineFormat(text), RangeError, "is no escape", text);
  }
  const { message, advice } = refusalOf("copy", "--out-format=%h %n", "a", "b");
  assertEquals(message, "--out-format: '%h' is no escape");
  assertEquals(advice, "accepted: %n, %f, %l, %i, %o, %b, %M, %t, %B, %U, %G, %L, %%");
});

Deno.test("needsDetails: only for what an operation does not tell by itself", () => {
  const needs = (text: string) => needsDetails(parseLineFormat(text));
  assertEquals(["%n %i %o %b %t x", "", "%n%L", "%U"].map(needs), [false, false, true, true]);
  assertEquals(needsDetails(null), false);
});
