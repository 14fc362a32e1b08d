// What is to be done about a file, for each option and counterpart in the target.

import { assert, assertEquals } from "@std/assert";
import { CHANGED } from "../../lib/plan/changes.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { decideMadeUp, FIRST } from "../support/made_up_facts.ts";
import { statWith } from "../support/stats.ts";
import {
  type Case,
  excludes,
  file,
  folder,
  mirror,
  newer,
  older,
  same,
  symlink,
  testCase,
} from "./decide_cases.ts";

const larger = statWith({ size: 6, ino: 20 });
const private_ = statWith({ size: 5, ino: 20, permissions: 0o600 });
const linked = statWith({ size: 5, ino: 10, nlink: 2 });

const FILES: readonly Case[] = [
  ["a file that the target does not have", { source: file }, "copy"],
  ["a file that is the same", { source: file, target: same }, "keep"],
  ["a file of another size", { source: file, target: larger }, "replace"],
  ["a file of another time", { source: file, target: older }, "replace"],
  ["a file of another mode", { source: file, target: private_ }, "updateMetadata"],
  ["a file of other attributes", {
    source: file,
    target: same,
    answers: { xattrDifferences: CHANGED.xattrs },
  }, "updateMetadata"],
  ["the very file", { source: file, target: file }, "keep"],
  ["the very file, its target's mode told otherwise", {
    source: file,
    target: statWith({ size: 5, ino: 10, permissions: 0o600 }),
  }, "keep"],
  ["the very file, and --chmod asks for what it has", {
    source: file,
    target: file,
    options: { chmod: ["u+r"] },
  }, "keep"],
  ["the very file, and --chmod asks for another mode: one entry shown twice", {
    source: file,
    target: file,
    options: { chmod: ["600"] },
  }, "refuse"],
  ["a file with other names and another mode", {
    source: file,
    target: statWith({ size: 5, ino: 20, permissions: 0o600, nlink: 2 }),
  }, "replace"],
  ["a file whose other name was replaced", {
    source: file,
    target: private_,
    answers: { wasReplaced: true },
  }, "replace"],
  ["a file on which something is mounted", {
    source: file,
    target: statWith({ size: 6, ino: 20, attributes: 0x2000 }),
  }, "refuse"],
  ["--inplace: a mounted file of another file system may change", {
    source: file,
    target: statWith({ size: 6, ino: 20, attributes: 0x2000, dev: 2 }),
    options: { inplace: true },
  }, "replace"],
  ["a mounted file of another file system cannot be replaced", {
    source: file,
    target: statWith({ size: 6, ino: 20, attributes: 0x2000, dev: 2 }),
  }, "refuse"],
  ["--inplace: a mounted file of the source's file system may be any of that", {
    source: file,
    target: statWith({ size: 6, ino: 20, attributes: 0x2000 }),
    options: { inplace: true },
  }, "refuse"],
  ["--update: a newer target", { source: file, target: newer, options: { update: true } }, "keep"],
  [
    "--update: an older target",
    { source: file, target: older, options: { update: true } },
    "replace",
  ],
  [
    "--ignore-existing",
    { source: file, target: larger, options: { ignoreExisting: true } },
    "keep",
  ],
  ["--ignore-existing: a name whose file may have others in the target", {
    source: linked,
    options: { ignoreExisting: true },
    answers: { targetWasThere: true },
  }, "deferName"],
  ["--ignore-existing: a name whose file has no others there", {
    source: linked,
    options: { ignoreExisting: true },
  }, "copy"],
  ["--existing: what is absent", { source: file, options: { existingOnly: true } }, "none"],
  ["--existing: in a new folder", {
    source: file,
    fresh: true,
    options: { existingOnly: true },
  }, "none"],
  ["--checksum: the same contents", {
    source: file,
    target: older,
    options: { comparison: "checksum" },
  }, "updateMetadata"],
  ["--checksum: other contents", {
    source: file,
    target: same,
    options: { comparison: "checksum" },
    answers: { contentsDiffer: true },
  }, "replace"],
  [
    "--size-only",
    { source: file, target: older, options: { comparison: "size-only" } },
    "updateMetadata",
  ],
  ["--max-size", { source: file, options: { maxSize: 4 } }, "none"],
  ["--max-size: a large file that another thread would do", {
    source: file,
    options: { maxSize: 4 },
    answers: { mustDefer: true },
  }, "none"],
  ["mirror --max-size: the target's file is to be kept", {
    source: file,
    target: larger,
    options: { ...mirror, maxSize: 4 },
  }, "exclude"],
  ["--exclude", { source: file, options: { filters: excludes("name") } }, "exclude"],
  [
    "a file that another thread is to do",
    { source: file, answers: { mustDefer: true } },
    "defer",
  ],
  ["a source that cannot be looked at", { source: file, answers: { lookAtSource: false } }, "none"],
  ["a target that cannot be looked at", { source: file, answers: { lookAtTarget: 2 } }, "none"],

  ["a linked file: first name, absent", { source: linked }, "copy"],
  ["a linked file: first name, the same", { source: linked, target: same }, "keep"],
  ["a linked file: a further name, apart", { source: linked, target: same, first: FIRST }, "link"],
  ["a linked file: a further name, linked", {
    source: linked,
    target: same,
    first: FIRST,
    answers: { isLinkedTo: true },
  }, "keep"],
  ["a linked file: the target belongs to another source", {
    source: linked,
    target: same,
    answers: { ownsTarget: false },
  }, "replace"],
  ["a linked file: its group is full", {
    source: linked,
    target: statWith({ size: 5, ino: 20, nlink: 2 }),
    first: FIRST,
    answers: { isInFullGroup: true },
  }, "keep"],
  ["a linked file: --no-hard-links", {
    source: linked,
    target: same,
    first: FIRST,
    options: { keep: { ...DEFAULT_OPTIONS.keep, hardLinks: false } },
  }, "keep"],
  ["a name in a new folder after one with other names", {
    source: linked,
    fresh: true,
    expectsLinks: true,
    first: FIRST,
  }, "link"],
  ["such a name whose first one another thread copies", {
    source: linked,
    fresh: true,
    expectsLinks: true,
    answers: { firstLink: null, canPutOff: true },
  }, "putOff"],

  ["--link-dest: a file that only the earlier copy has", {
    source: file,
    hasEarlier: true,
    answers: { findEarlier: true },
  }, "linkEarlier"],
  ["--link-dest: a file that no earlier copy has", { source: file, hasEarlier: true }, "copy"],
  ["--link-dest: a file that is the same in the target", {
    source: file,
    target: same,
    hasEarlier: true,
    answers: { findEarlier: true },
  }, "keep"],
  ["--link-dest: a file of another mode in the target", {
    source: file,
    target: private_,
    hasEarlier: true,
    answers: { findEarlier: true },
  }, "linkEarlier"],
  ["--link-dest --ignore-existing", {
    source: file,
    target: larger,
    hasEarlier: true,
    options: { ignoreExisting: true },
    answers: { findEarlier: true },
  }, "keep"],
  ["--link-dest: a further name of a linked file", {
    source: linked,
    hasEarlier: true,
    first: FIRST,
    answers: { findEarlier: true },
  }, "link"],
  ["--link-dest: a first name that must wait for its folder's", {
    source: linked,
    hasEarlier: true,
    answers: { findEarlier: true, reserveStaged: false },
  }, "defer"],
  ["--link-dest: a symlink", {
    source: symlink,
    hasEarlier: true,
    answers: { findEarlier: true },
  }, "linkEarlier"],

  ["a file over a folder", { source: file, target: folder }, "refuse"],
  [
    "mirror: a file over a folder, at first",
    { source: file, target: folder, options: mirror },
    "deferConflict",
  ],
  ["mirror: a file over a folder, in the end", {
    source: file,
    target: folder,
    options: mirror,
    replacesConflicts: true,
  }, "copy"],
  ["mirror: a file over a folder that holds what stays", {
    source: file,
    target: folder,
    options: mirror,
    replacesConflicts: true,
    answers: { holdsProtected: true },
  }, "refuse"],
  ["mirror: a file over a large folder", {
    source: file,
    target: folder,
    options: mirror,
    replacesConflicts: true,
    answers: { isLargeFolder: true },
  }, "defer"],
  ["mirror: a file over a folder that is excluded", {
    source: file,
    target: folder,
    options: { ...mirror, filters: excludes("name/") },
  }, "refuse"],
  ["a file over a symlink", { source: file, target: symlink }, "replace"],
  ["--max-delete: a file over a symlink, at first", {
    source: file,
    target: symlink,
    options: { ...mirror, maxDelete: { amount: 1, unit: "entries" } },
  }, "deferConflict"],
];

for (const row of FILES) testCase(row);

Deno.test("decide: an unchanged file is asked about nothing but metadata and attributes", () => {
  const { asked } = decideMadeUp({ source: file, target: same });
  assertEquals(asked, ["source", "target", "xattrDifferences"]);
});

Deno.test("decide: a file in a new folder is asked about nothing, for it is opened first", () => {
  assertEquals(decideMadeUp({ source: file, fresh: true }).asked, []);
});

Deno.test("decide: so is a file of a shard whose folder has none of its files, unless metadata are needed", () => {
  const vacant = { source: file, isVacant: true };
  const decided = decideMadeUp(vacant);
  assertEquals([decided.asked, decided.operation], [[], "copy"]);
  assertEquals(decideMadeUp({ ...vacant, needsStat: true }).asked[0], "source");
  assertEquals(decideMadeUp({ ...vacant, options: { maxSize: 9 } }).asked[0], "source");
});

Deno.test("decide: in a new folder a dry run looks at the source, which it does not open", () => {
  const { asked, operation } = decideMadeUp({ source: file, fresh: true, needsStat: true });
  assertEquals([asked[0], operation], ["source", "copy"]);
});

Deno.test("decide: of a file that its size excludes no more than the source is looked at", () => {
  assertEquals(decideMadeUp({ source: file, options: { maxSize: 4 } }).asked, ["source"]);
});

Deno.test("decide: a linked file that no other name was met of is claimed, its counterpart being there", () => {
  assert(decideMadeUp({ source: linked, target: larger }).entry.isClaimed);
});
