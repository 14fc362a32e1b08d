// Files opened, made, named, read and written.

import { assertEquals } from "@std/assert";
import { cString } from "../../../ffi/c_string.ts";
import * as errno from "../../../ffi/errno.ts";
import { S_IFIFO } from "../../../ffi/file_stat.ts";
import { AT_EMPTY_PATH } from "../../../ffi/linux/constants.ts";
import { fileCalls } from "../../../ffi/linux/files.ts";
import { openLibC } from "../../../ffi/linux/libc.ts";
import { makeFile, namesIn, native, succeeded, testIn } from "../../support/linux_place.ts";

testIn("openForReading follows no link unless told, and waits for no FIFO", (place) => {
  makeFile(place, "file", "abc");
  Deno.symlinkSync("file", `${place.path}/link`);
  succeeded(native.makeSpecial(place.folder, cString("fifo"), S_IFIFO | 0o600, 0, 0));
  assertEquals(native.openForReading(place.folder, cString("link"), false), -errno.ELOOP);
  assertEquals(native.openForWriting(place.folder, cString("link")), -errno.ELOOP);
  assertEquals(native.openForWriting(place.folder, cString("fifo")), -errno.ENXIO);
  const buffer = new Uint8Array(8);
  const file = succeeded(native.openForReading(place.folder, cString("link"), true));
  assertEquals(native.read(file, buffer, 8, 1), 2);
  native.close(file);
  native.close(succeeded(native.openForReading(place.folder, cString("fifo"), false)));
});

const NAMING = {
  "an empty path": () => native,
  "/proc": () => {
    // Without CAP_DAC_READ_SEARCH the empty path answers ENOENT: so does this linkat.
    const libC = openLibC();
    const { c, failure } = libC;
    let denied = false;
    return fileCalls({
      ...libC,
      c: {
        ...c,
        linkatByNumber: (...parameters) => {
          denied = parameters[5] === BigInt(AT_EMPTY_PATH);
          return denied ? -1 : c.linkatByNumber(...parameters);
        },
      },
      failure: () => denied ? -errno.ENOENT : failure(),
    });
  },
};

for (const [way, calls] of Object.entries(NAMING)) {
  testIn(`nameUnnamed gives an unnamed file a free name, by ${way}`, (place) => {
    makeFile(place, "taken", "old");
    const { createUnnamed, nameUnnamed } = calls();
    const file = succeeded(createUnnamed(place.folder, 0o600));
    assertEquals(native.write(file, new TextEncoder().encode("new"), 3, 0), 3);
    assertEquals(namesIn(place.folder, 4096).names, ["taken"]);
    assertEquals(nameUnnamed(file, place.folder, cString("taken")), -errno.EEXIST);
    assertEquals(nameUnnamed(file, place.folder, cString("free")), 0);
    native.close(file);
    assertEquals(Deno.readTextFileSync(`${place.path}/free`), "new");
    assertEquals(Deno.readTextFileSync(`${place.path}/taken`), "old");
  });
}

testIn("data calls copy ranges, find holes and cut files", ({ folder }) => {
  const create = (name: string) => {
    native.close(succeeded(native.createNamed(folder, cString(name), 0o600)));
    return {
      in: succeeded(native.openForReading(folder, cString(name), false)),
      out: succeeded(native.openForWriting(folder, cString(name))),
    };
  };
  const source = create("source"), target = create("target"), sent = create("sent");
  const block = new Uint8Array(65536).fill(7);
  assertEquals(native.write(source.out, block, block.length, 1 << 20), block.length);
  assertEquals(native.seekData(source.in, 0), 1 << 20);
  assertEquals(native.seekHole(source.in, 1 << 20), (1 << 20) + block.length);
  assertEquals(native.seekData(source.in, 2 << 20), -errno.ENXIO);
  const offset = (1 << 20) - 3, length = 100;
  assertEquals(native.copyRange(source.in, target.out, offset, length), length);
  assertEquals(native.seek(sent.out, offset), offset);
  assertEquals(native.sendFile(source.in, sent.out, offset, length), length);
  assertEquals(native.cloneFile(target.out, source.in), -errno.EOPNOTSUPP);
  assertEquals(native.truncate(target.out, offset + 5), 0);
  for (const file of [target, sent]) {
    const buffer = new Uint8Array(5);
    assertEquals(native.read(file.in, buffer, 5, offset), 5);
    assertEquals([...buffer], [0, 0, 0, 7, 7]);
  }
  assertEquals(native.read(target.in, block, block.length, offset + 5), 0);
  for (const file of [source, target, sent]) {
    native.close(file.in);
    native.close(file.out);
  }
});

testIn("tryLock takes a lock once and does not wait", (place) => {
  makeFile(place, "lock");
  const open = () => succeeded(native.openForWriting(place.folder, cString("lock")));
  const first = open(), second = open();
  assertEquals(native.tryLock(first), 0);
  assertEquals(native.tryLock(second), -errno.EAGAIN);
  native.close(first);
  assertEquals(native.tryLock(second), 0);
  native.close(second);
});

testIn("close of what is not open is EBADF", () => {
  assertEquals(native.close(999_999), -errno.EBADF);
});

testIn("longestName is what stat -f tells, and what is longer is refused", (place) => {
  const { stdout } = new Deno.Command("stat", { args: ["-f", "-c", "%l", place.path] })
    .outputSync();
  const most = native.longestName(place.folder);
  assertEquals(most, Number(new TextDecoder().decode(stdout)));
  const make = (length: number) =>
    native.makeFolder(place.folder, cString("n".repeat(length)), 0o700);
  assertEquals([make(most), make(most + 1)], [0, -errno.ENAMETOOLONG]);
  assertEquals(native.longestName(-1), 0);
});
