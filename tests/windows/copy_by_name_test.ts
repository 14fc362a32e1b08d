// CopyFileExW behind `copyByName`: whole files by name, never over one that is there, stopped from outside.

import { assert, assertEquals } from "@std/assert";
import { ECANCELED, EEXIST, ENOENT } from "../../ffi/errno.ts";
import { cString, FileStat, WORD } from "../../ffi/mod.ts";
import { testOrSkip } from "../support/skip.ts";
import { fs, inFolder, notInWine, statOf, writeFile } from "./support.ts";

function copy(
  folder: number,
  from: string,
  to: string,
  cancel: Int32Array | null = null,
  onProgress: ((bytes: number) => void) | null = null,
): number {
  const names = { fromFolder: folder, from: cString(from), toFolder: folder, to: cString(to) };
  const file = fs.copyByName({ ...names, unbuffered: false, cancel, onProgress });
  return file < 0 ? file : fs.close(file);
}

Deno.test(
  "copyByName copies bytes and modification time, whatever the names",
  inFolder((path, folder) => {
    writeFile(path, "file", "some text");
    const from = new FileStat();
    from.words[WORD.mtime] = from.words[WORD.atime] = 1_600_000_000;
    fs.setTimesAt(folder, cString("file"), from);
    for (const to of ["copy", "nul", "dot.", "space "]) {
      assertEquals(copy(folder, "file", to), 0, to);
      const stat = statOf(folder, to) as FileStat;
      assertEquals([stat.size, stat.mtimeSec], [9, 1_600_000_000]);
    }
    assertEquals(Deno.readTextFileSync(`${path}\\copy`), "some text");
  }),
);

Deno.test(
  "copyByName refuses a name that is taken and reports a missing source",
  inFolder((path, folder) => {
    writeFile(path, "file", "new");
    writeFile(path, "taken", "old");
    assertEquals(copy(folder, "file", "taken"), -EEXIST);
    assertEquals(fs.errorName(-EEXIST), "ERROR_FILE_EXISTS");
    assertEquals(Deno.readTextFileSync(`${path}\\taken`), "old");
    assertEquals(copy(folder, "none", "x"), -ENOENT);
    assertEquals(fs.errorName(-ENOENT), "ERROR_FILE_NOT_FOUND");
    assert(/Windows error 2$/.test(fs.errorText(-ENOENT)), fs.errorText(-ENOENT));
  }),
);

testOrSkip(
  "copyByName tells how far it is",
  notInWine("takes the callback and never calls it"),
  inFolder((path, folder) => {
    Deno.writeFileSync(`${path}\\large`, new Uint8Array(8 * 1024 * 1024));
    const seen: number[] = [];
    assertEquals(copy(folder, "large", "copy", null, (bytes) => seen.push(bytes)), 0);
    assertEquals(seen.at(-1), 8 * 1024 * 1024);
  }),
);

testOrSkip(
  "copyByName stops when it is told to, and leaves nothing",
  notInWine("does not look at the flag"),
  inFolder((path, folder) => {
    Deno.writeFileSync(`${path}\\large`, new Uint8Array(8 * 1024 * 1024));
    const cancel = new Int32Array(new SharedArrayBuffer(4)).fill(1);
    assertEquals(copy(folder, "large", "copy", cancel), -ECANCELED);
    assertEquals(statOf(folder, "copy"), -ENOENT);
  }),
);
