// Files through ntdll: made, written, named in one step, linked and deleted, whatever their attributes.

import { assert, assertEquals } from "@std/assert";
import { EBUSY, EEXIST, EISDIR, ENOENT } from "../../ffi/errno.ts";
import { cString, FileStat, WORD } from "../../ffi/mod.ts";
import { testOrSkip } from "../support/skip.ts";
import { fs, inFolder, notInWine, statOf, writeFile } from "./support.ts";

const READONLY = 1, HIDDEN = 2, SYSTEM = 4, ARCHIVE = 32;
const text = (value: string) => new TextEncoder().encode(value);

/** A stat that holds nothing but attributes. */
function withAttributes(attributes: number): FileStat {
  const stat = new FileStat();
  stat.words[WORD.attributes] = attributes;
  return stat;
}

function create(folder: number, name: string, content: string): number {
  const file = fs.createNamed(folder, cString(name), 0o644);
  assert(file > 0, fs.errorName(file));
  assertEquals(fs.write(file, text(content), content.length, 0), content.length);
  return file;
}

Deno.test(
  "a file has its bytes, size and name as written, read and renamed",
  inFolder((path, folder) => {
    const file = create(folder, ".part", "0123456789");
    assertEquals(fs.truncate(file, 7), 0);
    assertEquals(fs.sync(file), 0);
    assertEquals(fs.renameNew(folder, cString(".part"), folder, cString("whole. ")), 0);
    assertEquals(fs.close(file), 0);
    const again = fs.openForReading(folder, cString("whole. "), false);
    const buffer = new Uint8Array(16);
    assertEquals(fs.read(again, buffer, 16, 2), 5);
    assertEquals(new TextDecoder().decode(buffer.subarray(0, 5)), "23456");
    assertEquals(fs.read(again, buffer, 16, 7), 0);
    fs.close(again);
    assertEquals([...Deno.readDirSync(path)].length, 1);
  }),
);

Deno.test(
  "names of one letter are made, linked, replaced and deleted",
  inFolder((path, folder) => {
    const file = create(folder, ".part", "1");
    assertEquals(fs.renameNew(folder, cString(".part"), folder, cString("a")), 0);
    assertEquals(fs.close(file), 0);
    assertEquals(fs.link(folder, cString("a"), folder, cString("b")), 0);
    writeFile(path, "c", "3");
    assertEquals(fs.rename(folder, cString("c"), folder, cString("b")), 0);
    assertEquals(["a", "b"].map((name) => Deno.readTextFileSync(`${path}\\${name}`)), ["1", "3"]);
    for (const name of ["a", "b"]) assertEquals(fs.unlink(folder, cString(name)), 0);
    assertEquals([...Deno.readDirSync(path)], []);
  }),
);

Deno.test(
  "createNamed and renameNew refuse a name that is taken, rename replaces it",
  inFolder((path, folder) => {
    writeFile(path, "taken", "old");
    assertEquals(fs.createNamed(folder, cString("taken"), 0), -EEXIST);
    assertEquals(fs.createNamed(folder, cString("TAKEN"), 0), -EEXIST);
    const file = create(folder, ".part", "new");
    assertEquals(fs.renameNew(folder, cString(".part"), folder, cString("taken")), -EEXIST);
    assertEquals(fs.rename(folder, cString(".part"), folder, cString("taken")), 0);
    fs.close(file);
    assertEquals(Deno.readTextFileSync(`${path}\\taken`), "new");
  }),
);

for (const [kind, attributes] of [["read-only", READONLY], ["hidden", HIDDEN | SYSTEM]] as const) {
  Deno.test(
    `rename and unlink work on a ${kind} file`,
    inFolder((path, folder) => {
      for (const name of ["replaced", "deleted"]) {
        const file = create(folder, name, name);
        assertEquals(fs.setAttributes(file, withAttributes(attributes)), 0);
        fs.close(file);
        assertEquals((statOf(folder, name) as FileStat).attributes & 7, attributes);
      }
      const part = create(folder, ".part", "new");
      assertEquals(fs.rename(folder, cString(".part"), folder, cString("replaced")), 0);
      fs.close(part);
      assertEquals(Deno.readTextFileSync(`${path}\\replaced`), "new");
      assertEquals(fs.unlink(folder, cString("deleted")), 0);
      assertEquals(statOf(folder, "deleted"), -ENOENT);
    }),
  );
}

Deno.test(
  "unlink does not take a folder",
  inFolder((path, folder) => {
    Deno.mkdirSync(`${path}\\sub`);
    assertEquals(fs.unlink(folder, cString("sub")), -EISDIR);
    assertEquals(fs.openForReading(folder, cString("sub"), false), -EISDIR);
  }),
);

Deno.test(
  "a file that is being made is safe from others' hands",
  inFolder((_, folder) => {
    const file = create(folder, ".part", "x");
    assertEquals(fs.unlink(folder, cString(".part")), -EBUSY);
    assertEquals(fs.errorName(-EBUSY), "ERROR_SHARING_VIOLATION");
    assertEquals(fs.openForWriting(folder, cString(".part")), -EBUSY);
    const reader = fs.openForReading(folder, cString(".part"), false);
    assert(reader > 0);
    fs.close(reader);
    fs.close(file);
    assertEquals(fs.unlink(folder, cString(".part")), 0);
  }),
);

Deno.test(
  "what somebody else has open is asked for again for a while",
  inFolder((path, folder) => {
    writeFile(path, "new");
    const held = create(folder, "held", "x");
    const tries: [string, () => number][] = [
      ["openForWriting", () => fs.openForWriting(folder, cString("held"))],
      ["unlink", () => fs.unlink(folder, cString("held"))],
      ["rename", () => fs.rename(folder, cString("new"), folder, cString("held"))],
    ];
    for (const [name, attempt] of tries) {
      const start = performance.now();
      assertEquals(attempt(), -EBUSY, name);
      assertEquals(fs.errorName(-EBUSY), "ERROR_SHARING_VIOLATION");
      // 5, 10, 20, 40 and 80 ms, less what the clocks are apart
      assert(performance.now() - start > 140, name);
    }
    fs.close(held);
    assertEquals(fs.rename(folder, cString("new"), folder, cString("held")), 0);
  }),
);

Deno.test(
  "link gives one file two names",
  inFolder((path, folder) => {
    writeFile(path, "first");
    assertEquals(fs.link(folder, cString("first"), folder, cString("second")), 0);
    assertEquals(fs.link(folder, cString("first"), folder, cString("second")), -EEXIST);
    const [first, second] = ["first", "second"].map((name) => statOf(folder, name) as FileStat);
    assert(first.hasSameInode(second));
    assertEquals([first.nlink, second.nlink], [2, 2]);
  }),
);

Deno.test(
  "times are kept to 100 ns, by handle and by name, before 1970 too",
  inFolder((path, folder) => {
    writeFile(path, "file");
    Deno.mkdirSync(`${path}\\sub`);
    const from = new FileStat();
    for (const seconds of [1_700_000_000, 5_000_000_000, -1_000_000_000]) {
      from.words[WORD.mtime] = seconds;
      from.words[WORD.mtime + 1] = Math.floor(seconds / 2 ** 32);
      from.words[WORD.mtimeNsec] = 123_456_700;
      for (const word of [WORD.atime, WORD.btime]) {
        from.words[word] = 1_600_000_000;
        from.words[word + 2] = 700;
      }
      const reading = fs.openForReading(folder, cString("file"), false);
      assertEquals(fs.setTimes(reading, from), 0, "by a handle that was opened for reading");
      fs.close(reading);
      assertEquals(fs.setTimesAt(folder, cString("sub"), from), 0);
      for (const name of ["file", "sub"]) {
        const stat = statOf(folder, name) as FileStat;
        assertEquals([stat.mtimeSec, stat.mtimeNsec], [seconds, 123_456_700]);
      }
    }
  }),
);

testOrSkip(
  "the time of creation is kept",
  notInWine("keeps none: Linux has no call to set it"),
  inFolder((path, folder) => {
    writeFile(path, "file");
    const from = new FileStat();
    for (const word of [WORD.atime, WORD.btime, WORD.mtime]) from.words[word] = 1_600_000_000;
    from.words[WORD.btimeNsec] = 700;
    assertEquals(fs.setTimesAt(folder, cString("file"), from), 0);
    const { words } = statOf(folder, "file") as FileStat;
    assertEquals([words[WORD.btime], words[WORD.btimeNsec]], [1_600_000_000, 700]);
  }),
);

Deno.test(
  "attributes are set and told",
  inFolder((path, folder) => {
    writeFile(path, "file");
    for (const attributes of [HIDDEN, SYSTEM, READONLY | HIDDEN | SYSTEM, 0]) {
      const wanted = withAttributes(attributes | ARCHIVE);
      assertEquals(fs.setAttributesAt(folder, cString("file"), wanted), 0);
      assertEquals((statOf(folder, "file") as FileStat).attributes, attributes | ARCHIVE);
    }
  }),
);

testOrSkip(
  "the archive attribute can be taken away",
  notInWine("says that every file has it"),
  inFolder((path, folder) => {
    writeFile(path, "file");
    assertEquals(fs.setAttributesAt(folder, cString("file"), withAttributes(0)), 0);
    assertEquals((statOf(folder, "file") as FileStat).attributes, 0);
  }),
);
