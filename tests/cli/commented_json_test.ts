// The reader of settings files against JSON.parse, on random values with comments and spaces between.

import { assertEquals, assertThrows } from "@std/assert";
import { JsonError, parseCommentedJson, type Value } from "../../lib/cli/commented_json.ts";

/** A value as JSON.parse gives it. */
function plain({ content }: Value): unknown {
  switch (content.kind) {
    case "text":
      return content.text;
    case "number":
      return Number(content.text);
    case "boolean":
      return content.isTrue;
    case "null":
      return null;
    case "list":
      return content.items.map(plain);
    case "object":
      return Object.fromEntries(content.members.map(({ key, value }) => [key, plain(value)]));
  }
}

/** Random numbers from 0 to below `below`, the same for a seed. */
function randomFrom(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor(seed / 2 ** 31 * below);
  };
}

const TEXTS = ["", "a", "// no comment", "/* nor this */", 'q"q', "\\", "é\u2028", "a,]}", "\t"];

function randomValue(random: (below: number) => number, depth: number): unknown {
  switch (random(depth > 3 ? 4 : 6)) {
    case 0:
      return TEXTS[random(TEXTS.length)];
    case 1:
      return [0, -1, 1.5, 1e21, -2.5e-7][random(5)];
    case 2:
      return random(2) === 0;
    case 3:
      return null;
    case 4:
      return Array.from({ length: random(4) }, () => randomValue(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random(4) }, (_, i) => [`k${i}`, randomValue(random, depth + 1)]),
      );
  }
}

/** The text of a value, with comments around its punctuation. */
function commented(text: string, random: (below: number) => number): string {
  const between = ["", " ", "\n", '// x { [ "\n', "/* , */", "/* a\n b */\n"];
  return text.replace(
    /"(?:[^"\\]|\\.)*"|[{}[\],:]/g,
    (token) => token + between[random(between.length)],
  );
}

Deno.test("parseCommentedJson: reads what JSON.parse reads, comments or not", () => {
  const random = randomFrom(7);
  for (let i = 0; i < 2000; i++) {
    const value = randomValue(random, 0);
    const text = JSON.stringify(value, null, random(2));
    assertEquals(plain(parseCommentedJson(text)), JSON.parse(text), text);
    const withComments = commented(text, random);
    assertEquals(plain(parseCommentedJson(withComments)), JSON.parse(text), withComments);
  }
});

Deno.test("parseCommentedJson: refuses what JSON.parse refuses, but for commas at the end", () => {
  const random = randomFrom(11);
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  for (let i = 0; i < 3000; i++) {
    const text = JSON.stringify(randomValue(random, 0));
    const at = random(text.length + 1);
    const broken = text.slice(0, at) + '{}[],:"1a-'[random(10)] + text.slice(at + random(2));
    const isRead = isJson(broken.replace(/,(?=[\]}])/g, "")) || isJson(broken);
    if (isRead || /,[\]}]|\/[/*]/.test(broken)) continue;
    assertThrows(() => parseCommentedJson(broken), JsonError, undefined, broken);
  }
});

Deno.test("parseCommentedJson: knows the line of each key, where it is wrong, and what is expected there", () => {
  const { content } = parseCommentedJson('\uFEFF{\n// c\n"a": 1, /* x\ny */ "b": [\n2,],\n}');
  if (content.kind !== "object") throw new Error(content.kind);
  assertEquals(content.members.map(({ key, line }) => [key, line]), [["a", 3], ["b", 4]]);
  const tooDeep = "[".repeat(100);
  const value = 'expected a value: "a text", a number, true, false, null, [ or {';
  const key = "expected a key in double quotes or '}'";
  for (
    const [text, place, message] of [
      ["", "1:1", `${value} before the end of the file`],
      ["{", "1:2", `${key} before the end of the file`],
      ["{\n", "2:1", `${key} before the end of the file`],
      ['{"a": 1\n "b": 2}', "2:2", `expected ',' or '}' before "b"`],
      ['{"a" 1}', "1:6", "expected ':' before '1'"],
      ["{'a': 1}", "1:2", `${key} before ''a''`],
      ['{\n\n"a": tru}', "3:6", `${value} before 'tru'`],
      ["[1,,2]", "1:4", `${value} before ','`],
      ["[1 2]", "1:4", "expected ',' or ']' before '2'"],
      ["[,]", "1:2", `${value} before ','`],
      ["{} x", "1:4", "expected the end before 'x'"],
      ["[01]", "1:2", `${value} before '01'`],
      ['"a\nb"', "1:1", `a text has no '"' at its end in this line: "a`],
      ['["\\q"]', "1:2", `"\\q" has a letter or a '\\' that no text in JSON has`],
      [" /* open", "1:2", "'/* open' is a comment without its end, '*/', or none"],
      [tooDeep, "1:34", "too many brackets in one another"],
    ] as const
  ) {
    const error = assertThrows(() => parseCommentedJson(text), JsonError, undefined, text);
    const { line, column } = error as JsonError;
    assertEquals([`${line}:${column}`, error.message], [place, message], text);
  }
});
