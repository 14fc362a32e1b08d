// What may be under the name of a settings file: only a text of sensible length is taken.

import { assertEquals, assertThrows } from "@std/assert";
import { FerryError } from "../../../lib/errors.ts";
import { readSettingsFile } from "../../../lib/cli/sources/read_settings_file.ts";
import { makeScratch } from "../../support/scratch.ts";
import { testOrSkip } from "../../support/skip.ts";

const dir = makeScratch("ferry-settings-");
const isUnix = Deno.build.os !== "windows";

function write(name: string, bytes: Uint8Array | string): string {
  const path = `${dir}/${name}`;
  if (typeof bytes === "string") Deno.writeTextFileSync(path, bytes);
  else Deno.writeFileSync(path, bytes);
  return path;
}

const read = (path: string, isTyped = false) => readSettingsFile(path, { home: null, isTyped });

function refusalOf(path: string, isTyped = false): string {
  return assertThrows(() => read(path, isTyped), FerryError).message;
}

Deno.test("readSettingsFile: a text, or none", () => {
  assertEquals(read(write("good", "{}"))?.text, "{}");
  assertEquals(read(`${dir}/none`), null);
  assertEquals(read(`${dir}/good/below`), null);
});

Deno.test("readSettingsFile: bytes that are not UTF-8 are refused with their line, for garbled rules protect nothing", () => {
  const path = write(
    "latin1",
    Uint8Array.from([...new TextEncoder().encode('{\n"exclude": "'), 0xe4]),
  );
  assertEquals(refusalOf(path), `${path}:2: the text is not UTF-8`);
});

Deno.test("readSettingsFile: what has no end is not read to its end", () => {
  const path = write("long", "x".repeat(1024 * 1024 + 1));
  assertEquals(refusalOf(path), `cannot read the settings file '${path}': it is longer than 1 MiB`);
  if (!isUnix) return;
  assertEquals(
    refusalOf("/dev/zero", true),
    "cannot read the settings file '/dev/zero': it is longer than 1 MiB",
  );
});

testOrSkip(
  "readSettingsFile: a FIFO in the user's own place would be waited for, and is refused",
  isUnix ? null : "neither FIFOs nor modes here",
  () => {
    const path = `${dir}/fifo`;
    new Deno.Command("mkfifo", { args: [path] }).outputSync();
    assertEquals(
      refusalOf(path),
      `cannot read the settings file '${path}': it is no regular file`,
    );
  },
);

testOrSkip(
  "readSettingsFile: a file that every user may write is told",
  isUnix ? null : "neither FIFOs nor modes here",
  () => {
    const path = write("open", "{}");
    for (const [mode, isOpenToAll] of [[0o644, false], [0o664, false], [0o646, true]] as const) {
      Deno.chmodSync(path, mode);
      assertEquals(read(path)?.isOpenToAll, isOpenToAll, mode.toString(8));
    }
  },
);
