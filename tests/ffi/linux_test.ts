// The Linux calls on a real file system in memory: what Deno's own API tells about the same entries
// is the reference where it can tell, and the kernel's answers are where it cannot. Calls that old
// kernels and seccomp filters lack are taken away by a C library in which they fail, so that every
// fallback runs here too.

import { assert, assertEquals, assertGreater } from "@std/assert";
import { binaryText, cString, textOf } from "../../ffi/c_string.ts";
import * as errno from "../../ffi/errno.ts";
import { FileStat, S_IFCHR, S_IFIFO, WORD } from "../../ffi/file_stat.ts";
import { AT_EMPTY_PATH, PATH_MAX } from "../../ffi/linux/constants.ts";
import { folderCalls } from "../../ffi/linux/folders.ts";
import { type LibC, type OpenLibC, openLibC } from "../../ffi/linux/libc.ts";
import { metadataCalls } from "../../ffi/linux/metadata.ts";
import { nameCalls } from "../../ffi/linux/names.ts";
import { fileCalls } from "../../ffi/linux/files.ts";
import { xattrCalls } from "../../ffi/linux/xattrs.ts";
import { ENTRY_TYPE, Listing } from "../../ffi/listing.ts";
import { openNative } from "../../ffi/mod.ts";
import { testOrSkip } from "../support/skip.ts";

const notLinux = Deno.build.os === "linux" ? null : "not Linux";
// Opened outside of the tests: the library stays open for good, and Deno would call that a leak.
const native = openNative(notLinux !== null ? "portable" : "system");
const isRoot = native.identity.uid === 0;

/** The test's files take no disk where there is a file system in memory for all. */
const inMemory = isFolder("/dev/shm") ? "/dev/shm" : undefined;

interface Place {
  readonly path: string;
  /** Handle of the folder at `path`. */
  readonly folder: number;
}

/** A test on an empty folder in memory. */
function testIn(name: string, fn: (place: Place) => void, reason: string | null = notLinux): void {
  testOrSkip(name, reason, () => inNewFolder(fn));
}

function inNewFolder(fn: (place: Place) => void): void {
  const path = Deno.makeTempDirSync({ dir: inMemory, prefix: "ferry_ffi_" });
  const folder = succeeded(native.openFolder(cString(path)));
  try {
    fn({ path, folder });
  } finally {
    native.close(folder);
    Deno.removeSync(path, { recursive: true });
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

function succeeded(result: number): number {
  assert(result >= 0, native.errorName(result));
  return result;
}

/** The C library without some calls: they fail with `error` as behind a filter or on an old kernel. */
function without(calls: readonly (keyof LibC)[], error: number): OpenLibC {
  const real = openLibC();
  let denied = 0;
  const refuse = () => {
    denied = -error;
    return -1;
  };
  return {
    c: { ...real.c, ...Object.fromEntries(calls.map((name) => [name, refuse])) },
    failure() {
      const result = denied === 0 ? real.failure() : denied;
      denied = 0;
      return result;
    },
  };
}

function makeFile({ folder }: Place, name: string, content = ""): void {
  const file = succeeded(native.createNamed(folder, cString(name), 0o644));
  const bytes = new TextEncoder().encode(content);
  assertEquals(native.write(file, bytes, bytes.length, 0), bytes.length);
  native.close(file);
}

function statOf(folder: number, name: string): FileStat {
  const stat = new FileStat();
  succeeded(native.stat(folder, cString(name), stat));
  return stat;
}

/** dev_t of glibc (bits/sysmacros.h), from the parts that statx gives; exact for small numbers. */
function devOf(major: number, minor: number): number {
  return (minor & 0xff) + major * 0x100 + Math.floor(minor / 0x100) * 0x100000;
}

function millisecondsOf({ words }: FileStat, word: number): number {
  return words[word] * 1000 + Math.floor(words[word + 2] / 1e6);
}

/** Names of a folder as text in which a character is a byte, sorted. */
function namesIn(folder: number, capacity: number): { names: string[]; batches: number } {
  const listing = new Listing(capacity);
  const names: string[] = [];
  for (let batches = 1;; batches++) {
    const end = succeeded(native.list(folder, listing));
    for (let i = 0; i < listing.count; i++) names.push(binaryText(listing.name(i)));
    if (end === 1) return { names: names.sort(), batches };
    listing.clear();
  }
}

testIn("openNative selects Linux's calls where FFI is granted", () => {
  assertEquals(native.platform, "linux");
});

testIn("stat tells the fields that Deno.lstatSync tells", (place) => {
  makeFile(place, "file", "twelve bytes");
  Deno.linkSync(`${place.path}/file`, `${place.path}/second`);
  Deno.chmodSync(`${place.path}/file`, 0o4751);
  Deno.mkdirSync(`${place.path}/folder`);
  Deno.symlinkSync("nowhere", `${place.path}/link`);
  const entries = ["file", "folder", "link"].map((name) => `${place.path}/${name}`);
  for (const path of [...entries, "/dev/null", "/proc/self/status"]) {
    const stat = new FileStat();
    succeeded(native.stat(place.folder, cString(path), stat));
    const info = Deno.lstatSync(path);
    const { words } = stat;
    assertEquals({
      size: stat.size,
      mode: stat.mode,
      nlink: stat.nlink,
      uid: stat.uid,
      gid: stat.gid,
      ino: words[WORD.ino] + words[WORD.ino + 1] * 2 ** 32,
      blocks: stat.allocatedBytes / 512,
      dev: devOf(words[WORD.devMajor], words[WORD.devMinor]),
      rdev: devOf(words[WORD.rdevMajor], words[WORD.rdevMinor]),
      atime: millisecondsOf(stat, WORD.atime),
      mtime: millisecondsOf(stat, WORD.mtime),
      // Deno gives whole seconds here.
      ctime: words[WORD.ctime],
      isFile: stat.isFile,
      isFolder: stat.isFolder,
      isSymlink: stat.isSymlink,
    }, {
      size: info.size,
      mode: info.mode,
      nlink: info.nlink,
      uid: info.uid,
      gid: info.gid,
      ino: info.ino,
      blocks: info.blocks,
      dev: info.dev,
      rdev: info.rdev,
      atime: info.atime?.getTime(),
      mtime: info.mtime?.getTime(),
      ctime: Math.floor((info.ctime?.getTime() ?? 0) / 1000),
      isFile: info.isFile,
      isFolder: info.isDirectory,
      isSymlink: info.isSymlink,
    }, path);
  }
});

testIn("stat through struct stat fills what statx fills", (place) => {
  const fallback = metadataCalls(without(["statx"], errno.ENOSYS));
  makeFile(place, "file", "content");
  const old = statOf(place.folder, "file");
  // 1960: the seconds are negative, and the nanoseconds are not.
  old.words.set([-315_619_200 >>> 0, 0xffff_ffff, 123_456_789], WORD.mtime);
  succeeded(native.setTimesAt(place.folder, cString("file"), old));
  for (const path of [`${place.path}/file`, "/dev/null", place.path, "/proc/self"]) {
    const direct = new FileStat(), translated = new FileStat();
    assertEquals(native.stat(place.folder, cString(path), direct), 0);
    assertEquals(fallback.stat(place.folder, cString(path), translated), 0);
    for (const [name, word] of Object.entries(WORD)) {
      assertEquals(translated.words[word], direct.words[word], `${name} of ${path}`);
    }
    for (const word of [WORD.ino, WORD.size, WORD.blocks, WORD.atime, WORD.mtime, WORD.ctime]) {
      assertEquals(translated.words[word + 1], direct.words[word + 1], `word ${word} of ${path}`);
    }
  }
  assertEquals(statOf(place.folder, "file").mtimeSec, -315_619_200);
});

testIn("statFollowing looks behind a link, stat does not, statHandle needs no name", (place) => {
  makeFile(place, "file", "abc");
  Deno.symlinkSync("file", `${place.path}/link`);
  const behind = new FileStat(), opened = new FileStat();
  succeeded(native.statFollowing(place.folder, cString("link"), behind));
  const file = succeeded(native.openForReading(place.folder, cString("file"), false));
  succeeded(native.statHandle(file, opened));
  native.close(file);
  assert(statOf(place.folder, "link").isSymlink);
  assert(behind.isFile && behind.size === 3);
  assert(behind.hasSameInode(opened));
});

testIn("list returns every one of 5,000 names as bytes, in several batches", (place) => {
  const expected: string[] = [];
  for (let i = 0; i < 5000; i++) {
    // Every third is not UTF-8, and lengths go up to the longest there is.
    const bytes = new TextEncoder().encode(`${i}_`.padEnd(i % 7 === 0 ? 255 : 10, "x"));
    if (i % 3 === 0) bytes[bytes.length - 1] = 0x80 + i % 128;
    const file = succeeded(native.createNamed(place.folder, cString(bytes), 0o600));
    native.close(file);
    expected.push(binaryText(bytes));
  }
  expected.sort();
  const small = namesIn(place.folder, 4096);
  assertEquals(small.names, expected);
  assertGreater(small.batches, 50);
  assertEquals(namesIn(place.folder, 4096).names, [], "at its end a folder has no more");
  succeeded(native.rewind(place.folder));
  assertEquals(namesIn(place.folder, 1 << 20).names, expected);
});

testIn("list tells the type of every entry and leaves out . and ..", (place) => {
  makeFile(place, "file");
  Deno.mkdirSync(`${place.path}/folder`);
  Deno.symlinkSync("x", `${place.path}/link`);
  makeFile(place, "...");
  succeeded(native.makeSpecial(place.folder, cString("fifo"), S_IFIFO | 0o600, 0, 0));
  const listing = new Listing(4096);
  assertEquals(native.list(place.folder, listing), 1);
  const types = Array.from(
    { length: listing.count },
    (_, i) => [textOf(listing.name(i)), listing.type[i]] as const,
  );
  assertEquals(Object.fromEntries(types), {
    "...": ENTRY_TYPE.file,
    file: ENTRY_TYPE.file,
    fifo: ENTRY_TYPE.fifo,
    folder: ENTRY_TYPE.folder,
    link: ENTRY_TYPE.symlink,
  });
});

// FAT and NTFS have names of up to 765 bytes; the kernel says EINVAL when the next one does not fit.
testIn("list calls a listing full when the next name needs more than is left", () => {
  const answers = [-errno.EINVAL];
  const libc = without([], 0);
  const { list } = folderCalls({
    c: { ...libc.c, getdents64: () => answers.length > 0 ? -1 : 0 },
    failure: () => answers.pop()!,
  });
  const listing = new Listing(4096);
  listing.append(cString("first"), 5, ENTRY_TYPE.file);
  assertEquals(list(3, listing), 0);
  assertEquals(list(3, listing), 1);
});

testIn("list of a folder that was removed while open is empty", ({ folder, path }) => {
  Deno.mkdirSync(`${path}/gone`);
  const gone = succeeded(native.openFolderBeneath(folder, cString("gone"), false));
  succeeded(native.removeFolder(folder, cString("gone")));
  assertEquals(namesIn(gone, 4096).names, []);
  native.close(gone);
});

testIn("a name of 256 bytes is ENAMETOOLONG, one of 255 is not", ({ folder }) => {
  const file = native.createNamed(folder, cString("n".repeat(256)), 0o600);
  assertEquals(file, -errno.ENAMETOOLONG);
  assertEquals(native.makeFolder(folder, cString("n".repeat(255)), 0o700), 0);
});

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
    const { c, failure } = openLibC();
    let denied = false;
    return fileCalls({
      c: {
        ...c,
        linkat: (from, old, to, name, flags) => {
          denied = flags === AT_EMPTY_PATH;
          return denied ? -1 : c.linkat(from, old, to, name, flags);
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

const RENAMING = {
  renameat2: () => native,
  "a link and an unlink": () => nameCalls(without(["renameat2"], errno.EINVAL)),
};

for (const [way, calls] of Object.entries(RENAMING)) {
  testIn(`renameNew replaces nothing, by ${way}`, (place) => {
    makeFile(place, "a", "a");
    makeFile(place, "b", "b");
    const { renameNew } = calls();
    const rename = (from: string, to: string) =>
      renameNew(place.folder, cString(from), place.folder, cString(to));
    assertEquals(rename("a", "b"), -errno.EEXIST);
    assertEquals(rename("none", "c"), -errno.ENOENT);
    assertEquals(rename("a", "c"), 0);
    assertEquals(namesIn(place.folder, 4096).names, ["b", "c"]);
    assertEquals(Deno.readTextFileSync(`${place.path}/b`), "b");
  });
}

testIn("renameNew leaves one name behind when the old one cannot go", (place) => {
  makeFile(place, "a");
  const { c } = openLibC();
  let unlinks = 0;
  const { renameNew } = nameCalls({
    c: {
      ...c,
      renameat2: () => -1,
      unlinkat: (folder, name, flags) => unlinks++ === 0 ? -1 : c.unlinkat(folder, name, flags),
    },
    failure: () => -errno.EPERM,
  });
  assertEquals(renameNew(place.folder, cString("a"), place.folder, cString("b")), -errno.EPERM);
  assertEquals(namesIn(place.folder, 4096).names, ["a"]);
});

testIn("rename replaces, link adds a name, unlink takes one and spares folders", (place) => {
  makeFile(place, "a", "a");
  makeFile(place, "b", "b");
  const { folder, path } = place;
  assertEquals(native.rename(folder, cString("a"), folder, cString("b")), 0);
  assertEquals(native.link(folder, cString("b"), folder, cString("c")), 0);
  assertEquals(native.link(folder, cString("b"), folder, cString("c")), -errno.EEXIST);
  assertEquals(statOf(folder, "c").nlink, 2);
  assertEquals(native.unlink(folder, cString("b")), 0);
  assertEquals(Deno.readTextFileSync(`${path}/c`), "a");
  Deno.mkdirSync(`${path}/folder`);
  assertEquals(native.unlink(folder, cString("folder")), -errno.EISDIR);
  assertEquals(native.removeFolder(folder, cString("c")), -errno.ENOTDIR);
  assertEquals(native.removeFolder(folder, cString("folder")), 0);
});

testIn("makeSymlink and readSymlink keep every byte", ({ folder }) => {
  const target = Uint8Array.of(46, 46, 47, 0xff, 0xfe, 32, 10);
  assertEquals(native.makeSymlink(cString(target), folder, cString("link")), 0);
  const buffer = new Uint8Array(4096);
  const length = native.readSymlink(folder, cString("link"), buffer);
  assertEquals(buffer.subarray(0, length), target);
});

testIn("makeSpecial makes a FIFO", ({ folder }) => {
  succeeded(native.makeSpecial(folder, cString("fifo"), S_IFIFO | 0o640, 0, 0));
  assertEquals(statOf(folder, "fifo").type, S_IFIFO);
});

testIn("makeSpecial makes a device with large numbers", ({ folder }) => {
  const major = 0xabc, minor = 0xfedcb;
  succeeded(native.makeSpecial(folder, cString("device"), S_IFCHR | 0o600, major, minor));
  const { type, words } = statOf(folder, "device");
  assertEquals([type, words[WORD.rdevMajor], words[WORD.rdevMinor]], [S_IFCHR, major, minor]);
}, notLinux ?? (isRoot ? null : "not root"));

const XATTR_WAYS = {
  listxattrat: () => xattrCalls(without(["llistxattr"], errno.EIO)),
  "a path through /proc": () => xattrCalls(without(["listxattrat"], errno.ENOSYS)),
};
const xattrReason = notLinux ?? xattrsAreMissing();

for (const [way, calls] of Object.entries(XATTR_WAYS)) {
  const reason = xattrReason ?? (way === "listxattrat" ? listxattratIsMissing() : null);
  testIn(`xattrs are set, listed, read and removed by handle and by name, by ${way}`, (place) => {
    makeFile(place, "file");
    const { folder } = place;
    const name = cString("file");
    const first = cString("user.first"), second = cString("user.second");
    const value = Uint8Array.of(0, 255, 7);
    const xattrs = calls();
    const file = succeeded(native.openForReading(folder, name, false));
    assertEquals(xattrs.xattrListSizeAt(folder, name), 0);
    assertEquals(xattrs.setXattr(file, first, value, 3), 0);
    assertEquals(xattrs.setXattrAt(folder, name, second, new Uint8Array(0), 0), 0);

    const buffer = new Uint8Array(64);
    const both = ["user.first", "user.second"];
    const split = (length: number) =>
      binaryTextOf(buffer.subarray(0, length)).split("\0").slice(0, -1).sort();
    assertEquals(split(xattrs.listXattrs(file, buffer)), both);
    assertEquals(split(xattrs.listXattrsAt(folder, name, buffer)), both);
    assertEquals(xattrs.xattrListSize(file), 23);
    assertEquals(xattrs.xattrListSizeAt(folder, name), 23);
    assertEquals(xattrs.listXattrsAt(folder, name, new Uint8Array(5)), -errno.ERANGE);

    assertEquals(xattrs.getXattrAt(folder, name, first, buffer), 3);
    assertEquals(buffer.subarray(0, 3), value);
    assertEquals(xattrs.getXattr(file, second, buffer), 0);
    assertEquals(xattrs.removeXattr(file, first), 0);
    assertEquals(xattrs.getXattr(file, first, buffer), -errno.ENODATA);
    assertEquals(xattrs.removeXattrAt(folder, name, second), 0);
    assertEquals(xattrs.xattrListSize(file), 0);
    native.close(file);
  }, reason);
}

testIn("xattrs by name are the link's own and never its target's", (place) => {
  makeFile(place, "file");
  Deno.symlinkSync("file", `${place.path}/link`);
  const name = cString("user.mark");
  succeeded(native.setXattrAt(place.folder, cString("file"), name, Uint8Array.of(1), 1));
  assertEquals(native.xattrListSizeAt(place.folder, cString("link")), 0);
  const buffer = new Uint8Array(8);
  const got = native.getXattrAt(place.folder, cString("link"), name, buffer);
  assertEquals(native.errorName(got), "ENODATA");
}, xattrReason);

function binaryTextOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** tmpfs keeps user.* since Linux 6.6. */
function xattrsAreMissing(): string | null {
  let result = 0;
  inNewFolder(({ folder }) => {
    result = native.setXattr(folder, cString("user.probe"), Uint8Array.of(1), 1);
  });
  return result === 0
    ? null
    : `no user xattrs on ${inMemory ?? "the temporary folder"}: ${native.errorName(result)}`;
}

function listxattratIsMissing(): string | null {
  let result = 0;
  inNewFolder(({ folder }) =>
    result = XATTR_WAYS.listxattrat().xattrListSizeAt(folder, cString("."))
  );
  return result === -errno.EIO ? "a kernel before 6.13" : null;
}

testIn("setTimesAt keeps nanoseconds, on a symlink and not on its target", (place) => {
  makeFile(place, "file");
  Deno.symlinkSync("file", `${place.path}/link`);
  const before = statOf(place.folder, "file");
  const times = new FileStat();
  times.words.set([1_600_000_000, 0, 987_654_321], WORD.mtime);
  times.words.set([1_500_000_000, 0, 1], WORD.atime);
  assertEquals(native.setTimesAt(place.folder, cString("link"), times), 0);
  const link = statOf(place.folder, "link");
  assert(link.hasSameMtime(times));
  assertEquals([link.words[WORD.atime], link.words[WORD.atimeNsec]], [1_500_000_000, 1]);
  assert(statOf(place.folder, "file").hasSameMtime(before));
});

testIn("setTimes by handle keeps nanoseconds before 1970", (place) => {
  makeFile(place, "file");
  const times = new FileStat();
  times.words.set([-5 >>> 0, 0xffff_ffff, 999_999_999], WORD.mtime);
  const file = succeeded(native.openForReading(place.folder, cString("file"), false));
  assertEquals(native.setTimes(file, times), 0);
  native.close(file);
  assert(statOf(place.folder, "file").hasSameMtime(times));
  assertEquals(statOf(place.folder, "file").mtimeSec, -5);
});

testIn("setModeAt does not follow a link and needs no permission to open", (place) => {
  makeFile(place, "file");
  Deno.symlinkSync("file", `${place.path}/link`);
  const { folder } = place;
  assertEquals(native.setModeAt(folder, cString("file"), 0), 0);
  assertEquals(native.setModeAt(folder, cString("file"), 0o4751), 0);
  native.setModeAt(folder, cString("link"), 0o600);
  assertEquals(statOf(folder, "file").permissions, 0o4751);
  succeeded(native.makeSpecial(folder, cString("fifo"), S_IFIFO | 0o600, 0, 0));
  assertEquals(native.setModeAt(folder, cString("fifo"), 0o622), 0);
  assertEquals(statOf(folder, "fifo").permissions, 0o622);
});

testIn("setOwnerAt sets a link's own owner, and -1 leaves a part as it is", (place) => {
  makeFile(place, "file");
  Deno.symlinkSync("file", `${place.path}/link`);
  const { folder } = place;
  const link = cString("link");
  const before = statOf(folder, "file");
  assertEquals(native.setOwnerAt(folder, link, 1, 456), 0);
  assertEquals(native.setOwnerAt(folder, link, 123, -1), 0);
  assertEquals(native.setOwnerAt(folder, link, -1, -1), 0);
  const { uid, gid } = statOf(folder, "link");
  assertEquals([uid, gid], [123, 456]);
  const file = succeeded(native.openForReading(folder, cString("file"), false));
  assertEquals([statOf(folder, "file").uid, statOf(folder, "file").gid], [before.uid, before.gid]);
  assertEquals(native.setOwner(file, 12, 34), 0);
  assertEquals(native.setOwner(file, -1, 56), 0);
  native.close(file);
  assertEquals([statOf(folder, "file").uid, statOf(folder, "file").gid], [12, 56]);
}, notLinux ?? (isRoot ? null : "not root"));

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

testIn("errorName and errorText take numbers of both signs", () => {
  assertEquals(native.errorName(-errno.ENOSPC), "ENOSPC");
  assertEquals(native.errorName(errno.EDQUOT), "EDQUOT");
  assertEquals(native.errorName(-9999), "errno 9999");
  assertEquals(native.errorText(-errno.ENOSPC), native.errorText(errno.ENOSPC));
  assertEquals(native.errorText(-errno.ENOENT), "No such file or directory");
});

testIn("identity is who the process is", () => {
  assertEquals(native.identity.uid, Deno.uid());
  assertEquals(native.identity.gid, Deno.gid());
  assertEquals(native.identity.umask, Deno.umask());
});

testIn("close of what is not open is EBADF", () => {
  assertEquals(native.close(999_999), -errno.EBADF);
});
