// Real I/O errors, from a FUSE file system that fails on demand, on the source's side and on the target's:
// the entry fails with its code, the rest goes on, and nothing below what failed is deleted.

import { assert, assertEquals } from "@std/assert";
import { makeFaulty, needsFuse, type Rule, whileFaulty } from "../support/faulty.ts";
import type { Outcome } from "../support/ferry.ts";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { tell } from "../support/torture.ts";

const EIO = 5;

/** A source of 60 files and a target that has old ones and extra ones in every folder. */
const TREES = `mkdir -p s/{a,bad/below,c} t
  for d in a bad bad/below c; do for i in {1..15}; do echo "$d $i" >s/$d/$i; done; done
  head -c 300K /dev/urandom >s/bad/large; ln s/bad/1 s/bad/hard; ln -s 1 s/bad/link
  setfattr -n user.kept -v value s/bad/2; cp -r s/. t; chmod -R go= t
  for d in a bad bad/below c; do echo extra >t/$d/extra; echo the old version >t/$d/3; done; rm t/a/7 t/bad/7
  find s -exec touch -hd @1500000000 {} +; find t -exec touch -hd @1400000000 {} +; cp -a t old`;

/** A fault, and what must be told of it. */
interface Case {
  readonly rules: readonly Rule[];
  /** The path in the message, below the root. */
  readonly path: string;
  readonly flags?: readonly string[];
  /** Extra entries that must still be there, because their folder was in doubt. */
  readonly holds?: readonly string[];
}

const SOURCE: readonly Case[] = [
  { rules: [`read:/bad/5:${EIO}`], path: "bad/5" },
  { rules: [`read:/bad/large:${EIO}:200000`], path: "bad/large" },
  { rules: [`read:/bad/large:${EIO}:200000`], path: "bad/large", flags: ["--no-zero-copy"] },
  { rules: [`open:/bad/5:${EIO}`], path: "bad/5" },
  { rules: [`getattr:/bad/5:${EIO}`], path: "bad/5" },
  { rules: [`readlink:/bad/link:${EIO}`], path: "bad/link" },
  { rules: [`listxattr:/bad/2:${EIO}`], path: "bad/2" },
  { rules: [`getxattr:/bad/2:${EIO}`], path: "bad/2" },
  { rules: [`readdir:/bad:${EIO}`], path: "bad", holds: ["bad/extra"] },
  { rules: [`readdir:/bad:${EIO}:9`], path: "bad", holds: ["bad/extra"] },
  { rules: [`readdir:/bad/below:${EIO}:9`], path: "bad/below", holds: ["bad/below/extra"] },
  { rules: [`getattr:/bad:${EIO}`], path: "bad", holds: ["bad/extra", "bad/below/extra"] },
];

const TARGET: readonly Case[] = [
  { rules: [`write:/bad/*:${EIO}`], path: "bad/3" },
  { rules: [`write:/bad/*:${EIO}`], path: "bad/3", flags: ["--inplace"] },
  { rules: [`create:/bad/*:${EIO}`], path: "bad/7" },
  { rules: [`rename:/bad/3:${EIO}`], path: "bad/3" },
  { rules: [`close:/bad/3:${EIO}`], path: "bad/3", flags: ["--inplace"] },
  { rules: [`fsync:/bad/*:${EIO}`], path: "bad/3", flags: ["--fsync"] },
  { rules: [`chmod:/bad/5:${EIO}`], path: "bad/5", flags: ["--size-only"] },
  { rules: [`utimens:/bad/*:${EIO}`], path: "bad/5" },
  { rules: [`getattr:/bad/5:${EIO}`], path: "bad/5" },
  { rules: [`listxattr:/bad/2:${EIO}`], path: "bad/2", flags: ["--size-only"] },
  { rules: [`setxattr:/bad/*:${EIO}`], path: "bad/2", flags: ["--ignore-times"] },
  { rules: [`truncate:/bad/*:${EIO}`], path: "bad/3", flags: ["--inplace"] },
  { rules: [`unlink:/bad/extra:${EIO}`], path: "bad/extra", holds: ["bad/extra"] },
  { rules: [`readdir:/bad:${EIO}`], path: "bad", holds: ["bad/extra"] },
];

for (const side of ["source", "target"] as const) {
  const cases = side === "source" ? SOURCE : TARGET;
  testOrSkip(
    `mirror: I/O errors of the ${side}: each is named, the rest is done, nothing in doubt is deleted`,
    needsFuse(),
    async () => {
      await withScratch(async (dir) => {
        const faulty = makeFaulty(dir);
        sh(`${TREES}; mkdir m`, dir);
        for (const each of cases) await failing(dir, faulty, side, each);
      });
      tell(`I/O errors of the ${side}: ${cases.length} faults, each named, the rest done`);
    },
  );
}

async function failing(
  dir: string,
  faulty: string,
  side: "source" | "target",
  { rules, path, flags = [], holds = [] }: Case,
): Promise<void> {
  sh("rm -r t; cp -a old t", dir);
  const [source, target] = side === "source" ? ["m", "t"] : ["s", "m"];
  const { code, stderr } = await whileFaulty(
    faulty,
    `${dir}/${side === "source" ? "s" : "t"}`,
    `${dir}/m`,
    rules,
    () => runFerry(["mirror", ...flags, source, target], dir),
  );
  const context = `${rules} ${flags}\n${stderr}`;
  assertEquals(code, 1, context);
  const root = side === "source" ? "[mt]" : "m";
  assert(new RegExp(`'${root}/${path}': .*\\(EIO\\)`).test(stderr), context);
  for (const name of holds) {
    assert(sh("ls", `${dir}/t/${name.replace(/[^/]*$/, "")}`).includes("extra"), context);
  }
  sh("cmp s/a/7 t/a/7; cmp s/c/3 t/c/3; test ! -e t/a/extra; test ! -e t/c/extra", dir);
  if (!flags.includes("--inplace")) assertEquals(others(dir), []);
  assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0, context);
  assertEquals([await judge(`${dir}/s`, `${dir}/t`), leftovers(`${dir}/t`)], [[], ""], context);
}

/** Files of the target that are neither the old nor the new version. */
function others(dir: string): string[] {
  const known = new Set(["s", "old"].flatMap((tree) => contents(`${dir}/${tree}`)));
  return contents(`${dir}/t`).filter((line) => !known.has(line));
}

function contents(dir: string): string[] {
  return sh("find . -type f -not -name '.ferry-*' -exec md5sum {} +", dir).split("\n");
}

testOrSkip("mirror: short reads, writes and copies give whole files", needsFuse(), async () => {
  await withScratch(async (dir) => {
    const faulty = makeFaulty(dir);
    sh(`${TREES}; mkdir m`, dir);
    const short: Rule[] = ["read:*:short", "write:*:short", "copy_file_range:*:short"];
    for (const flags of [[], ["--no-zero-copy"], ["--inplace"], ["--sparse=always"]]) {
      for (const [from, to, shown] of [["m", "t", "s"], ["s", "m", "t"]]) {
        sh("rm -r t; cp -a old t", dir);
        await whileFaulty(faulty, `${dir}/${shown}`, `${dir}/m`, short, async () => {
          const { code, stderr } = await runFerry(["mirror", ...flags, from, to], dir);
          assertEquals([code, stderr], [0, ""]);
        });
        assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
      }
    }
    tell("short counts: 8 mirrors of 1000 bytes a call, exact");
  });
});

testOrSkip(
  "mirror: a listing that breaks off: what was listed is copied",
  needsFuse(),
  async () => {
    await withScratch(async (dir) => {
      const faulty = makeFaulty(dir);
      sh("mkdir -p s/sub m; touch s/sub/{1..40} s/last", dir);
      await whileFaulty(faulty, `${dir}/s`, `${dir}/m`, [`readdir:/sub:${EIO}:30`], async () => {
        const { code, stderr } = await runFerry(["mirror", "m", "t"], dir);
        assertEquals([code, sh("ls t/sub | wc -l; ls t", dir)], [1, "28\nlast\nsub\n"], stderr);
        assert(stderr.includes("'m/sub': Input/output error (EIO)"), stderr);
      });
    });
  },
);

const GONE = "mkdir -p s t/gone/below m; touch s/a t/gone/{1..5} t/gone/below/{1..5}";

/** Mirrors over a target with a folder that is to go, in which a call fails. */
async function mirrorOverGone(dir: string, rule: Rule, ...flags: string[]): Promise<Outcome> {
  const faulty = makeFaulty(dir);
  sh(GONE, dir);
  let outcome: Outcome;
  await whileFaulty(faulty, `${dir}/t`, `${dir}/m`, [rule], async () => {
    outcome = await runFerry(["mirror", ...flags, "s", "m"], dir);
  });
  return outcome!;
}

testOrSkip(
  "mirror: a folder to be deleted that cannot be listed is named, exit 1",
  needsFuse(),
  async () => {
    await withScratch(async (dir) => {
      const { code, stderr } = await mirrorOverGone(dir, `readdir:/gone/below:${EIO}:4`);
      assertEquals(code, 1, stderr);
      assert(stderr.includes("'m/gone/below': Input/output error (EIO)"), stderr);
      assertEquals(sh("ls -d t/gone/below", dir), "t/gone/below\n");
    });
  },
);

testOrSkip(
  "mirror --max-delete: what cannot be counted is not deleted, exit 4",
  needsFuse(),
  async () => {
    await withScratch(async (dir) => {
      const rule = `readdir:/gone/below:${EIO}` as const;
      const { code, stderr } = await mirrorOverGone(dir, rule, "--max-delete=10");
      assertEquals(code, 4, stderr);
      assert(stderr.includes("cannot count entries of 'm/gone': Input/output error (EIO)"), stderr);
      assertEquals(sh("find t/gone | wc -l", dir), "12\n");
    });
  },
);
