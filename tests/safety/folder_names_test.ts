// A new folder is filled under a temporary name. Where it cannot take its own, nothing that was done in it
// counts: it is filled under its own name, and what fails there is counted as failed. In append-only folders,
// where a temporary name would stay for ever, none is made.

import { assertEquals, assertMatch } from "@std/assert";
import * as errno from "../../ffi/errno.ts";
import { makeFaulty, needsFuse, type Rule, whileFaulty } from "../support/faulty.ts";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, mountExt4, sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const SOURCE = `mkdir -p s/d/below; for i in {1..20}; do echo $i >s/d/$i; done; cp s/d/? s/d/below
  ln -s 1 s/d/link; ln s/d/2 s/d/hard; mkfifo s/d/fifo`;

const reason = needsFuse() ?? needsPrograms("rsync");
const faulty = reason === null ? makeFaulty(makeScratch("ferry-folder-names-")) : "";

for (const code of ["EXDEV", "EPERM", "ENOSPC", "EINVAL", "ENOTEMPTY"] as const) {
  testOrSkip(
    `a folder that cannot take its name (${code}) is filled under it, and told and counted once`,
    reason,
    () =>
      withFaulty([`rename:/t/d:${errno[code]}`], async (dir) => {
        sh(SOURCE, dir);
        const run = await runJson(dir);
        assertEquals(run.errors, []);
        assertEquals(await judge(`${dir}/s`, `${dir}/m/t`), []);
        assertEquals(run.paths, sh("find . | sed 's|^./||' | sort", `${dir}/s`));
        assertEquals(run.summary.files_copied, 29);
        assertEquals(run.summary.folders_created, 3);
        assertEquals(leftovers(`${dir}/behind`), "");
      }),
  );
}

testOrSkip(
  "files of a folder in which nothing can be named count as failed, not as copied",
  reason,
  () =>
    withFaulty(["rename:*:1", "link:*:1"], async (dir) => {
      sh(SOURCE, dir);
      const { summary, errors, paths } = await runJson(dir);
      assertEquals(summary.files_copied, 0);
      assertEquals(summary.files_failed, 30);
      assertEquals(summary.bytes_copied, 0); // they were moved, and thrown away
      assertEquals(errors.length, 30);
      assertEquals(paths, ".\nd\nd/below\nd/fifo\nd/link\n");
      assertEquals(leftovers(`${dir}/behind`), "");
    }),
);

testOrSkip(
  "a temporary folder that cannot be removed is told, and swept by the next run",
  reason,
  () =>
    withScratch(async (dir) => {
      sh(`${SOURCE}; mkdir behind m`, dir);
      const rules: Rule[] = ["rename:/t/d:1", "rmdir:*/.ferry-*:1"];
      await whileFaulty(faulty, `${dir}/behind`, `${dir}/m`, rules, async () => {
        const { errors } = await runJson(dir);
        assertEquals(errors.map(({ op, code }) => `${op} ${code}`), ["remove leftover EPERM"]);
      });
      sh("touch -d '1 hour ago' behind/t/.ferry-*", dir);
      assertEquals((await runFerry(["mirror", "s", "behind/t"], dir)).code, 0);
      assertEquals(leftovers(dir), "");
      assertEquals(await judge(`${dir}/s`, `${dir}/behind/t`), []);
    }),
);

testOrSkip(
  "an append-only folder takes new folders, files and links, and no run leaves a temporary name in it",
  needsRoot() ?? needsPrograms("chattr", "rsync", "mkfs.ext4"),
  () =>
    withScratch(async (dir) => {
      sh(
        `${SOURCE}; cp -a s/d/1 s/file; ln -s x s/link; ln s/file s/hard; mkfifo s/fifo
         ${mountExt4("m", 32)}
         mkdir m/t; chattr +a m/t`,
        dir,
      );
      try {
        const { stderr } = await runFerry(["mirror", "s", "m/t"], dir);
        assertMatch(stderr, /^ferry: cannot keep times of 'm\/t': .*\(EPERM\)\nferry: 1 error\n$/);
        assertEquals(await judge(`${dir}/s`, `${dir}/m/t`), [".d..t...... ./"]);
        sh("echo changed >s/file; ln -snf y s/link", dir);
        for (const flags of [[], ["--resume"]]) {
          const { code, stderr } = await runFerry(["mirror", ...flags, "s", "m/t"], dir);
          assertEquals(code, 1);
          assertMatch(stderr, /cannot replace 'm\/t\/file': .*the folder is append-only/);
          assertMatch(stderr, /'m\/t\/link': .*\(EPERM\)/);
          assertEquals(leftovers(`${dir}/m`), "");
        }
      } finally {
        sh("chattr -a m/t", dir);
      }
    }),
);

testOrSkip(
  "an append-only folder gets no temporary name either where the file system has to be tried out",
  needsRoot() ?? needsPrograms("chattr", "mkfs.ext4"),
  () =>
    withScratch(async (dir) => {
      // Whose inodes have no room for nanoseconds.
      sh(
        `mkdir -p s/d; echo a >s/d/f; chmod 4755 s/d/f
         ${mountExt4("m", 8, "-I 128")}; mkdir -p m/t/d; chattr +a m/t/d`,
        dir,
      );
      try {
        for (const flags of [[], ["--no-perms"], ["--ignore-times"]]) {
          await runFerry(["mirror", ...flags, "s", "m/t"], dir);
          assertEquals(sh("ls -A m/t m/t/d", dir), "m/t:\nd\n\nm/t/d:\nf\n");
        }
      } finally {
        sh("chattr -a m/t/d", dir);
      }
    }),
);

interface Run {
  readonly summary: Record<string, number>;
  readonly errors: readonly { op: string; code: string }[];
  /** Of the operations, sorted, a line each. */
  readonly paths: string;
}

async function runJson(dir: string): Promise<Run> {
  const { stdout } = await runFerry(["mirror", "-v", "--json", "s", "m/t"], dir);
  const events = stdout.trim().split("\n").map((line) => JSON.parse(line));
  const of = (type: string) => events.filter((event) => event.type === type);
  const paths = of("operation").filter(({ path }) => path !== "");
  return {
    summary: of("summary")[0],
    errors: of("error"),
    paths: paths.map(({ path }) => `${path}\n`).sort().join(""),
  };
}

/** Lends a folder with `m`, in which the rules hold, over the folder `behind`. */
function withFaulty(rules: readonly Rule[], use: (dir: string) => Promise<void>): Promise<void> {
  return withScratch((dir) => {
    sh("mkdir behind m", dir);
    return whileFaulty(faulty, `${dir}/behind`, `${dir}/m`, rules, () => use(dir));
  });
}
