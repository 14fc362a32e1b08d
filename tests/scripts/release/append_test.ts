// What is put into an executable: where the executable looks for it, and with what deno compile embeds where Deno does.

import { assertEquals, assertThrows } from "@std/assert";
import { append } from "../../../scripts/release/append.ts";
import { BuildFailure } from "../../../scripts/release/build_failure.ts";

const RUNTIME = "the runtime";
const PROGRAMS = ["source", "", "a worker's source", "its bytecode"];
const LENGTHS = "\x06\0\0\0\0\0\0\0\x11\0\0\0\x0c\0\0\0";

Deno.test("append: the programs and their lengths stand in front of what is embedded", () => {
  const made = `${RUNTIME}${embedded("modules")}`;
  assertEquals(appendedTo(made), `${RUNTIME}${PROGRAMS.join("")}${LENGTHS}${embedded("modules")}`);
});

Deno.test("append: a file that does not end in what is embedded is refused and left as it is", () => {
  const payload = embedded("modules");
  for (
    const made of [
      RUNTIME,
      payload.slice(1),
      `${payload}more`,
      `${payload.slice(0, -8)}\xff\0\0\0\0\0\0\0`,
    ]
  ) {
    assertThrows(() => appendedTo(made), BuildFailure, "does not end in what deno compile embeds");
  }
});

/** As deno compile lays it out: between its marks, then eight bytes of its own, and the length of all of it. */
function embedded(contents: string): string {
  const marked = `d3n0l4nd${contents}d3n0l4nd12345678`;
  return `${marked}${String.fromCharCode(marked.length + 8)}\0\0\0\0\0\0\0`;
}

/** The bytes of an executable, a character each, with the programs. */
function appendedTo(made: string): string {
  const path = Deno.makeTempFileSync();
  try {
    Deno.writeFileSync(path, bytesOf(made));
    try {
      append(path, PROGRAMS.map(bytesOf));
    } catch (error) {
      assertEquals(textOf(path), made);
      throw error;
    }
    return textOf(path);
  } finally {
    Deno.removeSync(path);
  }
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function textOf(path: string): string {
  return String.fromCharCode(...Deno.readFileSync(path));
}
