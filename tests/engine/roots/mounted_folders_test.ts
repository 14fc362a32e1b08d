// Views of `/` in one another: each shows all others, and the folders that were to be looked at grew like the factorial of their
// number.

import { assert, assertEquals } from "@std/assert";
import { cString, type Mount } from "../../../ffi/mod.ts";
import { MountedFolders } from "../../../lib/engine/roots/mounted_folders.ts";
import { native } from "../../support/entries.ts";
import { needsRoot } from "../../support/mounts.ts";
import { makeScratch } from "../../support/scratch.ts";
import { testOrSkip } from "../../support/skip.ts";

const COUNT = 8;
const scratch = makeScratch("ferry-mounted-");

testOrSkip(
  "MountedFolders: views of / are looked into once each, not in every order",
  needsRoot(),
  () => {
    const handle = native.openFolder(cString(scratch));
    const place = native.placeOf(handle)!;
    const own: Mount = {
      id: place.mountId,
      fileSystem: "8:1",
      root: "/",
      point: "/",
      type: "ext4",
      source: "/dev/sda1",
      flags: [],
      options: [],
    };
    const views = Array.from({ length: COUNT }, (_, i): Mount => ({
      ...own,
      id: -1 - i,
      fileSystem: `0:${100 + i}`,
      point: `${place.path}/v${i}`,
      type: "fuse.bindfs",
      source: "/",
    }));
    const folders = new MountedFolders(native, [own, ...views]).at(handle)!;
    native.close(handle);
    assertEquals(folders.length, 1 + COUNT);
    const shown = folders.flatMap((folder) => folder.views());
    // Each shows `/`, and there the others, each of which shows `/`.
    assert(shown.length <= 2 * COUNT * COUNT, `${shown.length}`);
    const below = shown.filter(({ fileSystem }) => fileSystem === "8:1").map(({ below }) => below);
    assert(below.includes("v0") && below.includes(`v0${place.path}/v1`), below.join(" "));
  },
);
