// Paths of scripts that are no text: names with lone surrogates, as JavaScript has them and as WTF-8.

import { assertEquals, assertRejects } from "@std/assert";
import { cString } from "../../ffi/mod.ts";
import { copy, mirror, UsageError, verify } from "../../lib/mod.ts";
import { testOrSkip } from "../support/skip.ts";
import { fs, inFolder, notInWine } from "./support.ts";

/** Names of folders as text, and the same as WTF-8. */
const NAMES = [
  ["sä", [0x73, 0xc3, 0xa4], null],
  ["s\ud800", [0x73, 0xed, 0xa0, 0x80], notInWine("has no names with lone surrogates")],
] as const;

function below(path: string, name: Uint8Array): Uint8Array {
  return Uint8Array.from([...new TextEncoder().encode(`${path}\\`), ...name]);
}

for (const [text, bytes, reason] of NAMES) {
  testOrSkip(
    `copy, mirror, verify: a root named ${JSON.stringify(text)}, as text and as bytes`,
    reason,
    inFolder(async (path, folder) => {
      const name = Uint8Array.from(bytes);
      assertEquals(fs.makeFolder(folder, cString(name), 0o755), 0);
      const inside = fs.openFolderBeneath(folder, cString(name), false);
      const file = fs.createNamed(inside, cString("a"), 0o644);
      assertEquals(fs.write(file, new TextEncoder().encode("text"), 4, 0), 4);
      fs.close(file);
      fs.close(inside);
      for (const [index, source] of [below(path, name), `${path}\\${text}`].entries()) {
        const dest = `${path}\\d${index}`;
        assertEquals((await mirror(source, dest)).outcome, "done");
        assertEquals(Deno.readTextFileSync(`${dest}\\a`), "text");
        assertEquals((await verify(source, dest)).outcome, "done");
        assertEquals((await copy(`${dest}\\a`, source)).filesUnchanged, 1);
      }
    }),
  );
}

Deno.test(
  "copy: bytes that are neither UTF-8 nor WTF-8 are no path",
  inFolder(async (path) => {
    await assertRejects(
      async () => await copy(below(path, Uint8Array.from([0xff])), `${path}\\e`),
      UsageError,
      "neither UTF-8 nor WTF-8",
    );
  }),
);

Deno.test(
  "copy: a URL has a drive, or a server",
  inFolder(async (path) => {
    Deno.writeTextFileSync(`${path}\\a b`, "text");
    const url = new URL(`file:///${path.replaceAll("\\", "/")}/a%20b`);
    assertEquals((await copy(url, `${path}\\c`)).outcome, "done");
    assertEquals(Deno.readTextFileSync(`${path}\\c`), "text");
  }),
);
