// The tree with every kind of entry that ferry promises to keep: what the fidelity tests copy, mirror
// and mutate. Each group is a folder of its own; what a file system has no room for is made smaller.

import { ACL, acl, CAPABILITY, capability, DEFAULT_ACL } from "./acl.ts";
import { chosenStandIn } from "./chosen_stand_in.ts";
import * as make from "./entries.ts";
import { snapshot } from "./snapshot.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Sizes around the borders of pages, of methods and of buffers. */
const SIZES = [0, 1, 4095, 4096, 65535, 65536, MIB + 1];
const MODES = [0o000, 0o400, 0o755, 0o4755, 0o2755, 0o1777];
const STRANGE_NAMES = [
  "new\nline",
  " spaces  both ends ",
  "-rf",
  "not utf8 \xff\xfe\x80",
  "\xef\xbb\xbfbyte order mark",
  "back\\slash 'quote' \"double\" $HOME *",
  "\x01\x1b[31m",
  make.utf8("naïve ☕"),
  "n".repeat(255),
  ".hidden",
  "...",
];

/**
 * Makes the tree below a new folder `root`; everything in it has times of its own. Needs root.
 *
 * @param bulk how many small files to add, so that a run is long enough for workers to take part
 */
export function buildTree(root: string, bulk = 0): void {
  make.makeFolder(root);
  makeSizes(`${root}/sizes`);
  makeHoles(`${root}/holes`);
  makeHardLinks(`${root}/links`);
  makeSymlinks(`${root}/symlinks`);
  makeSpecials(`${root}/specials`);
  makeNames(`${root}/names`);
  makeModes(`${root}/modes`);
  makeOwners(`${root}/owners`);
  makeAttributes(`${root}/attributes`);
  makeAcls(`${root}/acls`);
  makeBulk(`${root}/bulk`, bulk);
  makeMoments(`${root}/times`);
  stampAll(root);
  stampMoments(`${root}/times`);
}

function makeSizes(at: string): void {
  make.makeFolder(at);
  for (const size of SIZES) make.makeFile(`${at}/${size}`, make.pattern(size, size));
}

function makeHoles(at: string): void {
  make.makeFolder(at);
  make.makeSparse(`${at}/at start`, MIB, [[512 * KIB, MIB]]);
  make.makeSparse(`${at}/in the middle`, MIB, [[0, 64 * KIB], [768 * KIB, MIB]]);
  make.makeSparse(`${at}/at end`, MIB, [[0, 128 * KIB]]);
  const spans = [0, 128, 256, 384].map((at) => [at * KIB, (at + 64) * KIB] as const);
  make.makeSparse(`${at}/many`, 512 * KIB, spans);
  make.makeSparse(`${at}/nothing else`, 2 * MIB, []);
  make.makeSparse(`${at}/odd size`, MIB + 1234, [[512 * KIB, 576 * KIB]]);
}

function makeHardLinks(at: string): void {
  for (const folder of ["", "/a", "/b", "/b/deep"]) make.makeFolder(at + folder);
  make.makeFile(`${at}/a/one`, "three names");
  make.makeHardLink(`${at}/a/one`, `${at}/a/two`);
  make.makeHardLink(`${at}/a/one`, `${at}/b/deep/three`);
  make.makeFile(`${at}/large`, make.pattern(200 * KIB));
  make.makeHardLink(`${at}/large`, `${at}/b/large too`);
  make.makeSymlink(`${at}/a/symlink`, "../b/deep/three");
  make.makeHardLink(`${at}/a/symlink`, `${at}/b/same symlink`);
  make.makeFifo(`${at}/a/fifo`);
  make.makeHardLink(`${at}/a/fifo`, `${at}/b/same fifo`);
}

function makeSymlinks(at: string): void {
  make.makeFolder(at);
  make.makeSymlink(`${at}/relative`, "../sizes/4096");
  make.makeSymlink(`${at}/absolute`, "/etc/hostname");
  make.makeSymlink(`${at}/dangling`, "no/such/entry");
  make.makeSymlink(`${at}/to a folder`, "../names");
  make.makeSymlink(`${at}/not utf8`, "\xff\xfe/\x80");
  make.makeSymlink(`${at}/owned`, "x");
  make.setOwner(`${at}/owned`, 1000, 1000);
  try {
    make.makeSymlink(`${at}/long`, "0123456789/".repeat(364).slice(0, 4000));
  } catch {
    make.makeSymlink(`${at}/long`, "0123456789/".repeat(93).slice(0, 1020)); // xfs: 1024, libxfs/xfs_format.h
  }
}

function makeSpecials(at: string): void {
  make.makeFolder(at);
  make.makeFifo(`${at}/fifo`, 0o622);
  make.makeDevice(`${at}/char`, "char", 1, 3);
  make.makeDevice(`${at}/block`, "block", 7, 300);
  // Darwin's device numbers have 8 bits of major.
  if (chosenStandIn() === null) make.makeDevice(`${at}/large numbers`, "char", 300, 70_000);
  make.setOwner(`${at}/block`, 0, 6);
}

function makeNames(at: string): void {
  make.makeFolder(at);
  for (const name of STRANGE_NAMES) make.makeFile(`${at}/${name}`, name);
  for (const name of STRANGE_NAMES.slice(0, 4)) {
    make.makeFolder(`${at}/folder ${name}`);
    make.makeFile(`${at}/folder ${name}/${name}`, name);
  }
  make.makeFolder(`${at}/empty`);
}

function makeModes(at: string): void {
  make.makeFolder(at);
  for (const mode of MODES) {
    const name = mode.toString(8).padStart(4, "0");
    make.makeFile(`${at}/file ${name}`, name, mode);
    make.makeFile(`${at}/large ${name}`, make.pattern(70 * KIB), mode);
    make.makeFolder(`${at}/folder ${name}`);
    make.makeFile(`${at}/folder ${name}/inside`, name);
    make.makeFolder(`${at}/folder ${name}/below`);
    make.setMode(`${at}/folder ${name}`, mode);
  }
}

function makeOwners(at: string): void {
  make.makeFolder(at);
  make.makeFolder(`${at}/setgid`);
  make.setOwner(`${at}/setgid`, 0, 1000);
  make.setMode(`${at}/setgid`, 0o2775);
  make.makeFile(`${at}/setgid/of the group`);
  make.makeFile(`${at}/setgid/not of the group`);
  make.setOwner(`${at}/setgid/not of the group`, 0, 0);
  for (const [uid, gid] of [[1000, 1000], [0, 1000], [1000, 0], [123_456, 654_321]]) {
    const name = `${uid} ${gid}`;
    make.makeFile(`${at}/file ${name}`, name);
    make.makeFile(`${at}/setuid ${name}`, name);
    make.makeFolder(`${at}/folder ${name}`);
    make.makeFile(`${at}/folder ${name}/inside`, name);
    for (const kind of ["file", "setuid", "folder"]) {
      make.setOwner(`${at}/${kind} ${name}`, uid, gid);
    }
    make.setMode(`${at}/setuid ${name}`, 0o6755);
  }
}

function makeAttributes(at: string): void {
  make.makeFolder(at);
  make.makeFile(`${at}/several`, "x");
  for (const [name, value] of [["user.one", "1"], ["user.empty", ""], ["user.bytes", "\0\xff\n"]]) {
    make.setXattr(`${at}/several`, name, value);
  }
  make.makeFile(`${at}/large value`);
  for (const size of [60_000, 12_000, 3000]) {
    if (make.trySetXattr(`${at}/large value`, "user.large", make.pattern(size))) break;
  }
  make.makeFile(`${at}/capability`, "program", 0o755);
  make.setXattr(`${at}/capability`, CAPABILITY, capability(10));
  make.makeFile(`${at}/capability of another`, "program", 0o755);
  make.setOwner(`${at}/capability of another`, 1000, 1000);
  make.setXattr(`${at}/capability of another`, CAPABILITY, capability(13));
  make.makeFile(`${at}/read-only`, "x");
  make.setXattr(`${at}/read-only`, "user.one", "1");
  make.setMode(`${at}/read-only`, 0o444);
  make.makeFile(`${at}/large file`, make.pattern(100 * KIB));
  make.setXattr(`${at}/large file`, "user.one", "1");
  make.makeFolder(`${at}/folder`);
  make.setXattr(`${at}/folder`, "user.one", "1");
  make.makeSymlink(`${at}/symlink`, "several");
  make.trySetXattr(`${at}/symlink`, "trusted.one", "1");
  make.makeFile(`${at}/trusted`);
  make.trySetXattr(`${at}/trusted`, "trusted.one", "1");
}

function makeAcls(at: string): void {
  make.makeFolder(at);
  make.makeFile(`${at}/file`, "x");
  make.setXattr(`${at}/file`, ACL, acl(6, 4, 0, { uid: 1000, gid: 1001, may: 6 }));
  make.makeFile(`${at}/of another`, "x", 0o4755);
  make.setOwner(`${at}/of another`, 1000, 1000);
  make.setXattr(`${at}/of another`, ACL, acl(7, 5, 5, { uid: 1, gid: 2, may: 5 }));
  make.makeFolder(`${at}/folder`);
  make.setXattr(`${at}/folder`, ACL, acl(7, 5, 1, { uid: 1000, gid: 1001, may: 7 }));
  make.makeFile(`${at}/folder/plain`);
  make.makeFolder(`${at}/default`);
  make.makeFile(`${at}/default/made before`);
  make.makeFolder(`${at}/default/folder made before`);
  make.setXattr(`${at}/default`, DEFAULT_ACL, acl(7, 5, 0, { uid: 1000, gid: 1001, may: 7 }));
  make.makeFile(`${at}/default/made after`);
  make.makeFolder(`${at}/default/folder made after`);
}

function makeBulk(at: string, count: number): void {
  make.makeFolder(at);
  for (let i = 0; i < count; i++) {
    if (i % 100 === 0) make.makeFolder(`${at}/${i / 100}`);
    make.makeFile(`${at}/${Math.floor(i / 100)}/${i}`, `${i}`);
  }
}

const MOMENTS: readonly (readonly [string, make.Time])[] = [
  ["before 1970", [-1_000_000_000, 123_456_789]],
  ["one nanosecond before 1970", [-1, 999_999_999]],
  ["1970", [0, 0]],
  ["far future", [4_102_444_800, 1]],
  ["last nanosecond", [1_600_000_000, 999_999_999]],
];

function makeMoments(at: string): void {
  make.makeFolder(at);
  for (const [name] of MOMENTS) {
    make.makeFile(`${at}/file ${name}`, name);
    make.makeFolder(`${at}/folder ${name}`);
    make.makeSymlink(`${at}/symlink ${name}`, name);
  }
}

function stampMoments(at: string): void {
  for (const [name, moment] of MOMENTS) {
    for (const kind of ["file", "folder", "symlink"]) {
      make.setTimes(`${at}/${kind} ${name}`, moment, [7, 7]);
    }
  }
}

/** Gives every entry a modification and an access time that no other has. */
function stampAll(root: string): void {
  let number = 0;
  for (const path of snapshot(root, false).keys()) {
    number++;
    const nanoseconds = number * 7919 * 1009 % 1e9;
    make.setTimes(
      path === "" ? root : `${root}/${path}`,
      [1_500_000_000 + number, nanoseconds],
      [1_600_000_000 + number, 1e9 - 1 - nanoseconds],
    );
  }
}
