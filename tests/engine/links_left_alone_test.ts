// --ignore-existing and names of one file of which DEST has one: the others became links to it only where it was met first,
// so that the order of the listing, and with several threads chance, decided whether they are one file.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const NAMES = ["s/a", "s/b", "s/d/c", "s/d/e/f", "s/g/h"];
const LINKS = ["s/l", "s/d/m", "s/g/n"];

/** Makes each list of names one entry, of which the target has the name `kept` alone. */
function makeTrees(dir: string, kept: string): void {
  sh("rm -rf s t; mkdir -p s/d/e s/g t; echo 1 >s/a; ln -s x s/l", dir);
  for (const name of NAMES.slice(1)) sh(`ln s/a ${name}`, dir);
  for (const name of LINKS.slice(1)) sh(`ln -P s/l ${name}`, dir);
  sh(`find s -exec touch -hd @1 {} +; rsync -aR --no-implied-dirs s/./${kept.slice(2)} t/`, dir);
}

const inodes = (dir: string, names: readonly string[]) =>
  new Set(names.map((name) => Deno.lstatSync(`${dir}/t${name.slice(1)}`).ino)).size;

const ARGUMENTS = [[], ["-j1"], ["-j4"], ["--fsync"]];

for (const args of ARGUMENTS) {
  testOrSkip(
    `copy --ignore-existing ${
      args.join(" ")
    }: names become links to the one that DEST has, whichever that is`,
    needsPrograms("rsync"),
    async () => {
      await withScratch(async (dir) => {
        const command = ["copy", "-T", "--ignore-existing", ...args, "s", "t"];
        for (const kept of [...NAMES, ...LINKS]) {
          makeTrees(dir, kept);
          const { ino } = Deno.lstatSync(`${dir}/t${kept.slice(1)}`);
          const foretold = await runFerry([...command, "-n", "--json"], dir);
          const { code, stdout } = await runFerry([...command, "--json"], dir);
          assertEquals(code, 0, kept);
          assertEquals([inodes(dir, NAMES), inodes(dir, LINKS)], [1, 1], kept);
          assertEquals(Deno.lstatSync(`${dir}/t${kept.slice(1)}`).ino, ino, kept);
          assertEquals(await judge(`${dir}/s`, `${dir}/t`), [], kept);
          assertEquals(countsOf(foretold.stdout), countsOf(stdout), kept);
        }
      });
    },
  );
}

/** What a summary counts as seen, copied and linked. */
function countsOf(stdout: string): unknown {
  const { entries_seen, files_copied, links_created, files_unchanged } = JSON.parse(
    stdout.trim().split("\n").at(-1)!,
  );
  return { entries_seen, files_copied, links_created, files_unchanged };
}

testOrSkip(
  "copy --ignore-existing: names given one by one, too, become links to the one that DEST has",
  needsPrograms("rsync"),
  async () => {
    await withScratch(async (dir) => {
      for (const kept of ["a", "b", "c"]) {
        sh(
          `rm -rf s t; mkdir s t; echo 1 >s/a; ln s/a s/b; ln s/a s/c; touch -hd @1 s/*
           cp -a s/${kept} t; chmod 700 s; touch -d @2 t`,
          dir,
        );
        const { code } = await runFerry(
          ["copy", "--ignore-existing", "s/a", "s/b", "s/c", "t"],
          dir,
        );
        assertEquals([code, sh("stat -c %h t/a t/b t/c", dir)], [0, "3\n3\n3\n"], kept);
        assertEquals(sh("stat -c %a t", dir) === "700\n", false, "the folder's own stays");
      }
    });
  },
);

testOrSkip(
  "copy --ignore-existing: what DEST has with other contents stays, and the other names are one file, as in rsync",
  needsPrograms("rsync"),
  async () => {
    await withScratch(async (dir) => {
      for (const kept of NAMES) {
        makeTrees(dir, kept);
        sh(`echo other >t${kept.slice(1)}; cp -a t u`, dir);
        sh("rsync -aHAX --ignore-existing s/ u/", dir);
        const { code } = await runFerry(["copy", "-T", "--ignore-existing", "s", "t"], dir);
        const counts = (tree: string) => sh(`find ${tree} -printf '%P %n\\n' | sort`, dir);
        assertEquals([code, counts("t")], [0, counts("u")], kept);
        sh("rm -rf u", dir);
      }
    });
  },
);
