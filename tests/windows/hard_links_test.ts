// Hard links on Windows, where a listing does not tell how many names a file has: they are kept as
// elsewhere, whichever of the names was there before, and a dry run says so.

import { assert, assertEquals } from "@std/assert";
import {
  cString,
  ENTRY_TYPE,
  FileStat,
  Listing,
  NLINK_NOT_TOLD,
  openNative,
  WORD,
} from "../../ffi/mod.ts";
import * as k from "../../ffi/windows/constants.ts";
import { FILE_ID_FULL_DIR_INFORMATION as ENTRY } from "../../ffi/windows/structs.ts";
import type { Summary } from "../../lib/summary.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { intercepting, type StandIn } from "./intercept.ts";
import { attributesOf, inside, setAttributes, type Sides, statIn, withSides } from "./sides.ts";
import { testOrSkip } from "../support/skip.ts";
import { CLEARS_ATTRIBUTES, fs, makeFolder, writeFile } from "./support.ts";

const HIDDEN = 2;

/** Names of a folder in groups: those of one file stand together. */
function groupsIn(folder: string): string[] {
  const groups = new Map<string, string[]>();
  for (const name of [...Deno.readDirSync(folder)].map(({ name }) => name).sort()) {
    const { words } = statIn(folder, name);
    const id = `${words[WORD.ino]} ${words[WORD.ino + 1]}`;
    groups.set(id, [...groups.get(id) ?? [], name]);
  }
  return [...groups.values()].map((names) => names.join(" ")).sort();
}

/** Runs dry, then for good, and checks that both say the same and that nothing is left to do. */
async function mirrorTwice({ source, target, run }: Sides): Promise<Summary> {
  const planned = await run({ dryRun: true });
  const done = await run();
  const { filesCopied, filesReplaced, linksCreated, filesUnchanged, metadataUpdated } = done;
  const counts = { filesCopied, filesReplaced, linksCreated, filesUnchanged, metadataUpdated };
  assertEquals({ ...planned, ...counts }, planned, "the dry run says what the run does");
  assertEquals([done.outcome, groupsIn(target)], ["done", groupsIn(source)]);
  const again = await run();
  const left = [again.filesCopied, again.filesReplaced, again.linksCreated, again.metadataUpdated];
  assertEquals(left, [0, 0, 0, 0], "a further run does nothing");
  return done;
}

Deno.test(
  "names of one file are copied once",
  withSides(async (sides) => {
    writeFile(sides.source, "first");
    Deno.linkSync(`${sides.source}\\first`, `${sides.source}\\second`);
    const { filesCopied, linksCreated } = await mirrorTwice(sides);
    assertEquals([filesCopied, linksCreated], [1, 1]);
  }),
);

for (const old of ["a", "m", "z"]) {
  Deno.test(
    `new names of an unchanged file are linked to it (the old one is ${old})`,
    withSides(async (sides) => {
      writeFile(sides.source, old);
      writeFile(sides.source, "other");
      await sides.run();
      for (const name of ["b", "y"]) {
        Deno.linkSync(`${sides.source}\\${old}`, `${sides.source}\\${name}`);
      }
      await mirrorTwice(sides);
      assertEquals(groupsIn(sides.target), [["b", "y", old].sort().join(" "), "other"].sort());
    }),
  );
}

Deno.test(
  "a name in another folder is linked as well, by several workers too",
  withSides(async (sides) => {
    for (let i = 0; i < 40; i++) {
      Deno.mkdirSync(`${sides.source}\\${i}`);
      for (let j = 0; j < 20; j++) writeFile(`${sides.source}\\${i}`, `${j}`, `${i} ${j}`);
    }
    await sides.run();
    Deno.mkdirSync(`${sides.source}\\new`);
    for (let i = 0; i < 40; i++) {
      Deno.linkSync(`${sides.source}\\${i}\\5`, `${sides.source}\\new\\${i}`);
    }
    await sides.run();
    for (let i = 0; i < 40; i++) {
      const [old, added] = [[`${i}`, "5"], ["new", `${i}`]].map(([folder, name]) =>
        statIn(`${sides.target}\\${folder}`, name)
      );
      assert(old.hasSameInode(added), `new\\${i}`);
    }
    assertEquals((await sides.run()).linksCreated, 0);
  }),
);

Deno.test(
  "names that are one file in the source and two in the target become one",
  withSides(async (sides) => {
    writeFile(sides.source, "a", "same");
    await sides.run();
    Deno.copyFileSync(`${sides.target}\\a`, `${sides.target}\\b`);
    Deno.linkSync(`${sides.source}\\a`, `${sides.source}\\b`);
    const stat = statIn(sides.source, "a");
    inside(sides.target, (folder) => fs.setTimesAt(folder, cString("b"), stat));
    const { filesCopied, filesReplaced, linksCreated } = await mirrorTwice(sides);
    assertEquals([filesCopied, filesReplaced, linksCreated], [0, 0, 1]);
  }),
);

Deno.test(
  "groups that swapped members are two groups again",
  withSides(async (sides) => {
    const { source } = sides;
    const group = (...[first, ...more]: string[]) => {
      writeFile(source, first, "same");
      const time = new Date("2024-05-06T07:08:09Z");
      Deno.utimeSync(`${source}\\${first}`, time, time);
      for (const name of more) Deno.linkSync(`${source}\\${first}`, `${source}\\${name}`);
    };
    group("p", "q");
    group("r", "s");
    await sides.run();
    for (const name of "pqrs") Deno.removeSync(`${source}\\${name}`);
    group("p", "r");
    group("q", "s");
    await mirrorTwice(sides);
    assertEquals(groupsIn(sides.target), ["p r", "q s"]);
  }),
);

testOrSkip(
  "a target file with a second name elsewhere is replaced, not changed in place",
  CLEARS_ATTRIBUTES,
  withSides(async ({ source, target, run }) => {
    writeFile(source, "file");
    await run();
    const elsewhere = `${target} elsewhere`;
    Deno.linkSync(`${target}\\file`, elsewhere);
    setAttributes(source, "file", HIDDEN);
    assertEquals((await run()).filesReplaced, 1);
    assertEquals(attributesOf(target, "file") & HIDDEN, HIDDEN);
    const [parent, name] = [elsewhere.replace(/\\[^\\]*$/, ""), elsewhere.replace(/.*\\/, "")];
    assertEquals(attributesOf(parent, name) & HIDDEN, 0);
    Deno.removeSync(elsewhere);
  }),
);

Deno.test(
  "--no-hard-links copies each name",
  withSides(async ({ source, target, run }) => {
    writeFile(source, "a");
    Deno.linkSync(`${source}\\a`, `${source}\\b`);
    const keep = { ...DEFAULT_OPTIONS.keep, hardLinks: false };
    assertEquals((await run({ keep })).filesCopied, 2);
    assertEquals(groupsIn(target), ["a", "b"]);
  }),
);

/** Says of the entries named "link" that they are symlinks, in a folder's listing as Windows lays it out. */
const SYMLINKS: StandIn = (real, ...parameters) => {
  const status = real(...parameters);
  const { buffer, byteOffset } = parameters[5] as Uint8Array;
  const records = new DataView(buffer, byteOffset);
  for (let at = 0; status >= 0;) {
    const name = new Uint16Array(
      buffer,
      byteOffset + at + ENTRY.FileName,
      records.getUint32(at + ENTRY.FileNameLength, true) / 2,
    );
    if (String.fromCharCode(...name).startsWith("link")) {
      records.setUint32(at + ENTRY.FileAttributes, k.FILE_ATTRIBUTE_REPARSE_POINT, true);
      records.setUint32(at + ENTRY.EaSize, k.IO_REPARSE_TAG_SYMLINK, true);
    }
    const next = records.getUint32(at, true);
    if (next === 0) break;
    at += next;
  }
  return status;
};

Deno.test("how many names a symlink has is asked, since a listing does not tell", async () => {
  const path = makeFolder();
  writeFile(path, "link");
  writeFile(path, "file");
  Deno.linkSync(`${path}\\link`, `${path}\\link again`);
  await intercepting({ NtQueryDirectoryFile: SYMLINKS }, async () => {
    const native = await openNative();
    const folder = native.openFolder(cString(path));
    const listing = new Listing(4096);
    assertEquals(native.list(folder, listing), 1);
    const types = [...listing.type.subarray(0, listing.count)].sort();
    assertEquals(types, [ENTRY_TYPE.symlink, ENTRY_TYPE.symlink, ENTRY_TYPE.file].sort());
    const names = ["link", "link again", "file"].map((name) => {
      const stat = new FileStat();
      assertEquals(native.stat(folder, cString(name), stat), 0);
      return stat.nlink;
    });
    assertEquals(names, [2, 2, NLINK_NOT_TOLD]);
    native.close(folder);
  });
  Deno.removeSync(path, { recursive: true });
});
