// Names that try to do something to the screen.

import { assertEquals } from "@std/assert";
import { barePath, escapeText, quotePath, shownMessage } from "../../lib/cli/quote.ts";
import { concat, toBytes } from "../../lib/cli/text.ts";

Deno.test("quotePath: on a terminal", () => {
  const cases: readonly (readonly [string | Uint8Array, string])[] = [
    ["a/b", "'a/b'"],
    ["grün 日本", "'grün 日本'"],
    ["it's", "'it's'"],
    ["a\nb", "$'a\\nb'"],
    ["it's\n", "$'it\\'s\\n'"],
    ["a\\b\t", "$'a\\\\b\\t'"],
    ["\x1b[2J", "$'\\x1b[2J'"],
    ["\x7f", "$'\\x7f'"],
    ["\u0085", "$'\\u0085'"],
    ["exe\u202etxt", "$'exe\\u202etxt'"],
    [toBytes("grün"), "'grün'"],
    [new Uint8Array([0x61, 0xff, 0x62]), "$'a\\xffb'"],
    [new Uint8Array([0xc3, 0xbc, 0xc3]), "$'ü\\xc3'"],
    [new Uint8Array([0xff, 0x27, 0x0a]), "$'\\xff\\'\\n'"],
    [new Uint8Array([0xed, 0xa0, 0x80]), "$'\\xed\\xa0\\x80'"],
    [new Uint8Array([0xf0, 0x9f, 0x98, 0x80, 0xfe]), "$'😀\\xfe'"],
  ];
  for (const [path, quoted] of cases) assertEquals(quotePath(path, true), quoted);
});

Deno.test("quotePath: off a terminal, byte for byte but for control characters", () => {
  assertEquals(quotePath("a\nb", false), "$'a\\nb'");
  assertEquals(barePath("\x1b[2J", false), "$'\\x1b[2J'");
  assertEquals(barePath("exe\u202etxt", false), "exe\u202etxt");
  assertEquals(barePath(new Uint8Array([0xff, 0x0a]), false), "$'\\xff\\n'");
  assertEquals(
    quotePath(new Uint8Array([0x61, 0xff]), false),
    new Uint8Array([0x27, 0x61, 0xff, 0x27]),
  );
  assertEquals(barePath(new Uint8Array([0xff]), false), new Uint8Array([0xff]));
  assertEquals(barePath(toBytes("\ufeffa"), false), "\ufeffa");
});

Deno.test("barePath: quotes only where it must", () => {
  assertEquals(barePath("a b", true), "a b");
  assertEquals(barePath("a\rb", true), "$'a\\rb'");
});

Deno.test("escapeText: keeps line ends on request", () => {
  assertEquals(escapeText("a\nb\x1b"), "a\\nb\\x1b");
  assertEquals(escapeText("a\nb\x1b", true), "a\nb\\x1b");
});

Deno.test("concat: text stays text, bytes make bytes", () => {
  assertEquals(concat("a", "b"), "ab");
  assertEquals(concat("a", new Uint8Array([255]), "ü"), new Uint8Array([97, 255, 195, 188]));
});

Deno.test("escapeText: of all characters, Unicode's control characters, marks of direction and line separators", () => {
  const isUnsafe = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const char = String.fromCodePoint(code);
    if ((escapeText(char) !== char) !== isUnsafe.test(char)) wrong.push(code.toString(16));
  }
  assertEquals(wrong, []);
});

Deno.test("shownMessage: off a terminal Unicode's control characters alone", () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const char = String.fromCodePoint(code);
    if ((shownMessage(char, false) !== char) !== /\p{Cc}/u.test(char)) {
      wrong.push(code.toString(16));
    }
  }
  assertEquals(wrong, []);
});
