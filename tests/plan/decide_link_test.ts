// What is to be done about a symlink, for each option and counterpart in the target.

import { ENTRY_TYPE } from "../../ffi/mod.ts";
import { statWith } from "../support/stats.ts";
import { type Case, file, symlink, testCase } from "./decide_cases.ts";

const LINKS: readonly Case[] = [
  ["a symlink that the target does not have", { source: symlink }, "symlink"],
  ["a symlink that is the same", {
    source: symlink,
    target: statWith({ type: "symlink", ino: 41 }),
  }, "keep"],
  ["a symlink that leads elsewhere", {
    source: symlink,
    target: statWith({ type: "symlink", ino: 41 }),
    answers: { linkTextsDiffer: true },
  }, "symlink"],
  ["a symlink that leads to the target", {
    source: symlink,
    target: file,
    answers: { leadsToTarget: true },
  }, "refuse"],
  ["a symlink over a file", { source: symlink, target: file }, "symlink"],
  ["a symlink that has become a file", { source: file, type: ENTRY_TYPE.symlink }, "refuse"],
  [
    "a symlink in a folder that waits",
    { source: symlink, answers: { reserveStaged: false } },
    "defer",
  ],

  [
    "--existing: a symlink that is absent",
    { source: symlink, options: { existingOnly: true } },
    "none",
  ],
];

for (const row of LINKS) testCase(row);
