// The portable calls, which have Deno's API alone: the same behaviours as the native ones as far as
// they exist there, and what does not exist says so. Where they cannot be told apart from the native
// ones, those are the reference.

import { assert, assertEquals, assertGreater } from "@std/assert";
import { binaryText, cString } from "../../ffi/c_string.ts";
import * as errno from "../../ffi/errno.ts";
import { FileStat, S_IFDIR, S_IFREG, WORD } from "../../ffi/file_stat.ts";
import { ENTRY_TYPE, Listing } from "../../ffi/listing.ts";
import { openNative } from "../../ffi/mod.ts";
import { attempt, errnoOf } from "../../ffi/portable/errors.ts";
import { fillFileStat } from "../../ffi/portable/file_info.ts";
import { testOrSkip } from "../support/skip.ts";

const portable = await openNative("portable");
const notLinux = Deno.build.os === "linux" ? null : "not Linux";
// The reference, where there is one.
const nativeCalls = notLinux === null ? await openNative() : null;
/** Earlier ones list no such names and read times before 1970 wrongly. */
const before29 = portable.can.cannotKeep.includes("times before 1970") ? "a Deno before 2.9" : null;
const notRoot = portable.identity.uid === 0 ? null : "not root";

interface Place {
  readonly path: string;
  readonly folder: number;
}

/** A test on an empty folder. */
function testIn(name: string, fn: (place: Place) => void, reason: string | null = null): void {
  testOrSkip(name, reason, () => {
    const path = Deno.makeTempDirSync({ prefix: "ferry_portable_" });
    const folder = succeeded(portable.openFolder(cString(path)));
    try {
      fn({ path, folder });
    } finally {
      portable.close(folder);
      Deno.removeSync(path, { recursive: true });
    }
  });
}

function succeeded(result: number): number {
  assert(result >= 0, portable.errorName(result));
  return result;
}

function statOf(folder: number, name: string): FileStat {
  const stat = new FileStat();
  succeeded(portable.stat(folder, cString(name), stat));
  return stat;
}

function codeOf(result: number): string {
  return result >= 0 ? "ok" : portable.errorName(result);
}

function namesIn(folder: number, capacity: number): { names: string[]; batches: number } {
  const listing = new Listing(capacity);
  const names: string[] = [];
  for (let batches = 1;; batches++) {
    const end = succeeded(portable.list(folder, listing));
    for (let i = 0; i < listing.count; i++) names.push(binaryText(listing.name(i)));
    if (end === 1) return { names: names.sort(), batches };
    listing.clear();
  }
}

testOrSkip("openNative selects the portable calls when told to", null, () => {
  assertEquals(portable.platform, "portable");
  assert(!portable.can.xattrs && !portable.can.sharedHandles);
  assertEquals(portable.can.timeGranularityNs, 1_000_000);
  assertGreater(portable.can.cannotKeep.length, 0);
});

testOrSkip(
  "openNative selects the portable calls where only reading and writing is allowed",
  null,
  () => {
    const script = Deno.makeTempFileSync({ suffix: ".ts" });
    try {
      Deno.writeTextFileSync(
        script,
        `import { cString, openNative } from ${
          JSON.stringify(import.meta.resolve("../../ffi/mod.ts"))
        };
      const calls = await openNative();
      const folder = calls.openFolder(cString("."));
      console.log(calls.platform, calls.identity.canChown, calls.identity.uid, folder > 0);`,
      );
      const { stdout, stderr } = new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--allow-read", "--allow-write", script],
        env: { NO_COLOR: "1" },
      }).outputSync();
      const text = new TextDecoder().decode(stdout);
      assertEquals(text, "portable false -1 true\n", new TextDecoder().decode(stderr));
    } finally {
      Deno.removeSync(script);
    }
  },
);

testIn("stat tells what the native one tells, times to the millisecond", ({ folder, path }) => {
  const native = nativeCalls!;
  Deno.writeTextFileSync(`${path}/file`, "content");
  Deno.chmodSync(`${path}/file`, 0o4751);
  Deno.symlinkSync("nowhere", `${path}/link`);
  const nativeFolder = native.openFolder(cString(path));
  const exact = [
    "nlink",
    "uid",
    "gid",
    "mode",
    "ino",
    "size",
    "blocks",
    "atime",
    "mtime",
    "ctime",
  ] as const;
  for (const name of ["file", "link", "."]) {
    const expected = new FileStat();
    assertEquals(native.stat(nativeFolder, cString(name), expected), 0);
    const found = statOf(folder, name);
    for (const field of exact) {
      assertEquals(found.words[WORD[field]], expected.words[WORD[field]], `${field} of ${name}`);
    }
    for (const field of ["mtimeNsec", "atimeNsec"] as const) {
      const nanoseconds = expected.words[WORD[field]];
      assertEquals(
        found.words[WORD[field]],
        nanoseconds - nanoseconds % 1e6,
        `${field} of ${name}`,
      );
    }
    assertEquals([found.isFile, found.isFolder, found.isSymlink], [
      expected.isFile,
      expected.isFolder,
      expected.isSymlink,
    ]);
  }
  native.close(nativeFolder);
}, notLinux);

testIn("stat tells hard links from copies", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/a`, "");
  Deno.writeTextFileSync(`${path}/copy`, "");
  assertEquals(portable.link(folder, cString("a"), folder, cString("b")), 0);
  assert(statOf(folder, "a").hasSameInode(statOf(folder, "b")));
  assert(!statOf(folder, "a").hasSameInode(statOf(folder, "copy")));
  assertEquals(statOf(folder, "a").nlink, 2);
});

const INFO: Deno.FileInfo = {
  ...Deno.statSync("."),
  isFile: true,
  isDirectory: false,
  mode: null,
  size: 5,
};

Deno.test("fillFileStat keeps inodes apart whose numbers were rounded to one", () => {
  const rounded = 2 ** 62 + 2 ** 10;
  const stat = (size: number) => {
    const filled = new FileStat();
    fillFileStat({ ...INFO, ino: rounded, size }, filled);
    return filled;
  };
  assert(stat(5).hasSameInode(stat(5)));
  assert(!stat(5).hasSameInode(stat(6)));
});

Deno.test("fillFileStat makes up mode bits where the system has none", () => {
  const stat = new FileStat();
  fillFileStat(INFO, stat);
  assertEquals(stat.mode, S_IFREG | 0o644);
  fillFileStat({ ...INFO, isFile: false, isDirectory: true }, stat);
  assertEquals(stat.mode, S_IFDIR | 0o755);
});

testIn(
  "list goes on where a small listing was full, and rewind starts over",
  ({ folder, path }) => {
    const expected = Array.from(
      { length: 500 },
      (_, i) => `${i}`.padEnd(i % 7 === 0 ? 200 : 5, "x"),
    );
    for (const name of expected) {
      Deno.writeTextFileSync(`${path}/${name}`, "");
    }
    expected.sort();
    const small = namesIn(folder, 1024);
    assertEquals(small.names, expected);
    assertGreater(small.batches, 20);
    assertEquals(namesIn(folder, 1024).names, []);
    succeeded(portable.rewind(folder));
    assertEquals(namesIn(folder, 1 << 20), { names: expected, batches: 1 });
  },
);

testIn("list tells files, folders and links apart", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/file`, "");
  Deno.mkdirSync(`${path}/folder`);
  Deno.symlinkSync("x", `${path}/link`);
  const listing = new Listing(1024);
  assertEquals(portable.list(folder, listing), 1);
  const types = Array.from(
    { length: listing.count },
    (_, i) => [binaryText(listing.name(i)), listing.type[i]] as const,
  );
  assertEquals(Object.fromEntries(types), {
    file: ENTRY_TYPE.file,
    folder: ENTRY_TYPE.folder,
    link: ENTRY_TYPE.symlink,
  });
});

testIn("list does not lose a name that is not UTF-8, and its stat fails", ({ folder, path }) => {
  const native = nativeCalls!;
  const there = native.openFolder(cString(path));
  const name = cString(Uint8Array.of(97, 0xff));
  native.close(native.createNamed(there, name, 0o600));
  native.makeSymlink(name, there, cString("link"));
  native.close(there);
  const listing = new Listing(1024);
  assertEquals(portable.list(folder, listing), 1);
  assertEquals(listing.count, 2);
  const codes = [0, 1].map((i) => codeOf(portable.stat(folder, listing.name(i), new FileStat())));
  assertEquals(codes.sort(), ["ENOENT", "ok"]);
  assertEquals(codeOf(portable.stat(folder, name, new FileStat())), "EILSEQ");
  const text = new Uint8Array(16);
  assertEquals(codeOf(portable.readSymlink(folder, cString("link"), text)), "EILSEQ");
}, notLinux ?? before29);

testIn("a name that begins with a byte order mark keeps it", ({ folder }) => {
  const name = "\ufeffname";
  portable.close(succeeded(portable.createNamed(folder, cString(name), 0o600)));
  assertEquals(namesIn(folder, 1024).names, [binaryText(cString(name))]);
  assertEquals(codeOf(portable.stat(folder, cString("name"), new FileStat())), "ENOENT");
});

testIn("a name of 256 bytes is ENAMETOOLONG", ({ folder }) => {
  const code = codeOf(portable.makeFolder(folder, cString("n".repeat(256)), 0o700));
  assertEquals(code, "ENAMETOOLONG");
}, notLinux);

testIn("openFolderBeneath refuses what leads astray", ({ folder, path }) => {
  Deno.mkdirSync(`${path}/a/b/c`, { recursive: true });
  Deno.symlinkSync("a", `${path}/link`);
  Deno.symlinkSync("b", `${path}/a/last`);
  Deno.writeTextFileSync(`${path}/a/file`, "");
  const open = (below: string, follow = false) => {
    const result = portable.openFolderBeneath(folder, cString(below), follow);
    if (result >= 0) portable.close(result);
    return codeOf(result);
  };
  assertEquals(open("a/b/c"), "ok");
  assertEquals(open(""), "ok");
  assertEquals(open("a//b/"), "ok");
  assertEquals(open("link/b", true), "ok");
  assertEquals(open("link/b"), "ELOOP");
  assertEquals(open("a/last"), "ELOOP");
  assertEquals(open(".."), "EXDEV");
  assertEquals(open("/etc"), "EXDEV");
  assertEquals(open("/etc", true), "EXDEV");
  assertEquals(open("a/file"), "ENOTDIR");
  assertEquals(open("a/file", true), "ENOTDIR");
  assertEquals(open("a/none"), "ENOENT");
});

testIn("openForReading follows no link unless told", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/file`, "abc");
  Deno.symlinkSync("file", `${path}/link`);
  assertEquals(codeOf(portable.openForReading(folder, cString("link"), false)), "ELOOP");
  assertEquals(codeOf(portable.openForWriting(folder, cString("link"))), "ELOOP");
  const buffer = new Uint8Array(8);
  const file = succeeded(portable.openForReading(folder, cString("link"), true));
  assertEquals(portable.read(file, buffer, 8, 1), 2);
  assertEquals(portable.read(file, buffer, 8, 3), 0);
  assertEquals(codeOf(portable.write(file, buffer, 1, 0)), "EBADF");
  portable.close(file);
});

testIn("openForReading and openForWriting wait for no FIFO", ({ folder, path }) => {
  const { success } = new Deno.Command("mkfifo", { args: [`${path}/fifo`] }).outputSync();
  assert(success);
  assertEquals(codeOf(portable.openForReading(folder, cString("fifo"), true)), "ENXIO");
  assertEquals(codeOf(portable.openForWriting(folder, cString("fifo"))), "ENXIO");
}, notLinux);

testIn("createNamed takes no name that is taken, and sets the mode", ({ folder, path }) => {
  const file = succeeded(portable.createNamed(folder, cString("file"), 0o640));
  assertEquals(codeOf(portable.createNamed(folder, cString("file"), 0o640)), "EEXIST");
  assertEquals(statOf(folder, "file").permissions, 0o640 & ~portable.identity.umask);
  assertEquals(portable.write(file, new TextEncoder().encode("content"), 4, 2), 4);
  assertEquals(portable.truncate(file, 5), 0);
  assertEquals(portable.seek(file, 3), 3);
  const stat = new FileStat();
  succeeded(portable.statHandle(file, stat));
  assertEquals(stat.size, 5);
  portable.close(file);
  assertEquals(Deno.readTextFileSync(`${path}/file`), "\0\0con");
}, notLinux);

testIn("renameNew replaces nothing, neither files nor folders", ({ folder, path }) => {
  for (const name of ["a", "b"]) Deno.writeTextFileSync(`${path}/${name}`, name);
  for (const name of ["c", "d"]) Deno.mkdirSync(`${path}/${name}`);
  const rename = (from: string, to: string) =>
    codeOf(portable.renameNew(folder, cString(from), folder, cString(to)));
  assertEquals(rename("a", "b"), "EEXIST");
  assertEquals(rename("c", "d"), "EEXIST");
  assertEquals(rename("none", "e"), "ENOENT");
  assertEquals(rename("a", "e"), "ok");
  assertEquals(rename("c", "f"), "ok");
  assertEquals(namesIn(folder, 1024).names, ["b", "d", "e", "f"]);
  assertEquals(Deno.readTextFileSync(`${path}/b`), "b");
});

testIn("rename replaces, unlink spares folders, removeFolder spares files", ({ folder, path }) => {
  for (const name of ["a", "b"]) Deno.writeTextFileSync(`${path}/${name}`, name);
  Deno.mkdirSync(`${path}/folder/inner`, { recursive: true });
  assertEquals(portable.rename(folder, cString("a"), folder, cString("b")), 0);
  assertEquals(Deno.readTextFileSync(`${path}/b`), "a");
  assertEquals(codeOf(portable.unlink(folder, cString("folder"))), "EISDIR");
  assertEquals(codeOf(portable.removeFolder(folder, cString("b"))), "ENOTDIR");
  assertEquals(codeOf(portable.removeFolder(folder, cString("folder"))), "ENOTEMPTY");
  assertEquals(portable.unlink(folder, cString("b")), 0);
  Deno.removeSync(`${path}/folder/inner`);
  assertEquals(portable.removeFolder(folder, cString("folder")), 0);
  assertEquals(namesIn(folder, 1024).names, []);
});

testIn("makeSymlink and readSymlink keep the text", ({ folder }) => {
  assertEquals(portable.makeSymlink(cString("../ä b"), folder, cString("link")), 0);
  const buffer = new Uint8Array(64);
  const length = portable.readSymlink(folder, cString("link"), buffer);
  assertEquals(new TextDecoder().decode(buffer.subarray(0, length)), "../ä b");
  assertEquals(portable.readSymlink(folder, cString("link"), new Uint8Array(3)), 3);
});

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

testIn("setModeAt, setOwnerAt and setTimesAt refuse a link", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/file`, "");
  Deno.symlinkSync("file", `${path}/link`);
  const before = statOf(folder, "file");
  const link = cString("link");
  assertEquals(codeOf(portable.setModeAt(folder, link, 0)), "EOPNOTSUPP");
  assertEquals(codeOf(portable.setOwnerAt(folder, link, 1, 1)), "EOPNOTSUPP");
  assertEquals(codeOf(portable.setTimesAt(folder, link, new FileStat())), "EOPNOTSUPP");
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

testIn("tryLock takes a lock once and does not wait", ({ folder, path }) => {
  Deno.writeTextFileSync(`${path}/lock`, "");
  const open = () => succeeded(portable.openForWriting(folder, cString("lock")));
  const first = open(), second = open();
  assertEquals(portable.tryLock(first), 0);
  assertEquals(codeOf(portable.tryLock(second)), "EAGAIN");
  portable.close(first);
  assertEquals(portable.tryLock(second), 0);
  portable.close(second);
}, "tryLockSync" in Deno.FsFile.prototype ? null : "a Deno without tryLockSync");

testIn("calls that Deno lacks say EOPNOTSUPP, and lists of xattrs are empty", ({ folder }) => {
  const name = cString("file"), buffer = new Uint8Array(4);
  const file = succeeded(portable.createNamed(folder, name, 0o600));
  const results = [
    portable.cloneFile(file, file),
    portable.copyRange(file, file, 0, 1),
    portable.sendFile(file, file, 0, 1),
    portable.seekData(file, 0),
    portable.seekHole(file, 0),
    portable.createUnnamed(folder, 0o600),
    portable.nameUnnamed(file, folder, name),
    portable.makeSpecial(folder, name, 0o600, 0, 0),
    portable.getXattr(file, name, buffer),
    portable.setXattrAt(folder, name, name, buffer, 0),
  ];
  assertEquals(new Set(results.map(codeOf)), new Set(["EOPNOTSUPP"]));
  assertEquals(portable.xattrListSize(file), 0);
  assertEquals(portable.xattrListSizeAt(folder, name), 0);
  portable.close(file);
});

testIn("a handle is no descriptor, and EBADF once it is closed", ({ folder }) => {
  const file = succeeded(portable.createNamed(folder, cString("file"), 0o600));
  assertGreater(file, 999_999);
  assertEquals(codeOf(portable.read(folder, new Uint8Array(1), 1, 0)), "EISDIR");
  assertEquals(portable.close(file), 0);
  const codes = [
    portable.close(file),
    portable.read(file, new Uint8Array(1), 1, 0),
    portable.statHandle(file, new FileStat()),
    portable.stat(file, cString("x"), new FileStat()),
    portable.list(file, new Listing(64)),
  ];
  assertEquals(codes.map(codeOf), codes.map(() => "EBADF"));
});

Deno.test("attempt turns what Deno throws into the negated number", () => {
  assertEquals(attempt(() => 7), 7);
  assertEquals(attempt(() => {}), 0);
  assertEquals(codeOf(attempt(() => Deno.mkdirSync("."))), "EEXIST");
  assertEquals(errnoOf(new Deno.errors.AlreadyExists()), errno.EEXIST);
  assertEquals(errnoOf(new Deno.errors.NotCapable()), errno.EACCES);
  assertEquals(errnoOf(Object.assign(new Error(), { code: "EDQUOT" })), errno.EDQUOT);
  assertEquals(errnoOf(new Error("anything")), errno.EIO);
});

Deno.test("errorText is a sentence, or the name where there is none", () => {
  assertEquals(portable.errorText(-errno.ENOSPC), "No space left on device");
  assertEquals(portable.errorText(errno.ESTALE), "ESTALE");
  assertEquals(portable.errorText(9999), "errno 9999");
});
