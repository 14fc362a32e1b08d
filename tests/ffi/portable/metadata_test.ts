// Times, modes and owners set by the portable calls.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import { FileStat, WORD } from "../../../ffi/file_stat.ts";
import {
  before29,
  codeOf,
  notLinux,
  notRoot,
  portable,
  statOf,
  succeeded,
  testIn,
} from "../../support/portable_place.ts";

testIn("setTimes and setTimesAt keep milliseconds", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/file`, "");
  Deno.mkdirSync(`${path}/folder`);
  const file = succeeded(portable.openForWriting(folder, cString("file")));
  const inner = succeeded(portable.openFolderBeneath(folder, cString("folder"), false));
  // The second one needs more than 32 bits.
  for (const seconds of [1_600_000_000, 2 ** 33 + 7]) {
    for (const ms of [0, 1, 123, 999]) {
      const times = timesOf(seconds, ms);
      assertEquals(portable.setTimes(file, times), 0);
      assertEquals(portable.setTimes(inner, times), 0);
      for (const name of ["file", "folder"]) {
        const { mtimeSec, mtimeNsec, words } = statOf(folder, name);
        assertEquals([mtimeSec, mtimeNsec], [seconds, ms * 1e6]);
        assertEquals([words[WORD.atime], words[WORD.atimeNsec]], [1_500_000_000, ms * 1e6]);
      }
      times.words[WORD.mtime] ^= 1;
      assertEquals(portable.setTimesAt(folder, cString("file"), times), 0);
      assert(statOf(folder, "file").hasSameMtime(times));
    }
  }
  portable.close(file);
  portable.close(inner);
});

testIn("setTimesAt keeps times before 1970", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/file`, "");
  for (const ms of [0, 1, 999]) {
    assertEquals(portable.setTimesAt(folder, cString("file"), timesOf(-5, ms)), 0);
    const { mtimeSec, mtimeNsec } = statOf(folder, "file");
    assertEquals([mtimeSec, mtimeNsec], [-5, ms * 1e6]);
  }
}, before29);

function timesOf(seconds: number, ms: number): FileStat {
  const times = new FileStat();
  times.words.set([seconds % 2 ** 32, Math.floor(seconds / 2 ** 32), ms * 1e6], WORD.mtime);
  times.words.set([1_500_000_000, 0, ms * 1e6], WORD.atime);
  return times;
}

testIn("setModeAt refuses a link, setOwnerAt and setTimesAt set its own", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/file`, "");
  Deno.symlinkSync("file", `${path}/link`);
  const before = statOf(folder, "file");
  const link = cString("link");
  assertEquals(codeOf(portable.setModeAt(folder, link, 0)), "EOPNOTSUPP");
  assertEquals(portable.setTimesAt(folder, link, timesOf(123_456_789, 250)), 0);
  assertEquals(statOf(folder, "link").mtimeSec, 123_456_789);
  if (notLinux === null && notRoot === null) {
    assertEquals(portable.setOwnerAt(folder, link, 5, 6), 0);
    assertEquals([statOf(folder, "link").uid, statOf(folder, "link").gid], [5, 6]);
  }
  assertEquals(statOf(folder, "file"), before);
});

testIn("setMode sets all twelve bits, by handle and by name", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/file`, "");
  const file = succeeded(portable.openForWriting(folder, cString("file")));
  assertEquals(portable.setMode(file, 0o4751), 0);
  assertEquals(statOf(folder, "file").permissions, 0o4751);
  portable.close(file);
  assertEquals(portable.setModeAt(folder, cString("file"), 0o600), 0);
  assertEquals(statOf(folder, "file").permissions, 0o600);
}, notLinux);

testIn("setOwner leaves a part that is -1 as it is", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/file`, "");
  const file = succeeded(portable.openForWriting(folder, cString("file")));
  assertEquals(portable.setOwner(file, 1, 456), 0);
  assertEquals(portable.setOwner(file, 123, -1), 0);
  portable.close(file);
  assertEquals(portable.setOwnerAt(folder, cString("file"), -1, -1), 0);
  const { uid, gid } = statOf(folder, "file");
  assertEquals([uid, gid], [123, 456]);
}, notLinux ?? notRoot);
