// CopyFileExW behind `handOver`: whole files by name, never over one that is there, stopped from outside.

import { assert, assertEquals } from "@std/assert";
import { ECANCELED, EEXIST, ENOENT } from "../../ffi/errno.ts";
import { cString, FileStat, WORD } from "../../ffi/mod.ts";
import { testOrSkip } from "../support/skip.ts";
import { fs, inFolder, IS_WINE, statOf, writeFile } from "./support.ts";

function handOver(
  folder: number,
  from: string,
  to: string,
  cancel: Int32Array | null = null,
  onProgress: ((bytes: number) => void) | null = null,
): number {
  const names = { fromFolder: folder, from: cString(from), toFolder: folder, to: cString(to) };
  return fs.handOver({ ...names, unbuffered: false, cancel, onProgress });
}

Deno.test(
  "handOver copies bytes and modification time, whatever the names",
  inFolder((path, folder) => {
    writeFile(path, "file", "some text");
    const from = new FileStat();
    from.words[WORD.mtime] = from.words[WORD.atime] = 1_600_000_000;
    fs.setTimesAt(folder, cString("file"), from);
    for (const to of ["copy", "nul", "dot.", "space "]) {
      assertEquals(handOver(folder, "file", to), 0, to);
      const stat = statOf(folder, to) as FileStat;
      assertEquals([stat.size, stat.mtimeSec], [9, 1_600_000_000]);
    }
    assertEquals(Deno.readTextFileSync(`${path}\\copy`), "some text");
  }),
);

Deno.test(
  "handOver refuses a name that is taken and reports a missing source",
  inFolder((path, folder) => {
    writeFile(path, "file", "new");
    writeFile(path, "taken", "old");
    assertEquals(handOver(folder, "file", "taken"), -EEXIST);
    assertEquals(fs.errorName(-EEXIST), "ERROR_FILE_EXISTS");
    assertEquals(Deno.readTextFileSync(`${path}\\taken`), "old");
    assertEquals(handOver(folder, "none", "x"), -ENOENT);
    assertEquals(fs.errorName(-ENOENT), "ERROR_FILE_NOT_FOUND");
    assert(/Windows error 2$/.test(fs.errorText(-ENOENT)), fs.errorText(-ENOENT));
  }),
);

testOrSkip(
  "handOver tells how far it is",
  IS_WINE ? "Wine 8 takes the callback and never calls it" : null,
  inFolder((path, folder) => {
    Deno.writeFileSync(`${path}\\large`, new Uint8Array(8 * 1024 * 1024));
    const seen: number[] = [];
    assertEquals(handOver(folder, "large", "copy", null, (bytes) => seen.push(bytes)), 0);
    assertEquals(seen.at(-1), 8 * 1024 * 1024);
  }),
);

testOrSkip(
  "handOver stops when it is told to, and leaves nothing",
  IS_WINE ? "Wine 8 does not look at the flag" : null,
  inFolder((path, folder) => {
    Deno.writeFileSync(`${path}\\large`, new Uint8Array(8 * 1024 * 1024));
    const cancel = new Int32Array(new SharedArrayBuffer(4)).fill(1);
    assertEquals(handOver(folder, "large", "copy", cancel), -ECANCELED);
    assertEquals(statOf(folder, "copy"), -ENOENT);
  }),
);
