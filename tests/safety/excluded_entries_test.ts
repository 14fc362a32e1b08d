// What filters, sizes and ages leave out stays in the target of a mirror, however deep in a folder that the source
// has not, with the folders above it; --delete-excluded asks for the other. rsync's deletions are the measure.

import { assert, assertEquals } from "@std/assert";
import { noRsync } from "../plan/filtered_tree.ts";
import type { OperationEvent } from "../../lib/events.ts";
import { ferry, runLibrary } from "../support/ferry.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** Runs ferry in the folder and gives what is left of the target, a line an entry. */
async function left(dir: string, ...args: string[]): Promise<string[]> {
  const { code, stderr } = await ferry(...args, `${dir}/s`, `${dir}/d`);
  assertEquals([code, stderr], [0, ""]);
  return sh("find . -mindepth 1 -printf '%P\\n' | sort", `${dir}/d`).split("\n").filter(Boolean);
}

const DEEP = `mkdir -p s d/gone/{sub/below,keepme,other}; echo a >s/a
  touch d/gone/{x,sub/y,sub/below/my.log,keepme/k,other/z}; truncate -s 100 d/gone/other/big
  touch -d '1 hour ago' d/gone/other/old`;

for (
  const [rules, stays] of [
    [["--exclude", "*.log"], ["gone", "gone/sub", "gone/sub/below", "gone/sub/below/my.log"]],
    [["--exclude", "/gone/sub/"], [
      "gone",
      "gone/sub",
      "gone/sub/below",
      "gone/sub/below/my.log",
      "gone/sub/y",
    ]],
    [["--exclude", "keepme/"], ["gone", "gone/keepme", "gone/keepme/k"]],
    [["--max-size", "50"], ["gone", "gone/other", "gone/other/big"]],
    [["--max-age", "30m"], ["gone", "gone/other", "gone/other/old"]],
    [["--delete-excluded", "--exclude", "*.log", "--max-size", "50"], []],
  ] as const
) {
  Deno.test(`mirror ${rules.join(" ")}: deletes what is not excluded, and a dry run lists that`, async () => {
    await withScratch(async (dir) => {
      sh(DEEP, dir);
      const before = sh("find d -mindepth 1 -printf '%P\\n' | sort", dir).split("\n").filter(
        Boolean,
      );
      const dry = await ferry("mirror", "-n", "-v", "--json", ...rules, `${dir}/s`, `${dir}/d`);
      const listed = dry.stdout.trim().split("\n").map((line) => JSON.parse(line))
        .filter(({ op }) => op === "delete").map(({ path }) => path);
      const kept: readonly string[] = stays;
      assertEquals(await left(dir, "mirror", ...rules), ["a", ...kept].sort());
      assertEquals(listed.sort(), before.filter((path) => !kept.includes(path)).sort());
      const verified = await ferry(
        "verify",
        ...rules.slice(rules[0] === "--delete-excluded" ? 1 : 0),
        `${dir}/s`,
        `${dir}/d`,
      );
      assertEquals([verified.code, verified.stderr], [0, ""]);
    });
  });
}

Deno.test("mirror --max-delete: what is excluded deep in an extra folder does not count", async () => {
  await withScratch(async (dir) => {
    sh(DEEP, dir);
    const { code } = await ferry(
      "mirror",
      "--max-delete=4",
      "--exclude=/gone/*/*",
      `${dir}/s`,
      `${dir}/d`,
    );
    assertEquals([code, sh("ls d/gone", dir)], [0, "keepme\nother\nsub\n"]);
  });
});

Deno.test("mirror: threads that empty a large extra folder leave what is excluded", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s d/big/{1..4}/in; touch s/a
      for i in 1 2 3 4; do touch d/big/$i/in/{1..400} d/big/$i/in/my.log; done`,
      dir,
    );
    const kept = await left(dir, "mirror", "-j2", "--exclude=*.log");
    assertEquals(kept.filter((path) => !/^(a|big(\/\d(\/in(\/my\.log)?)?)?)$/.test(path)), []);
    assertEquals(kept.length, 1 + 1 + 4 * 3);
  });
});

/** Names, folders and rules that often meet. */
const NAMES = ["a", "b", "c", "ab", "a.o"];
const RULES = [
  "a",
  "b",
  "*.o",
  "/a",
  "/a/b",
  "a/",
  "b/",
  "a/b",
  "c/*",
  "/*/a",
  "**/ab",
  "[ab]",
  "/b/**",
  "a/***",
];

/** A generator of numbers below `most`, the same on each run. */
function numbers(seed: number): (most: number) => number {
  return (most) => {
    seed = Math.imul(seed ^ seed >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (Math.imul(seed ^ seed >>> 13, 0x297a2d39) >>> 0) % most;
  };
}

/** The paths of a case's folders and files, on both sides: an entry is of one kind. */
interface Kinds {
  readonly folders: Set<string>;
  readonly files: Set<string>;
}

/** Makes a tree of some empty files. */
function makeTree(root: string, { folders, files }: Kinds, below: (most: number) => number): void {
  Deno.mkdirSync(root, { recursive: true });
  for (let i = 0; i < 9; i++) {
    const parts = Array.from({ length: 1 + below(4) }, () => NAMES[below(NAMES.length)]);
    const above = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join("/"));
    const path = parts.join("/");
    if (folders.has(path) || above.some((folder) => files.has(folder))) continue;
    for (const folder of above) folders.add(folder);
    files.add(path);
    Deno.mkdirSync(`${root}/${above.at(-1) ?? ""}`, { recursive: true });
    Deno.writeTextFileSync(`${root}/${path}`, "");
  }
}

/**
 * What rsync deletes from a copy of the targets, by case. One run does for all: each case's rules stand in its own
 * folder, and begin there. A dry run would not do: rsync's lists folders that it cannot remove in the end.
 */
function rsyncDeletions(dir: string, flags: string): Map<string, string[]> {
  const paths = () => sh("cd theirs; find . -mindepth 2 -printf '%P\\n'", dir).split("\n");
  sh("cp -a d theirs", dir);
  const before = paths();
  sh(
    `rsync -a --delete --existing --ignore-existing ${flags} --filter=':e .rules' s/ theirs/`,
    dir,
  );
  const after = new Set(paths());
  const found = new Map<string, string[]>();
  for (const path of before) {
    if (after.has(path) || path.endsWith("/.rules")) continue;
    const slash = path.indexOf("/"), index = path.slice(0, slash);
    found.set(index, [...found.get(index) ?? [], path.slice(slash + 1)]);
  }
  return found;
}

testOrSkip(
  "mirror: on 1,000 random trees and rules, what would be deleted is what rsync deletes",
  noRsync,
  async () => {
    const below = numbers(20_261_129);
    for (const deleteExcluded of [false, true]) {
      await withScratch(async (dir) => {
        const cases = Array.from(
          { length: 500 },
          () =>
            Array.from({ length: 1 + below(4) }, () => ({
              include: below(4) === 0,
              pattern: RULES[below(RULES.length)],
            })),
        );
        for (const [i, rules] of cases.entries()) {
          const kinds = { folders: new Set<string>(), files: new Set<string>() };
          for (const side of ["s", "d"]) makeTree(`${dir}/${side}/${i}`, kinds, below);
          Deno.writeTextFileSync(`${dir}/s/${i}/some`, "");
          const lines = rules.map(({ include, pattern }) => `${include ? "+" : "-"} ${pattern}\n`);
          for (const side of ["s", "d"]) {
            Deno.writeTextFileSync(`${dir}/${side}/${i}/.rules`, lines.join(""));
          }
        }
        const theirs = rsyncDeletions(dir, deleteExcluded ? "--delete-excluded" : "");
        let deletions = 0;
        for (const [i, filters] of cases.entries()) {
          const { events } = await runLibrary("mirror", `${dir}/s/${i}`, `${dir}/d/${i}`, {
            filters,
            deleteExcluded,
            dryRun: true,
            jobs: 1,
          });
          const ours = events.filter((event): event is OperationEvent =>
            event.type === "operation" && event.op === "delete"
          ).map(({ path }) => new TextDecoder().decode(path));
          deletions += ours.length;
          assertEquals(ours.sort(), (theirs.get(`${i}`) ?? []).sort(), JSON.stringify(filters));
        }
        assert(deletions > 1000, `${deletions} deletions`);
      });
    }
  },
);
