// `--prune-empty-dirs` on random trees with random filters: what a mirror leaves is what `rsync -m --delete` leaves, a dry
// run lists it, a second run has nothing to do and verify finds no difference.

import { assert, assertEquals } from "@std/assert";
import type { OperationEvent } from "../../../lib/events.ts";
import { type RunOptions, verify } from "../../support/runs.ts";
import { noRsync } from "../../plan/filtered_tree.ts";
import { runLibrary } from "../../support/ferry.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";
import { randomNumbers, rounds, seedOfRun } from "../../support/torture.ts";

const NAMES = ["a", "b", "c", "x.o", "y.o", "keep"];
const RULES = [
  ["--exclude=*.o"],
  ["--include=*/", "--include=keep", "--exclude=*"],
  ["--exclude=/a/b", "--exclude=c/"],
  ["--exclude=keep", "--include=*.o", "--exclude=b/*"],
  [],
];

/** Commands that make a tree of few names, many folders and old times. */
function randomTree(root: string, random: () => number): string {
  const pick = () => NAMES[Math.floor(random() * NAMES.length)];
  const entries = Array.from({ length: 12 }, () => {
    const path = Array.from({ length: 1 + Math.floor(random() * 4) }, pick).join("/");
    const above = path.replace(/\/?[^/]*$/, "");
    const kind = random();
    if (kind < 0.45) return `mkdir -p ${root}/${path}`;
    const make = kind < 0.55 ? "ln -s nowhere" : kind < 0.6 ? "mkfifo" : "touch";
    return `mkdir -p ${root}/${above || "."} && ${make} ${root}/${path}`;
  });
  const all = entries.map((command) => `{ ${command}; } 2>/dev/null || :`).join("\n");
  return `mkdir -p ${root}\n${all}\nfind ${root} -depth -exec touch -h -d @1500000000 {} +`;
}

/** Names, types, modes, and times but for those of folders in which something was deleted. */
function entriesIn(folder: string): string[] {
  const lines = sh("find . -mindepth 1 -printf '%P %y %m %T@\\n' | sort", folder).split("\n");
  return lines.filter(Boolean).map((line) => line.replace(/ 1[6-9]\d{8}\.\d+$/, ""));
}

function operationsOf(events: readonly { type: string }[]): string[] {
  return events.filter((event) => event.type === "operation").map((event) => {
    const { op, path } = event as OperationEvent;
    return `${op} ${new TextDecoder().decode(path)}`;
  }).sort();
}

testOrSkip("EmptyFolders: a mirror leaves what rsync -m leaves", noRsync, async () => {
  const random = randomNumbers(seedOfRun());
  let judged = 0;
  const least = rounds(14, 200);
  // In some trees nothing can be judged; chance may make many of these.
  for (let round = 0; round < least || (judged <= 3 && round < 4 * least); round++) {
    await withScratch(async (dir) => {
      const rules = RULES[round % RULES.length];
      const filters = rules.map((rule) => ({
        include: rule.startsWith("--include"),
        pattern: rule.slice(rule.indexOf("=") + 1),
      }));
      sh(
        randomTree("s", random) + "\n" + randomTree("d", random) + "\ncp -a d r\ntouch s/a-file",
        dir,
      );
      const options: RunOptions = { filters, pruneEmptyDirs: true, jobs: 1 + round % 2 };
      const dry = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, { ...options, dryRun: true });
      const { summary, events } = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, options);
      const judge = `rsync -aHm --delete --modify-window=-1 ${
        rules.map((r) => `'${r}'`).join(" ")
      }`;
      const code = Number(sh(`${judge} s/ r/ >/dev/null 2>&1 && echo 0 || echo 1`, dir));
      // Where something excluded holds a folder that a file is to replace.
      if (code !== 0 || summary.errorCount > 0) return;
      judged++;
      assertEquals(entriesIn(`${dir}/d`), entriesIn(`${dir}/r`), rules.join(" "));
      assertEquals(operationsOf(dry.events), operationsOf(events));
      const again = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, options);
      assertEquals(operationsOf(again.events), []);
      const { outcome } = await verify(`${dir}/s`, `${dir}/d`, options);
      assertEquals(outcome, "done");
    });
  }
  assert(judged > 3);
});

testOrSkip(
  "EmptyFolders: a folder that a rule protects is kept, and those above it",
  noRsync,
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir -p s/{keep/in,a/keep/x,b} d r; touch s/f", dir);
      sh("rsync -am --filter='P keep/' s/ r/", dir);
      const filters = [{ include: false, pattern: "keep/", side: "target" as const }];
      await runLibrary("mirror", `${dir}/s`, `${dir}/d`, { filters, pruneEmptyDirs: true });
      assertEquals(sh("cd d; find . | sort", dir), sh("cd r; find . | sort", dir));
    });
  },
);
