// File systems whose files have numbers of 128 bits (ReFS, and with it Dev Drives): the 64 bits that older questions
// answer are neither unique there nor the same from one question to another. Wine has 64 bits, so it is stood in for.

import { assert, assertEquals } from "@std/assert";
import { cString, FileStat, Listing, openNative } from "../../ffi/mod.ts";
import * as k from "../../ffi/windows/constants.ts";
import {
  FILE_ALL_INFORMATION as ALL,
  FILE_ID_EXTD_DIR_INFORMATION as WIDE,
  FILE_ID_FULL_DIR_INFORMATION as NARROW,
  FILE_ID_INFORMATION as ID,
} from "../../ffi/windows/structs.ts";
import { intercepting, type StandIn } from "./intercept.ts";
import { attributesOf, setAttributes, type Sides, withSides } from "./sides.ts";
import { makeFolder, writeFile } from "./support.ts";

/** The lower halves of all numbers, and what a listing of the older class says instead. */
const LOWER_HALF = 7n, OTHER_NUMBER = 8n;
const HIDDEN = 2;
const DONE = { outcome: "done", errors: 0 };

/** How often ntdll was asked what. */
interface Asked {
  listings: Record<number, number>;
  ids: number;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Where each record of a listing begins. */
function* recordsIn(view: DataView): Generator<number> {
  for (let at = 0;;) {
    yield at;
    const next = view.getUint32(at, true);
    if (next === 0) return;
    at += next;
  }
}

/** Writes the records of a listing with 64-bit numbers anew, with these numbers in the upper half of 128 bits. */
function widen(records: Uint8Array, to: Uint8Array): void {
  const from = viewOf(records), view = viewOf(to);
  let at = 0;
  for (const start of recordsIn(from)) {
    const nameBytes = from.getUint32(start + NARROW.FileNameLength, true);
    to.set(records.subarray(start, start + NARROW.EaSize), at);
    view.setUint32(at + NARROW.EaSize, 0, true);
    view.setUint32(at + WIDE.ReparsePointTag, from.getUint32(start + NARROW.EaSize, true), true);
    view.setBigUint64(at + WIDE.FileId, LOWER_HALF, true);
    view.setBigUint64(at + WIDE.FileId + 8, from.getBigUint64(start + NARROW.FileId, true), true);
    const name = records.subarray(start + NARROW.FileName, start + NARROW.FileName + nameBytes);
    to.set(name, at + WIDE.FileName);
    const length = (WIDE.FileName + nameBytes + 7) & ~7;
    const isLast = from.getUint32(start, true) === 0;
    view.setUint32(at, isLast ? 0 : length, true);
    at += length;
  }
}

/** What ntdll answers there; `refused` are classes of listings that the file system does not know. */
function refs(asked: Asked, refused: readonly number[] = []): Record<string, StandIn> {
  return {
    NtQueryInformationFile: (real, handle, status, information: Uint8Array, length, what) => {
      const answer = real(handle, status, information, length, what);
      const view = viewOf(information);
      if (what === k.FileAllInformation) view.setBigUint64(ALL.IndexNumber, LOWER_HALF, true);
      if (what === k.FileIdInformation) {
        asked.ids++;
        view.setBigUint64(ID.FileId + 8, view.getBigUint64(ID.FileId, true), true);
        view.setBigUint64(ID.FileId, LOWER_HALF, true);
      }
      return answer;
    },
    NtQueryDirectoryFile: (real, ...parameters) => {
      const what: number = parameters[7];
      asked.listings[what] = (asked.listings[what] ?? 0) + 1;
      if (refused.includes(what)) return k.STATUS_INVALID_INFO_CLASS;
      if (what !== k.FileIdExtdDirectoryInformation) {
        const answer = real(...parameters);
        if (what === k.FileIdFullDirectoryInformation && answer >= 0) {
          const view = viewOf(parameters[5]);
          for (const at of recordsIn(view)) {
            view.setBigUint64(at + NARROW.FileId, OTHER_NUMBER, true);
          }
        }
        return answer;
      }
      const room = Math.floor(parameters[6] / 2) & ~7; // a record grows by 8 bytes
      const records = new Uint8Array(room);
      const narrow = [records, room, k.FileIdFullDirectoryInformation];
      const answer = real(...parameters.toSpliced(5, 3, ...narrow));
      if (answer >= 0) widen(records, parameters[5]);
      return answer;
    },
  };
}

function nothing(): Asked {
  return { listings: {}, ids: 0 };
}

/** Two files under two names each, in two folders, and two files more. */
function makeTree({ source }: Sides): void {
  for (const folder of ["a", "b"]) {
    Deno.mkdirSync(`${source}\\${folder}`);
    writeFile(`${source}\\${folder}`, "file", `text of ${folder}`);
    Deno.linkSync(`${source}\\${folder}\\file`, `${source}\\${folder}\\link`);
    writeFile(`${source}\\${folder}`, "other", folder);
  }
}

const REFUSED = {
  "no listing": [],
  "the listing with 128-bit numbers": [k.FileIdExtdDirectoryInformation],
  "listings with numbers": [k.FileIdExtdDirectoryInformation, k.FileIdFullDirectoryInformation],
};
for (const [name, refused] of Object.entries(REFUSED)) {
  Deno.test(
    `files whose numbers agree in their lower halves are no hard links, where ${name} is refused`,
    withSides(async (sides) => {
      const { source, target } = sides;
      makeTree(sides);
      const run = async () => {
        const ended = await intercepting(refs(nothing(), refused), () => sides.run({ jobs: 1 }));
        assertEquals({ outcome: ended.outcome, errors: ended.errors.length }, DONE);
        return ended;
      };
      const first = await run();
      assertEquals([first.filesCopied, first.linksCreated], [4, 2]);
      for (const folder of ["a", "b"]) {
        for (const name of ["file", "link"]) {
          const text = Deno.readTextFileSync(`${target}\\${folder}\\${name}`);
          assertEquals(text, `text of ${folder}`);
        }
      }
      const second = await run();
      assertEquals([second.filesUnchanged, second.filesCopied, second.linksCreated], [6, 0, 0]);
      setAttributes(`${source}\\b`, "other", HIDDEN);
      assertEquals((await run()).metadataUpdated, 1);
      assertEquals(attributesOf(`${target}\\b`, "other") & HIDDEN, HIDDEN);
    }),
  );
}

Deno.test("a listing with 128-bit numbers and a handle tell the same of each entry", async () => {
  const path = makeFolder();
  const names = ["file", "another one", "ünïcödé 日本", "x"];
  for (const name of names) writeFile(path, name);
  Deno.mkdirSync(`${path}\\folder`);
  const asked = nothing();
  await intercepting(refs(asked), async () => {
    const fs = await openNative();
    const folder = fs.openFolder(cString(path));
    assertEquals(fs.list(folder, new Listing(65536)), 1);
    const stats = ["folder", ...names].map((name) => {
      const [listed, opened] = [new FileStat(), new FileStat()];
      assert(fs.statListed(folder, cString(name), listed), name);
      const handle = name === "folder"
        ? fs.openFolderBeneath(folder, cString(name), false)
        : fs.openForReading(folder, cString(name), false);
      assertEquals(fs.statHandle(handle, opened), 0);
      fs.close(handle);
      assert(listed.hasSameInode(opened), name);
      assertEquals([listed.mode, listed.size], [opened.mode, opened.size], name);
      return listed;
    });
    for (const [i, one] of stats.entries()) {
      for (const other of stats.slice(i + 1)) assert(!one.hasSameInode(other));
    }
    fs.close(folder);
  });
  assertEquals(Object.keys(asked.listings), [String(k.FileIdExtdDirectoryInformation)]);
  Deno.removeSync(path, { recursive: true });
});

Deno.test(
  "where numbers have 64 bits no handle is asked for 128, and no listing",
  withSides(async (sides) => {
    makeTree(sides);
    let asked = nothing();
    const counting: Record<string, StandIn> = {
      NtQueryInformationFile: (real, ...parameters) => {
        if (parameters[4] === k.FileIdInformation) asked.ids++;
        return real(...parameters);
      },
      NtQueryDirectoryFile: (real, ...parameters) => {
        asked.listings[parameters[7]] = 1;
        return real(...parameters);
      },
    };
    const idsAsked: number[] = [];
    await sides.run();
    for (const files of [1, 30]) {
      for (let i = 0; i < files; i++) writeFile(sides.source, `${files} ${i}`);
      asked = nothing();
      const { outcome } = await intercepting(counting, () => sides.run({ jobs: 1 }));
      assertEquals(outcome, "done");
      assertEquals(Object.keys(asked.listings), [String(k.FileIdFullDirectoryInformation)]);
      idsAsked.push(asked.ids);
    }
    assert(idsAsked[1] <= idsAsked[0], `asked for as many files: ${idsAsked}`);
  }),
);
