// Folders through ntdll: opened below a folder and never through what leads out of it, listed with names
// as they are and with all that is told of each entry.

import { assert, assertEquals } from "@std/assert";
import { ENOENT, ENOTDIR, ENOTEMPTY, EXDEV } from "../../ffi/errno.ts";
import {
  cString,
  ENTRY_TYPE,
  FileStat,
  Listing,
  NLINK_NOT_TOLD,
  textOf,
  WORD,
} from "../../ffi/mod.ts";
import { testOrSkip } from "../support/skip.ts";
import { fs, inFolder, notInWine, statOf, writeFile } from "./support.ts";

/** Names that programs on Windows cannot use, but the file system can. */
const AWKWARD = ["con", "nul.txt", "dot.", "space ", "a b", "Ünïcödé", "日本"];

function namesIn(folder: number, capacity = 64 * 1024): string[] {
  const listing = new Listing(capacity);
  const names: string[] = [];
  for (let end = 0; end === 0;) {
    listing.clear();
    end = fs.list(folder, listing);
    assert(end >= 0);
    for (let i = 0; i < listing.count; i++) names.push(textOf(listing.name(i)));
  }
  return names.sort();
}

Deno.test(
  "makeFolder, list and removeFolder take every name as it is",
  inFolder((_, folder) => {
    for (const name of AWKWARD) assertEquals(fs.makeFolder(folder, cString(name), 0o700), 0, name);
    assertEquals(namesIn(folder), [...AWKWARD].sort());
    for (const name of AWKWARD) assertEquals(fs.removeFolder(folder, cString(name)), 0, name);
    fs.rewind(folder);
    assertEquals(namesIn(folder), []);
  }),
);

Deno.test(
  "list in many batches gives each entry once, and again after rewind",
  inFolder((path, folder) => {
    const names = Array.from({ length: 700 }, (_, i) => `file-${i}`.padEnd(60, "x")).sort();
    for (const name of names) writeFile(path, name);
    assertEquals(namesIn(folder, 4096), names);
    fs.rewind(folder);
    assertEquals(namesIn(folder), names);
  }),
);

Deno.test(
  "stat of a listed entry says what a handle says, but for the number of names",
  inFolder((path, folder) => {
    writeFile(path, "file", "12345");
    Deno.mkdirSync(`${path}\\sub`);
    const asked = ["file", "sub"].map((name) => statOf(folder, name) as FileStat);
    namesIn(folder);
    const listed = ["file", "sub"].map((name) => statOf(folder, name) as FileStat);
    assertEquals(listed.map((stat) => stat.nlink), [NLINK_NOT_TOLD, NLINK_NOT_TOLD]);
    for (const stat of asked) stat.words[WORD.nlink] = NLINK_NOT_TOLD;
    assertEquals(listed.map((stat) => stat.words), asked.map((stat) => stat.words));
    assertEquals([listed[0].isFile, listed[0].size, listed[1].isFolder], [true, 5, true]);
  }),
);

Deno.test(
  "stat after a change through the same folder tells the new state",
  inFolder((path, folder) => {
    writeFile(path, "file", "old");
    writeFile(path, "other", "newer");
    namesIn(folder);
    assertEquals((statOf(folder, "file") as FileStat).size, 3);
    assertEquals(fs.rename(folder, cString("other"), folder, cString("file")), 0);
    assertEquals((statOf(folder, "file") as FileStat).size, 5);
    assertEquals(statOf(folder, "other"), -ENOENT);
    assertEquals(fs.unlink(folder, cString("file")), 0);
    assertEquals(statOf(folder, "file"), -ENOENT);
  }),
);

Deno.test(
  "openFolderBeneath goes down many parts, and never up or elsewhere",
  inFolder((path, folder) => {
    Deno.mkdirSync(`${path}\\a\\b\\c`, { recursive: true });
    writeFile(path, "file");
    const deep = fs.openFolderBeneath(folder, cString("a/b/c"), false);
    assert(deep > 0);
    assertEquals(fs.makeFolder(deep, cString("here"), 0), 0);
    assert(Deno.statSync(`${path}\\a\\b\\c\\here`).isDirectory);
    fs.close(deep);
    const itself = fs.openFolderBeneath(folder, cString(""), false);
    assert(itself > 0);
    fs.close(itself);
    for (const [below, error] of [["..", EXDEV], ["a/../../x", EXDEV], ["/a", EXDEV]] as const) {
      assertEquals(fs.openFolderBeneath(folder, cString(below), false), -error, below);
    }
    assertEquals(fs.openFolderBeneath(folder, cString("none"), false), -ENOENT);
    assertEquals(fs.openFolderBeneath(folder, cString("file"), false), -ENOTDIR);
  }),
);

Deno.test(
  "an open folder can be neither renamed nor removed by others",
  inFolder((path, folder) => {
    fs.makeFolder(folder, cString("held"), 0);
    const held = fs.openFolderBeneath(folder, cString("held"), false);
    assert(fs.rename(folder, cString("held"), folder, cString("moved")) < 0);
    assert(fs.removeFolder(folder, cString("held")) < 0);
    fs.close(held);
    assertEquals(fs.removeFolder(folder, cString("held")), 0);
    assertEquals([...Deno.readDirSync(path)], []);
  }),
);

Deno.test(
  "removeFolder refuses what is not empty or no folder",
  inFolder((path, folder) => {
    Deno.mkdirSync(`${path}\\full\\x`, { recursive: true });
    writeFile(path, "file");
    assertEquals(fs.removeFolder(folder, cString("full")), -ENOTEMPTY);
    assertEquals(fs.removeFolder(folder, cString("file")), -ENOTDIR);
  }),
);

/** Makes a chain of folders, opens the last one by its whole path, and removes the chain again. */
function goDown(folder: number, depth: number): void {
  const name = "n".repeat(200);
  const handles = [folder];
  try {
    for (let i = 0; i < depth; i++) {
      assertEquals(fs.makeFolder(handles[i], cString(name), 0), 0);
      handles.push(fs.openFolderBeneath(handles[i], cString(name), false));
      assert(handles[i + 1] > 0, fs.errorName(handles[i + 1]));
    }
    const path = Array(depth).fill(name).join("/");
    const deep = fs.openFolderBeneath(folder, cString(path), false);
    assert(deep > 0, fs.errorName(deep));
    const stat = new FileStat(), same = new FileStat();
    assertEquals([fs.statHandle(deep, stat), fs.statHandle(handles[depth], same)], [0, 0]);
    assert(stat.hasSameInode(same));
    fs.close(deep);
  } finally {
    for (const handle of handles.slice(1).reverse()) fs.close(handle);
    for (let i = handles.length - 2; i >= 0; i--) {
      const parent = fs.openFolderBeneath(folder, cString(Array(i).fill(name).join("/")), false);
      fs.removeFolder(parent, cString(name));
      fs.close(parent);
    }
  }
}

Deno.test("paths of 3,000 characters open", inFolder((_, folder) => goDown(folder, 15)));

testOrSkip(
  "paths of 30,000 characters open",
  notInWine("is above Linux, which takes 4,095 bytes"),
  inFolder((_, folder) => goDown(folder, 149)),
);

Deno.test(
  "list tells folders from files",
  inFolder((path, folder) => {
    writeFile(path, "file");
    Deno.mkdirSync(`${path}\\sub`);
    const listing = new Listing(4096);
    assertEquals(fs.list(folder, listing), 1);
    const types = Object.fromEntries(
      [...Array(listing.count).keys()].map((i) => [textOf(listing.name(i)), listing.type[i]]),
    );
    assertEquals(types, { file: ENTRY_TYPE.file, sub: ENTRY_TYPE.folder });
  }),
);
