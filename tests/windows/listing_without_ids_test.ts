// File systems that do not know the listing with the entries' numbers, as some servers' shares: names and types
// come by an older one, each entry is asked, and the refusal is remembered. Wine knows both, so it is stood in for.

import { assert, assertEquals } from "@std/assert";
import { cString, ENTRY_TYPE, FileStat, Listing, openNative, textOf } from "../../ffi/mod.ts";
import * as k from "../../ffi/windows/constants.ts";
import { intercepting, type StandIn } from "./intercept.ts";
import { type Sides, withSides } from "./sides.ts";
import { makeFolder, writeFile } from "./support.ts";

/** Position of FileInformationClass among the parameters of NtQueryDirectoryFile. */
const CLASS = 7;
const REFUSALS = {
  STATUS_INVALID_INFO_CLASS: k.STATUS_INVALID_INFO_CLASS,
  STATUS_NOT_SUPPORTED: k.STATUS_NOT_SUPPORTED,
  STATUS_INVALID_PARAMETER: k.STATUS_INVALID_PARAMETER,
  STATUS_NOT_IMPLEMENTED: k.STATUS_NOT_IMPLEMENTED,
};
const FOLDERS = 3, FILES = 200;
const NAMES = Array.from({ length: FILES }, (_, i) => `file ${i} ünïcödé`);

/** What ntdll answers there; each refusal is counted. */
function withoutIds(status: number, refused: { count: number }): Record<string, StandIn> {
  return {
    NtQueryDirectoryFile: (real, ...parameters) => {
      if (parameters[CLASS] !== k.FileIdFullDirectoryInformation) return real(...parameters);
      refused.count++;
      return status;
    },
  };
}

function makeTree({ source }: Sides): void {
  for (let folder = 0; folder < FOLDERS; folder++) {
    Deno.mkdirSync(`${source}\\${folder}`);
    for (const name of NAMES) writeFile(`${source}\\${folder}`, name);
  }
}

for (const [name, status] of Object.entries(REFUSALS)) {
  Deno.test(
    `a mirror on file systems whose listing answers ${name} is whole, and a second one a no-op`,
    withSides(async (sides) => {
      makeTree(sides);
      const refused = { count: 0 };
      const run = () => intercepting(withoutIds(status, refused), () => sides.run({ jobs: 1 }));
      const first = await run();
      assertEquals([first.outcome, first.filesCopied], ["done", FOLDERS * FILES]);
      for (let folder = 0; folder < FOLDERS; folder++) {
        const names = [...Deno.readDirSync(`${sides.target}\\${folder}`)].map(({ name }) => name);
        assertEquals(names.sort(), NAMES.toSorted());
      }
      const second = await run();
      const { filesUnchanged, filesCopied, metadataUpdated, deleted } = second;
      assertEquals({ filesUnchanged, filesCopied, metadataUpdated, deleted }, {
        filesUnchanged: FOLDERS * FILES,
        filesCopied: 0,
        metadataUpdated: 0,
        deleted: 0,
      });
    }),
  );
}

Deno.test("the refusal is remembered for all folders below an open one, whatever they hold", async () => {
  const path = makeFolder();
  for (const name of ["a", "b"]) {
    Deno.mkdirSync(`${path}\\${name}`);
    writeFile(`${path}\\${name}`, "file");
    Deno.mkdirSync(`${path}\\${name}\\sub`);
  }
  const refused = { count: 0 };
  await intercepting(withoutIds(k.STATUS_INVALID_INFO_CLASS, refused), async () => {
    const fs = await openNative();
    const root = fs.openFolder(cString(path));
    const stat = new FileStat();
    for (const below of ["", "a", "b"]) {
      const folder = fs.openFolderBeneath(root, cString(below), false);
      const listing = new Listing(4096);
      assertEquals(fs.list(folder, listing), 1);
      const types = [...Array(listing.count).keys()].map((i) =>
        [textOf(listing.name(i)), listing.type[i]] as const
      );
      const { file, folder: sub } = ENTRY_TYPE;
      const expected = below === "" ? { a: sub, b: sub } : { file, sub };
      assertEquals(Object.fromEntries(types), expected, below);
      if (below !== "") {
        assertEquals(fs.stat(folder, cString("file"), stat), 0);
        assertEquals(stat.nlink, 1, "the entry is asked: its listing would not tell that");
      }
      fs.close(folder);
    }
    fs.close(root);
  });
  assertEquals(refused.count, 1);
  Deno.removeSync(path, { recursive: true });
});

Deno.test(
  "a listing that fails for another reason is an error, as ever",
  withSides(async (sides) => {
    makeTree(sides);
    const { errors } = await intercepting(
      withoutIds(k.STATUS_ACCESS_DENIED, { count: 0 }),
      () => sides.run({ jobs: 1, allowEmptySource: true }),
    );
    assert(errors.some(({ op, code }) => op === "list folder" && code === "ERROR_ACCESS_DENIED"));
  }),
);
