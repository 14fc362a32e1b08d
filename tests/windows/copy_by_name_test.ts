// CopyFileExW behind `copyByName`: whole files by name, and never over one that is there.

import { assert, assertEquals } from "@std/assert";
import { EEXIST, ENOENT } from "../../ffi/errno.ts";
import { cString, FileStat, WORD } from "../../ffi/mod.ts";
import { fs, inFolder, statOf, writeFile } from "./support.ts";

function copy(folder: number, from: string, to: string): number {
  const names = { fromFolder: folder, from: cString(from), toFolder: folder, to: cString(to) };
  const file = fs.copyByName({ ...names, unbuffered: false, cancel: null, onProgress: null });
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
    assert(/^\w.+, Windows error 2$/.test(fs.errorText(-ENOENT)), fs.errorText(-ENOENT));
  }),
);
