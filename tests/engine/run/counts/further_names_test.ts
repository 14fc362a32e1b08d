// How many of some files are expected to be further names of others.

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { FileStat } from "../../../../ffi/mod.ts";
import { FurtherNames } from "../../../../lib/engine/run/counts/further_names.ts";

/** Inodes of which each is looked at again where it may come twice. */
const REMEMBERED = 16;

/** Folders of files with so many names each; those of the last ones are the same as those of the first where they `come`. */
function met({ folders, nlink, come }: { folders: number; nlink: number; come: boolean }) {
  const names = new FurtherNames();
  for (let folder = 0; folder < folders; folder++) {
    for (let i = 0; i < 10; i++) {
      const inode = REMEMBERED * (come ? i : folder * 10 + i);
      const stat = Object.create(FileStat.prototype, {
        nlink: { value: nlink },
        inode: { value: inode },
      });
      names.add(stat);
    }
    names.endFolder();
  }
  return names;
}

Deno.test("FurtherNames: of three names of a file two are further ones, before the others have come", () => {
  assertAlmostEquals(met({ folders: 2, nlink: 3, come: false }).expected(0.01), 20 * 2 / 3, 1e-9);
  assertAlmostEquals(met({ folders: 3, nlink: 3, come: true }).expected(1), 20, 1e-9);
});

Deno.test("FurtherNames: none where other names should have come, and did not: these are elsewhere", () => {
  assertEquals(met({ folders: 20, nlink: 2, come: false }).expected(0.5), 0);
  assertEquals(met({ folders: 1, nlink: 2, come: false }).expected(1), 0);
});
