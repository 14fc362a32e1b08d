// What is to be done about a folder, for each option and counterpart in the target.

import { assertEquals } from "@std/assert";
import { EMPTY } from "../../lib/plan/facts.ts";
import { decideMadeUp } from "../support/made_up_facts.ts";
import { statWith } from "../support/stats.ts";
import {
  type Case,
  excludes,
  file,
  folder,
  mirror,
  newer,
  symlink,
  testCase,
} from "./decide_cases.ts";

const FOLDERS: readonly Case[] = [
  ["a folder that the target does not have", { source: folder }, "makeFolder"],
  ["a folder that it has", { source: folder, target: folder }, "enterFolder"],
  ["--existing: a new folder", { source: folder, options: { existingOnly: true } }, "none"],
  ["a folder over a file", { source: folder, target: file }, "refuse"],
  ["mirror: a folder over a file", { source: folder, target: file, options: mirror }, "makeFolder"],
  ["mirror: a folder over a file that is excluded", {
    source: folder,
    target: file,
    options: { ...mirror, filters: [{ include: true, pattern: "name/" }, ...excludes("name")] },
  }, "refuse"],
  ["--max-delete: a folder over a file, at first", {
    source: folder,
    target: file,
    options: { ...mirror, maxDelete: { amount: 1, unit: "entries" } },
  }, "deferConflict"],
  ["mirror: a folder that cannot be listed over a file", {
    source: folder,
    target: file,
    options: mirror,
    answers: { canListSource: false },
  }, "none"],
  ["mirror --update: a folder over a newer file", {
    source: folder,
    target: newer,
    options: { ...mirror, update: true },
  }, "none"],
  ["--dereference: a loop", {
    source: folder,
    options: { dereference: true },
    answers: { isLoop: true },
  }, "refuse"],
];

for (const row of FOLDERS) testCase(row);

Deno.test("decide: a folder that makes way is said to be displaced, and nothing is replaced", () => {
  const { entry } = decideMadeUp({
    source: symlink,
    target: folder,
    options: mirror,
    replacesConflicts: true,
  });
  assertEquals([entry.displacesFolder, entry.replaces], [true, false]);
});

Deno.test("decide --prune-empty-dirs: a folder without anything in it is as if it were not there", () => {
  const source = statWith({ type: "folder" });
  const options = { pruneEmptyDirs: true };
  const decide = (isEmptyFolder: number) =>
    decideMadeUp({ source, target: source, options, answers: { isEmptyFolder } });
  const { operation, asked } = decide(EMPTY.yes);
  assertEquals([operation, asked], ["none", ["isEmptyFolder"]]);
  assertEquals(decide(EMPTY.later).operation, "defer");
  assertEquals(decide(EMPTY.no).operation, "enterFolder");
});

Deno.test("decide --one-file-system: a folder on another file system is made and not entered", () => {
  const source = statWith({ type: "folder", dev: 9 });
  const { entry, operation } = decideMadeUp({ source, options: { oneFileSystem: true } });
  assertEquals([operation, entry.staysOut], ["makeFolder", true]);
});
