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

Deno.test("parseCommentedJson: knows the line of each key, and of what is wrong", () => {
  const { content } = parseCommentedJson('\uFEFF{\n// c\n"a": 1, /* x\ny */ "b": [\n2,],\n}');
  if (content.kind !== "object") throw new Error(content.kind);
  assertEquals(content.members.map(({ key, line }) => [key, line]), [["a", 3], ["b", 4]]);
  for (
    const [text, line] of [
      ["", 1],
      ["{", 1],
      ["{\n", 2],
      ['{"a": 1\n"b": 2}', 2],
      ["{'a': 1}", 1],
      ['{\n\n"a": tru}', 3],
      ["[1,,2]", 1],
      ["[,]", 1],
      ["{} x", 1],
      ["[01]", 1],
      ['"a\nb"', 1],
      ["/* open", 1],
      ["[".repeat(100), 1],
    ] as const
  ) {
    const error = assertThrows(() => parseCommentedJson(text), JsonError, undefined, text);
    assertEquals((error as JsonError).line, line, text);
  }
});
