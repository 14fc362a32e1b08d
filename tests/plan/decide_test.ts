// What is to be done about an entry of any kind: what is excluded, special, or only compared, and what is asked for it.

import { assertEquals } from "@std/assert";
import { ENTRY_TYPE } from "../../ffi/mod.ts";
import { REFUSAL } from "../../lib/plan/refusals.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { decideMadeUp } from "../support/made_up_facts.ts";
import { statWith } from "../support/stats.ts";
import { type Case, excludes, file, folder, older, symlink, testCase } from "./decide_cases.ts";

const fifo = statWith({ type: "fifo", ino: 50 });

const OTHERS: readonly Case[] = [
  ["--no-specials: a FIFO", {
    source: fifo,
    options: { keep: { ...DEFAULT_OPTIONS.keep, specials: false } },
  }, "none"],
  ["a FIFO", { source: fifo }, "special"],
  ["a socket", { source: file, type: ENTRY_TYPE.socket }, "skipSocket"],
  ["verify: both sides", { source: file, target: older, onlyCompares: true }, "compare"],
  ["verify: another kind", { source: file, target: symlink, onlyCompares: true }, "replace"],
  [
    "verify: a folder and a file",
    { source: folder, target: file, onlyCompares: true },
    "makeFolder",
  ],
  ["verify: what is absent", { source: symlink, onlyCompares: true }, "symlink"],
];

for (const row of OTHERS) testCase(row);

Deno.test("decide: an excluded name is not looked at", () => {
  const options = { filters: excludes("name") };
  assertEquals(decideMadeUp({ source: file, options }).asked, []);
});

Deno.test("decide: a verification claims no links: it compares whole groups itself", () => {
  const source = statWith({ type: "symlink", ino: 40, nlink: 2 });
  assertEquals(decideMadeUp({ source, onlyCompares: true }).asked, ["source", "target"]);
});

Deno.test("decide: a refusal says why", () => {
  const { entry } = decideMadeUp({ source: file, target: folder });
  assertEquals(entry.refusal, REFUSAL.isFolder);
});
