// What is concluded from the answers of a file system some of whose calls answer otherwise than they do here. Real file
// systems and other programs judge in tests/capabilities/examine_test.ts.

import { assertEquals } from "@std/assert";
import { EFBIG, EINVAL, EOPNOTSUPP } from "../../../ffi/errno.ts";
import { cString, type FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import { FEATURES } from "../../../lib/capabilities/features/mod.ts";
import type { FeatureName, Trial } from "../../../lib/capabilities/types.ts";
import { Workplace } from "../../../lib/capabilities/workplace.ts";
import { native } from "../../support/entries.ts";
import { withScratch } from "../../support/safety.ts";

/** What comes of trying a feature where some calls answer otherwise; nothing stays in the folder. */
async function tried(name: FeatureName, changed: Partial<NativeFileSystem>): Promise<Trial> {
  let trial: Trial | null = null;
  await withScratch((dir) => {
    const fs = { ...native, ...changed };
    const folder = fs.openFolder(cString(dir));
    const place = Workplace.make(fs, folder);
    if (!(place instanceof Workplace)) throw new Error(JSON.stringify(place));
    try {
      trial = FEATURES[name](place);
      assertEquals([
        ...Deno.readDirSync(`${dir}/${new TextDecoder().decode(place.name).slice(0, -1)}`),
      ], []);
    } finally {
      assertEquals(place.remove(), 0);
      fs.close(folder);
    }
    return Promise.resolve();
  });
  return trial!;
}

/** A rename that replaces what is there, whatever it is asked for. */
const replacing: NativeFileSystem["renameNew"] = (from, name, to, newName) =>
  native.rename(from, name, to, newName);

Deno.test("rename_noreplace: one that replaces what is there does not work, though no call failed", async () => {
  const { works, note } = await tried("rename_noreplace", { renameNew: replacing });
  assertEquals([works, note], [false, "it replaces what is there"]);
});

Deno.test("rename_noreplace: where no call does it, it is said what is done instead", async () => {
  const trial = await tried("rename_noreplace", { renameNew: () => -EINVAL });
  assertEquals([trial.works, trial.code, trial.note], [
    false,
    "EINVAL",
    "a look and then a rename",
  ]);
});

Deno.test("rename_exchange: one that does nothing does not work, though no call failed", async () => {
  const { works, note } = await tried("rename_exchange", { exchange: () => 0 });
  assertEquals([works, note], [false, "nothing happens"]);
});

Deno.test("holes: they work only where they take no room", async () => {
  const statHandle: NativeFileSystem["statHandle"] = (file, stat: FileStat) => {
    const answer = native.statHandle(file, stat);
    Object.defineProperty(stat, "allocatedBytes", { value: stat.size, configurable: true });
    return answer;
  };
  const { works, note } = await tried("holes", { statHandle });
  assertEquals([works, note], [false, "a hole takes as much room as bytes do"]);
});

Deno.test("holes: where this process may not write so far, nobody knows", async () => {
  const { works, code } = await tried("holes", { write: () => -EFBIG });
  assertEquals([works, code], [null, "EFBIG"]);
});

Deno.test("fifos: the code of the call that failed is told", async () => {
  const { works, code } = await tried("fifos", { makeSpecial: () => -EOPNOTSUPP });
  assertEquals([works, code], [false, "EOPNOTSUPP"]);
});
