// Bytes through Darwin's bindings on the stand-in, on both machines: clones, fcopyfile with and without
// somebody watching, and holes.

import { assert, assertEquals, assertGreater } from "@std/assert";
import * as errno from "../../../ffi/errno.ts";
import { cString } from "../../../ffi/mod.ts";
import * as make from "../../support/entries.ts";
import { callsOf, type FolderPair, succeeded, testOnBoth } from "../../support/on_stand_in.ts";

const MIB = 1 << 20;
/** Darwin's number (sys/errno.h). */
const ENOSPC = 28;

/** Opens `from` and a new file `to`. */
function openPair({ fs, folder }: FolderPair): [source: number, target: number] {
  return [
    succeeded(fs, fs.openForReading(folder, cString("from"), false)),
    succeeded(fs, fs.createNamed(folder, cString("to"), 0o600)),
  ];
}

testOnBoth(
  "a clone has contents and metadata, without setuid, and refuses a taken name",
  (place) => {
    const { fs, folder, path } = place;
    make.makeFile(`${path}/from`, make.pattern(MIB + 1), 0o4755);
    make.setOwner(`${path}/from`, 1000, 1000);
    make.setMode(`${path}/from`, 0o4755);
    make.setXattr(`${path}/from`, "user.one", "1");
    make.setTimes(`${path}/from`, [1_600_000_000, 7]);
    const source = succeeded(fs, fs.openForReading(folder, cString("from"), false));
    assertEquals(fs.cloneToName(source, folder, cString("kept"), true), 0);
    assertEquals(fs.cloneToName(source, folder, cString("own"), false), 0);
    assertEquals(fs.cloneToName(source, folder, cString("own"), false), -errno.EEXIST);
    fs.close(source);
    const [kept, own] = ["kept", "own"].map((name) => make.statOf(`${path}/${name}`));
    assertEquals([kept.uid, own.uid, kept.permissions], [1000, 0, 0o755]);
    assertEquals([kept.mtimeSec, kept.mtimeNsec], [1_600_000_000, 7]);
    assertEquals(Deno.readFileSync(`${path}/kept`), make.pattern(MIB + 1));
  },
);

testOnBoth(
  "a clone is made without CLONE_ACL where that is not known, and asked for once",
  async (place) => {
    const { fs, folder, path, standIn } = place;
    make.makeFile(`${path}/from`, "x");
    standIn.fail("fclonefileat", 22, 0, 1);
    const source = succeeded(fs, fs.openForReading(folder, cString("from"), false));
    const calls = await standIn.record(() => {
      for (const name of ["a", "b"]) {
        assertEquals(fs.cloneToName(source, folder, cString(name), false), 0);
      }
    });
    fs.close(source);
    const clone = (name: string, flags: string) =>
      `fclonefileat(${source}, ${folder}, "${name}", ${flags})`;
    assertEquals(calls, [clone("a", "0x7"), clone("a", "0x3"), clone("b", "0x3")]);
  },
);

testOnBoth("fcopyfile copies all, and after a failure from the beginning again", (place) => {
  const { fs, path, standIn } = place;
  const contents = make.pattern(3 * MIB + 5);
  make.makeFile(`${path}/from`, contents);
  const [source, target] = openPair(place);
  standIn.fail("fcopyfile", 45, 0, 1);
  assertEquals(fs.copyContents(source, target, null), -errno.EOPNOTSUPP);
  assertEquals(fs.copyContents(source, target, null), 0);
  assertEquals(Deno.readFileSync(`${path}/to`), contents);
  fs.close(source);
  fs.close(target);
});

testOnBoth("a watched fcopyfile tells how far it is, and stops when told so", (place) => {
  const { fs, path } = place;
  make.makeFile(`${path}/from`, make.pattern(5 * MIB));
  const [source, target] = openPair(place);
  const seen: number[] = [];
  assertEquals(fs.copyContents(source, target, (bytes) => seen.push(bytes) < 2), -errno.ECANCELED);
  assertEquals(seen, [MIB, 2 * MIB]);
  assertEquals(fs.truncate(target, 0), 0);
  seen.length = 0;
  assertEquals(fs.copyContents(source, target, (bytes) => seen.push(bytes) > 0), 0);
  assertEquals(seen.at(-1), 5 * MIB);
  assertEquals(Deno.readFileSync(`${path}/to`), make.pattern(5 * MIB));
  fs.close(source);
  fs.close(target);
});

testOnBoth("a watched fcopyfile that cannot write ends with the error of that write", (place) => {
  const { fs, path, standIn } = place;
  make.makeFile(`${path}/from`, make.pattern(3 * MIB));
  const [source, target] = openPair(place);
  standIn.fail("write", ENOSPC);
  const calls = standIn.record(() => {
    assertEquals(fs.copyContents(source, target, () => true), -errno.ENOSPC);
  });
  fs.close(source);
  fs.close(target);
  return calls.then((made) => assertEquals(callsOf(made, "write").length, 1, "tried again"));
});

testOnBoth("read, write and truncate are as on Linux, and nobody asks where holes are", (place) => {
  const { fs, path } = place;
  make.makeSparse(`${path}/from`, MIB, [[0, 65_536], [524_288, 589_824]]);
  const [source, target] = openPair(place);
  for (const answer of [fs.seekData(source, 70_000), fs.seekHole(source, 0)]) {
    assertEquals(answer, -errno.EOPNOTSUPP);
  }
  const buffer = new Uint8Array(100);
  assertEquals(fs.read(source, buffer, 100, 524_288), 100);
  assertEquals(fs.write(target, buffer, 100, 4096), 100);
  assertEquals(fs.truncate(target, 5000), 0);
  assertEquals(Deno.readFileSync(`${path}/to`).length, 5000);
  assertGreater(Deno.readFileSync(`${path}/to`)[4096], 0);
  fs.close(source);
  fs.close(target);
});

testOnBoth("calls that Darwin has not are not supported", ({ fs, folder }) => {
  for (const answer of [fs.cloneFile(1, 2), fs.copyRange(1, 2, 0, 1), fs.sendFile(1, 2, 0, 1)]) {
    assertEquals(answer, -errno.EOPNOTSUPP);
  }
  assert(fs.createUnnamed(folder, 0o600) < 0);
});
