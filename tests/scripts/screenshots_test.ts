// The pictures of the README are made by a script: what it records is what ferry prints, and what it draws is XML.

import { assert, assertEquals } from "@std/assert";
import { pictureOf } from "../../scripts/screenshots/record.ts";
import { COLUMNS, SCENES } from "../../scripts/screenshots/scenes.ts";
import { spansOf } from "../../scripts/screenshots/spans.ts";
import { drawScreen, widthOf } from "../../scripts/screenshots/svg.ts";
import { textOf } from "../support/documents.ts";
import { needsPrograms } from "../support/programs.ts";
import { testOrSkip } from "../support/skip.ts";

/** Fails unless each element is closed in its turn, and text has no character that XML forbids there. */
function assertWellFormed(svg: string): void {
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, end, name, __, alone) => {
      if (end !== "") assertEquals(open.pop(), name);
      else if (alone === "") open.push(name);
      return "";
    },
  );
  assertEquals(open, []);
  assert(!rest.includes("<") && !/&(?!(?:amp|lt|quot);)/.test(rest), rest);
  // deno-lint-ignore no-control-regex
  assert(!/[\x00-\x09\x0b-\x1f]/.test(rest), JSON.stringify(rest));
}

/** The lines that a picture shows. */
function shown(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, line]) =>
    line.replace(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&")
  );
}

Deno.test("spansOf: text by colour, other sequences left out", () => {
  assertEquals(spansOf("a\x1b[31mferry:\x1b[39m b\x1b[1m\x1b[0m"), [
    { text: "a", colour: "plain" },
    { text: "ferry:", colour: "red" },
    { text: " b", colour: "plain" },
  ]);
  assertEquals(spansOf(""), []);
});

Deno.test("drawScreen: any text is text, and stands in columns", () => {
  const svg = drawScreen('<a href="x">&amp;\n\n\x1b[33mlänge\x1b[0m 湖', 20, 'a "label" & <more>');
  assertWellFormed(svg);
  assertEquals(shown(svg), ['<a href="x">&amp;', "länge 湖"]);
  assertEquals([widthOf("länge 湖"), widthOf("e\u0301"), widthOf("🦊")], [8, 1, 2]);
});

testOrSkip(
  "pictureOf: shows what a run prints, in colour",
  needsPrograms("tmux"),
  async () => {
    const svg = await pictureOf(SCENES.find(({ name }) => name === "verify")!);
    assertWellFormed(svg);
    const lines = shown(svg);
    assertEquals(lines[0], "$ ferry verify photos backup; echo $?");
    assert(lines.some((line) => line === "size of '2025/7.jpg': 4 in SOURCE, 2 in DEST"), svg);
    assert(lines.every((line) => widthOf(line) <= COLUMNS), svg);
    assertEquals(lines.at(-1), "4");
    assert(/<tspan fill="#\w+">ferry:<\/tspan> cannot delete/.test(svg), svg);
  },
);

for (const { name, typed } of SCENES) {
  Deno.test(`${name}.svg: is well-formed, shows all that was typed, and the README shows it`, () => {
    const path = `scripts/screenshots/${name}.svg`;
    const svg = textOf(path);
    assertWellFormed(svg);
    const lines = shown(svg);
    for (const line of typed) assert(lines.includes(`$ ${line}`), `${line}\n${svg}`);
    assert(textOf("README.md").includes(`](${path})`));
  });
}
