// Folders found by their places in file systems, against a comparison of each with each.

import { assertEquals } from "@std/assert";
import { isWithin } from "../../../lib/entry/guarded_paths.ts";
import { type Shown, ShownFolders } from "../../../lib/engine/roots/shown_folders.ts";

/** All paths of up to three names; a name that begins with another one's is between it and what is in it. */
function allPaths(): string[] {
  const names = ["a", "a-", "ab", "b"];
  let paths = [""];
  for (let depth = 0; depth < 3; depth++) {
    paths = [
      ...new Set(paths.flatMap((p) => [p, ...names.map((n) => p === "" ? n : `${p}/${n}`)])),
    ];
  }
  return paths;
}

Deno.test("ShownFolders: those that hold a folder, and those in it, of the same file system alone", () => {
  const folders: Shown[] = ["1", "2"].flatMap((fileSystem) =>
    allPaths().map((inside, i) => ({ fileSystem, inside, below: `${i}`, isConfirmed: () => true }))
  );
  const twice = [...folders].reverse().concat(folders.slice(0, 9));
  const shown = new ShownFolders(twice);
  const sorted = (some: readonly Shown[]) =>
    some.map(({ fileSystem, inside }) => `${fileSystem}:${inside}`).sort();
  for (const folder of folders) {
    const sameDisk = twice.filter(({ fileSystem }) => fileSystem === folder.fileSystem);
    const holding = sameDisk.filter(({ inside }) => isWithin(folder.inside, inside));
    const within = sameDisk.filter(({ inside }) =>
      inside !== folder.inside && isWithin(inside, folder.inside)
    );
    assertEquals(sorted(shown.holding(folder)), sorted(holding));
    assertEquals(sorted(shown.within(folder)), sorted(within));
  }
});
