// What Darwin keeps of a file beside what Linux has, through the engine and the stand-in: flags, the time
// of creation, ACLs that forbid renaming, and files whose contents are in the cloud.

import { assert, assertEquals } from "@std/assert";
import { cString, FileStat, WORD } from "../../ffi/mod.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import * as make from "../support/entries.ts";
import { callsOf, type FolderPair, runOn, succeeded, testOnBoth } from "../support/on_stand_in.ts";

/** st_flags (sys/stat.h). */
const HIDDEN = 0x8000, IMMUTABLE = 0x2, DATALESS = 0x40000000;
const ACL = make.pattern(44 + 24);
new DataView(ACL.buffer).setUint32(36, 1, true);
const ACL_NAME = cString("system.acl");

function makeSource({ path }: FolderPair, size = 100_000): [source: string, target: string] {
  make.makeFolder(`${path}/source`);
  make.makeFile(`${path}/source/file`, make.pattern(size));
  return [`${path}/source`, `${path}/target`];
}

for (const size of [100, 100_000]) {
  testOnBoth(
    `flags of a file of ${size} bytes are kept, and compared by the next run`,
    async (place) => {
      const [source, target] = makeSource(place, size);
      place.standIn.setFlags(`${source}/file`, HIDDEN);
      await runOn(place, "copy", source, target);
      assertEquals(place.standIn.flagsOf(`${target}/file`), HIDDEN);
      const { summary: same } = await runOn(place, "mirror", source, target);
      assertEquals([same.filesUnchanged, same.metadataUpdated], [1, 0]);
      place.standIn.setFlags(`${source}/file`, 0);
      const { summary: changed } = await runOn(place, "mirror", source, target);
      assertEquals([changed.metadataUpdated, changed.outcome], [1, "done"]);
      assertEquals(place.standIn.flagsOf(`${target}/file`), 0);
    },
  );

  testOnBoth(`a locked file of ${size} bytes is locked when it has its name`, async (place) => {
    const [source, target] = makeSource(place, size);
    place.standIn.setFlags(`${source}/file`, IMMUTABLE);
    const { summary, calls } = await runOn(place, "copy", source, target);
    assertEquals([summary.outcome, summary.errors], ["done", []]);
    assertEquals(place.standIn.flagsOf(`${target}/file`), IMMUTABLE);
    const order = calls.filter((call) => /^(renameatx_np|fchflags)\(/.test(call));
    assertEquals(order.map((call) => call.split("(")[0]), ["renameatx_np", "fchflags"]);
    for (const folder of [source, target]) place.standIn.setFlags(`${folder}/file`, 0);
  });
}

testOnBoth("a locked folder with many files is filled and then locked", async (place) => {
  const { path, standIn } = place;
  make.makeFolder(`${path}/source`);
  make.makeFolder(`${path}/source/locked`);
  for (let i = 0; i < 20; i++) make.makeFile(`${path}/source/locked/${i}`, `${i}`);
  standIn.setFlags(`${path}/source/locked`, IMMUTABLE);
  const { summary } = await runOn(place, "copy", `${path}/source`, `${path}/target`);
  assertEquals([summary.outcome, summary.errors, summary.filesCopied], ["done", [], 20]);
  assertEquals(standIn.flagsOf(`${path}/target/locked`), IMMUTABLE);
  for (const side of ["source", "target"]) standIn.setFlags(`${path}/${side}/locked`, 0);
});

testOnBoth("a locked folder in a new subtree gets its entries, then its flag", async (place) => {
  const { path, standIn } = place;
  const locked = "new/locked";
  for (const folder of ["", "/new", `/${locked}`, `/${locked}/below`]) {
    make.makeFolder(`${path}/source${folder}`);
    make.makeFile(`${path}/source${folder}/file`, folder);
  }
  standIn.setFlags(`${path}/source/${locked}`, IMMUTABLE);
  const { summary, calls } = await runOn(place, "copy", `${path}/source`, `${path}/target`);
  assertEquals([summary.outcome, summary.errors, summary.filesCopied], ["done", [], 4]);
  assertEquals(standIn.flagsOf(`${path}/target/${locked}`), IMMUTABLE);
  // Nothing that is locked is ever under a temporary name, where a killed run would leave it for good.
  const order = calls.map((call) => call.split("(")[0]).filter((name) =>
    /^(renameat|fchflags)$/.test(name)
  );
  assertEquals(order, ["renameat", "fchflags"]);
  for (const side of ["source", "target"]) standIn.setFlags(`${path}/${side}/${locked}`, 0);
});

/** An attribute of an entry by the stand-in's own calls. */
function withEntry<T>({ fs }: FolderPair, path: string, use: (handle: number) => T): T {
  const slash = path.lastIndexOf("/");
  const parent = succeeded(fs, fs.openFolder(cString(path.slice(0, slash))));
  const handle = succeeded(fs, fs.openForReading(parent, cString(path.slice(slash + 1)), false));
  const result = use(handle);
  fs.close(handle);
  fs.close(parent);
  return result;
}

const setAcl = (place: FolderPair, path: string) =>
  withEntry(place, path, (handle) => place.fs.setXattr(handle, ACL_NAME, ACL, ACL.length));
const aclLength = (place: FolderPair, path: string) =>
  withEntry(place, path, (handle) => place.fs.getXattr(handle, ACL_NAME, new Uint8Array()));

for (const method of ["clonefile", "fcopyfile"] as const) {
  testOnBoth(`an ACL arrives with ${method}, even one that forbids renaming`, async (place) => {
    const [source, target] = makeSource(place);
    assertEquals(setAcl(place, `${source}/file`), 0);
    place.standIn.letAclsForbidRenaming();
    const reflink = method === "clonefile" ? "auto" : "never";
    const { summary } = await runOn(place, "copy", source, target, { reflink });
    assertEquals([summary.errors, summary.methods], [[], { [method]: 1 }]);
    assertEquals(aclLength(place, `${target}/file`), ACL.length);
    const { summary: same } = await runOn(place, "mirror", source, target);
    assertEquals([same.filesUnchanged, same.metadataUpdated], [1, 0]);
  });
}

testOnBoth("a folder with an ACL that forbids renaming is filled and named", async (place) => {
  const { path } = place;
  make.makeFolder(`${path}/source`);
  make.makeFolder(`${path}/source/folder`);
  for (let i = 0; i < 20; i++) make.makeFile(`${path}/source/folder/${i}`, `${i}`);
  setAcl(place, `${path}/source/folder`);
  place.standIn.letAclsForbidRenaming();
  const { summary } = await runOn(place, "copy", `${path}/source`, `${path}/target`);
  assertEquals([summary.outcome, summary.errors], ["done", []]);
  assertEquals(aclLength(place, `${path}/target/folder`), ACL.length);
  assertEquals([...Deno.readDirSync(`${path}/target`)].map(({ name }) => name), ["folder"]);
});

/** As Finder, applications and browsers leave them on a file; the kernel alone sets the last one. */
const FINDERS: readonly (readonly [name: string, value: Uint8Array])[] = [
  ["com.apple.FinderInfo", make.pattern(32, 1)],
  ["com.apple.ResourceFork", make.pattern(3000, 2)],
  ["com.apple.quarantine", new TextEncoder().encode("0081;5f000000;Safari;")],
];
const PROVENANCE = ["com.apple.provenance", make.pattern(11)] as const;

const setXattrs = (place: FolderPair, path: string, xattrs: typeof FINDERS) =>
  withEntry(place, path, (handle) => {
    for (const [name, value] of xattrs) {
      assertEquals(place.fs.setXattr(handle, cString(name), value, value.length), 0, name);
    }
  });

function xattrOf(place: FolderPair, path: string, name: string): Uint8Array | string {
  const value = new Uint8Array(65_536);
  const length = withEntry(place, path, (h) => place.fs.getXattr(h, cString(name), value));
  return length < 0 ? place.fs.errorName(length) : value.subarray(0, length);
}

const METHODS = {
  clonefile: {},
  fcopyfile: { reflink: "never" },
  read_write: { zeroCopy: "never" },
} as const;
for (const [method, options] of Object.entries(METHODS)) {
  testOnBoth(`Finder info, resource fork and quarantine arrive by ${method}`, async (place) => {
    const [source, target] = makeSource(place);
    make.makeFile(`${source}/small`, "x");
    make.makeFile(`${source}/.DS_Store`, "Bud1");
    make.makeFolder(`${source}/folder`);
    const names = ["file", "small", "folder"];
    for (const name of names) setXattrs(place, `${source}/${name}`, FINDERS);
    if (method !== "clonefile") setXattrs(place, `${source}/file`, [PROVENANCE]);
    await runOn(place, "copy", source, target, options);
    for (const name of names) {
      for (const [xattr, value] of FINDERS) {
        assertEquals(xattrOf(place, `${target}/${name}`, xattr), value, `${xattr} of ${name}`);
      }
    }
    assertEquals(xattrOf(place, `${target}/file`, PROVENANCE[0]), "ENOATTR");
    assertEquals(Deno.readTextFileSync(`${target}/.DS_Store`), "Bud1");
    const { summary: same } = await runOn(place, "mirror", source, target, options);
    assertEquals([same.filesUnchanged, same.metadataUpdated], [3, 0]);
    setXattrs(place, `${target}/small`, [["com.apple.FinderInfo", make.pattern(32, 9)]]);
    const { summary: mended } = await runOn(place, "mirror", source, target, options);
    assertEquals([mended.filesUnchanged, mended.metadataUpdated], [2, 1]);
    assertEquals(xattrOf(place, `${target}/small`, FINDERS[0][0]), FINDERS[0][1]);
  });
}

testOnBoth(
  "--no-xattrs leaves a file's quarantine behind, whatever moves its bytes",
  async (place) => {
    const [source, target] = makeSource(place);
    setXattrs(place, `${source}/file`, FINDERS);
    const keep = { ...DEFAULT_OPTIONS.keep, xattrs: false };
    const { summary } = await runOn(place, "copy", source, target, { keep });
    assertEquals([summary.outcome, summary.filesCopied], ["done", 1]);
    for (const [xattr] of FINDERS) {
      assertEquals(xattrOf(place, `${target}/file`, xattr), "ENOATTR", xattr);
    }
  },
);

testOnBoth("the time of creation is kept, by a clone and by a copy", async (place) => {
  const [source, target] = makeSource(place);
  make.makeFile(`${source}/small`, "x");
  const created = new FileStat();
  created.words.set([1_400_000_000, 0, 5], WORD.btime);
  const { fs } = place;
  for (const name of ["file", "small"]) {
    withEntry(
      place,
      `${source}/${name}`,
      (handle) => assertEquals(fs.setTimes(handle, created), 0),
    );
  }
  await runOn(place, "copy", source, target);
  for (const name of ["file", "small"]) {
    const stat = new FileStat();
    withEntry(place, `${target}/${name}`, (handle) => fs.statHandle(handle, stat));
    assertEquals([...stat.words.subarray(WORD.btime, WORD.btime + 3)], [1_400_000_000, 0, 5], name);
  }
});

testOnBoth("so is a dataless folder, of which nothing is deleted", async (place) => {
  const { path, standIn } = place;
  make.makeFolder(`${path}/source`);
  make.makeFolder(`${path}/source/evicted`);
  make.makeFile(`${path}/source/evicted/file`, "x");
  await runOn(place, "mirror", `${path}/source`, `${path}/target`);
  standIn.setFlags(`${path}/source/evicted`, DATALESS);
  const { summary } = await runOn(place, "mirror", `${path}/source`, `${path}/target`);
  assertEquals([summary.outcome, summary.deleted], ["partial", 0]);
  assertEquals(summary.errors.map(({ code }) => code), ["DATALESS"]);
  const fetched = await runOn(place, "mirror", `${path}/source`, `${path}/target`, {
    materialize: true,
  });
  assertEquals([fetched.summary.outcome, fetched.summary.errors], ["done", []]);
});

testOnBoth(
  "a dataless file is an error and is not read, unless it is to be fetched",
  async (place) => {
    const [source, target] = makeSource(place);
    make.makeFile(`${source}/here`, "x");
    place.standIn.setFlags(`${source}/file`, DATALESS);
    const { summary, calls } = await runOn(place, "copy", source, target);
    assertEquals([summary.outcome, summary.filesCopied, summary.filesFailed], ["partial", 1, 1]);
    assertEquals(summary.errors[0].code, "DATALESS");
    assert(callsOf(calls, "fclonefileat").length === 0);
    assertEquals(place.standIn.flagsOf(`${source}/file`), DATALESS, "it is still dataless");
    const fetched = await runOn(place, "mirror", source, target, { materialize: true });
    assertEquals([fetched.summary.outcome, fetched.summary.filesCopied], ["done", 1]);
    assertEquals(place.standIn.flagsOf(`${source}/file`), 0);
  },
);
