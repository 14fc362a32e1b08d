// The path of a walk, which grows and shrinks by a name.

import { assertEquals } from "@std/assert";
import { cString, textOf } from "../../../ffi/mod.ts";
import { PathBuffer } from "../../../lib/copy/deletion/path_buffer.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const textIn = (path: PathBuffer) => new TextDecoder().decode(path.view());

Deno.test("PathBuffer: names come after slashes, none before the first one, and go again", () => {
  for (const [start, expected] of [["a/b", "a/b/c"], ["", "c"]]) {
    const path = new PathBuffer(bytes(start));
    const before = path.length;
    path.add(cString("c"));
    assertEquals(textIn(path), expected);
    assertEquals(textOf(path.nameAfter(before)), "c");
    const above = path.length;
    path.add(bytes("d\0more"));
    assertEquals([textIn(path), textOf(path.nameAfter(above))], [`${expected}/d`, "d"]);
    path.cut(above);
    path.cut(before);
    assertEquals(textIn(path), start);
  }
});

Deno.test("PathBuffer: a path far longer than at first, of which a part can be seen", () => {
  const path = new PathBuffer(bytes("root"));
  const name = "n".repeat(200);
  for (let i = 0; i < 50; i++) path.add(cString(name));
  assertEquals(textIn(path), `root${`/${name}`.repeat(50)}`);
  assertEquals(new TextDecoder().decode(path.view(4)), "root");
  assertEquals(path.length, 4 + 50 * 201);
});

Deno.test("PathBuffer.nameAfter: a C string of its own", () => {
  const path = new PathBuffer(bytes("a"));
  path.add(cString("b"));
  const name = path.nameAfter(1);
  path.cut(1);
  path.add(cString("c"));
  assertEquals([textOf(name), name.length], ["b", 2]);
});

Deno.test("PathBuffer.nameAfter: the whole name, whatever length the paths have", () => {
  // A path that filled the buffer to its last byte left no room for the NUL, which took the place of the last letter.
  for (let above = 1; above <= 255; above++) {
    const path = new PathBuffer(bytes(""));
    path.add(cString("a".repeat(above)));
    for (let i = 0; i < 6; i++) {
      const before = path.length;
      path.add(cString("n".repeat(255 - i)));
      assertEquals(path.nameAfter(before), cString("n".repeat(255 - i)));
    }
  }
});
