// Folders opened below others, by each call that can, without being led astray.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import * as errno from "../../../ffi/errno.ts";
import { FileStat } from "../../../ffi/file_stat.ts";
import { PATH_MAX } from "../../../ffi/linux/constants.ts";
import { folderCalls } from "../../../ffi/linux/folders.ts";
import { native, succeeded, testIn, without } from "../../support/linux_place.ts";

const WAYS = {
  openat2: () => native,
  "one component after the other": () => folderCalls(without(["openat2"], errno.ENOSYS)),
  "a filter that answers EPERM": () => folderCalls(without(["openat2"], errno.EPERM)),
  "openat2 that stays uncertain": () => folderCalls(without(["openat2"], errno.EAGAIN)),
};

for (const [way, calls] of Object.entries(WAYS)) {
  testIn(`openFolderBeneath refuses what leads astray, by ${way}`, ({ folder, path }) => {
    Deno.mkdirSync(`${path}/a/b/c`, { recursive: true });
    Deno.symlinkSync("a", `${path}/link`);
    Deno.symlinkSync("b", `${path}/a/last`);
    Deno.writeTextFileSync(`${path}/a/file`, "");
    const { openFolderBeneath } = calls();
    const codeOf = (below: string) => {
      const result = openFolderBeneath(folder, cString(below), false);
      if (result >= 0) native.close(result);
      return result >= 0 ? "opened" : native.errorName(result);
    };
    assertEquals(codeOf("a/b/c"), "opened");
    assertEquals(codeOf(""), "opened");
    assertEquals(codeOf("a//b/"), "opened");
    assertEquals(codeOf("link/b"), "ELOOP");
    assertEquals(codeOf("a/last"), "ELOOP");
    assertEquals(codeOf(".."), "EXDEV");
    assertEquals(codeOf("a/../.."), "EXDEV");
    assertEquals(codeOf("/etc"), "EXDEV");
    assertEquals(codeOf("a/file"), "ENOTDIR");
    assertEquals(codeOf("a/none"), "ENOENT");
  });

  testIn(`openFolderBeneath takes 300 levels of 200 bytes, by ${way}`, ({ folder, path }) => {
    const names = Array.from({ length: 300 }, (_, i) => `${i}`.padEnd(200, "d"));
    let deepest = succeeded(native.openFolderBeneath(folder, cString(""), false));
    for (const name of names) {
      succeeded(native.makeFolder(deepest, cString(name), 0o755));
      const next = succeeded(native.openFolderBeneath(deepest, cString(name), false));
      native.close(deepest);
      deepest = next;
    }
    const before = openDescriptors();
    const below = names.join("/");
    const strict = succeeded(calls().openFolderBeneath(folder, cString(below), false));
    const following = succeeded(calls().openFolderBeneath(folder, cString(below), true));
    const absolute = succeeded(calls().openFolder(cString(`${path}//${below}`)));
    assertEquals(openDescriptors() - before, 3, "the folders on the way are closed again");
    const expected = new FileStat(), found = new FileStat();
    native.statHandle(deepest, expected);
    for (const handle of [strict, following, absolute]) {
      succeeded(native.statHandle(handle, found));
      assert(found.hasSameInode(expected));
      native.close(handle);
    }
    native.close(deepest);
  });
}

function openDescriptors(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

// Where a long path was cut between two slashes, the rest was taken as absolute and looked for from `/`.
testIn("openFolder keeps its way where a long path is cut at a double slash", ({ path }) => {
  Deno.mkdirSync(`${path}/inner`);
  // Paths are cut after PATH_MAX - 1 bytes at most; one more is where a leading slash is not counted.
  for (const length of [PATH_MAX - 1, PATH_MAX]) {
    const start = (length - path.length) % 2 === 0 ? path : `/${path}`;
    const cut = start + "/.".repeat((length - start.length) / 2);
    assertEquals(cut.length, length);
    native.close(succeeded(native.openFolder(cString(`${cut}//inner/`))));
  }
});

testIn("openFolderBeneath follows links when told to", ({ folder, path }) => {
  Deno.mkdirSync(`${path}/a/b`, { recursive: true });
  Deno.symlinkSync("a", `${path}/link`);
  native.close(succeeded(native.openFolderBeneath(folder, cString("link/b"), true)));
});
