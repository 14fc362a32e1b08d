// New folders of a few files are filled from one another while nobody can see them. What waits until they can
// be seen, what is too deep or too much, and what the folders themselves keep.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { countCalls, ferryTraced } from "../support/trace.ts";

const TREES: readonly { readonly what: string; readonly tree: string }[] = [
  {
    what: "large files and hard links between folders wait, small ones beside them do not",
    tree: `mkdir -p s/{a,b}/{c,d}/{e,f}
      find s -type d | while read -r d; do echo $d >$d/small; head -c 1200000 /dev/urandom >$d/large; done
      for d in s/a/c/e s/a/d s/b s/b/c/f; do ln s/a/c/e/small $d/also; ln s/b/large $d/again; done`,
  },
  {
    what: "folders deeper than a subtree goes",
    tree: `mkdir s; cd s; for i in {1..60}; do mkdir x y; echo $i >f; echo $i >y/f; cd x; done`,
  },
  {
    what: "more entries than a subtree has, in folders, empty ones among them, and at one place",
    tree: `mkdir -p s/{1..40}/{a,b,c}/empty s/wide
      for d in s/{1..40}/{a,b,c}; do echo x | tee $d/{1..9} >/dev/null; done
      cd s/wide; head -c 30000 /dev/urandom | split -b 10 -a 5 -d -`,
  },
  {
    what: "modes, times, owners, symlinks, FIFOs and attributes of folders and what is in them",
    tree: `mkdir -p s/a/{b,c}/{d,e}; find s -type d | while read -r d; do
        echo x >$d/f; ln -s nowhere $d/l; mkfifo $d/p; setfattr -n user.of -v $d $d $d/f; done
      chmod 555 s/a/b; chmod 2770 s/a/c; chown 1:2 s/a/b/d/f s/a/b/d; chmod 1777 s/a/b/e; chmod 0 s/a/c/e
      setfacl -m u:3:rx,d:u:4:rwx s/a/c/d`,
  },
];

for (const { what, tree } of TREES) {
  for (const flags of [["-j1"], ["-j2"], ["--retries=1"], ["--verify"]]) {
    testOrSkip(
      `copy ${flags[0]}: a new subtree with ${what}`,
      needsRoot() ?? needsPrograms("setfattr", "setfacl"),
      async () => {
        await withScratch(async (dir) => {
          sh(`(${tree}); find s -exec touch -hd @1500000000.123456789 {} +`, dir);
          const { code, stdout, stderr } = await runFerry(["copy", ...flags, "s", "t"], dir);
          assertEquals([code, stderr], [0, ""], stdout);
          assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
        });
      },
    );
  }
}

Deno.test("copy: a subtree of small folders gets one temporary name, and its files none", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s/new/{1..5}/{1..5}; for d in s/new/{1..5} s/new/*/*; do echo x | tee $d/{a,b,c} >/dev/null; done`,
      dir,
    );
    sh("mkdir t", dir);
    const watch = { calls: "openat,openat2,linkat,renameat,renameat2,mkdirat", below: dir };
    const { code, calls } = await ferryTraced(watch, "copy", "-j1", `${dir}/s`, `${dir}/t`);
    const unnamed = calls.filter(({ text }) => text.includes("O_TMPFILE")).length;
    const renames = calls.filter(({ name }) => name.startsWith("rename")).length;
    assertEquals([code, unnamed, countCalls(calls, "linkat"), renames], [0, 0, 0, 1]);
    // Each folder is made once, the root too, besides the one that the temporary one takes the place of.
    assertEquals(countCalls(calls, "mkdirat"), 2 + 5 + 25 + 1);
  });
});

Deno.test("copy: further names of copied files are linked at once, without opening them", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/{a,b,c}; echo x | tee s/a/{1..20} >/dev/null; ln s/a/* s/b; ln s/a/* s/c", dir);
    const watch = { calls: "openat,linkat,renameat,renameat2", below: `${dir}/s` };
    const { code, calls } = await ferryTraced(watch, "copy", "-j1", `${dir}/s`, `${dir}/t`);
    assertEquals([code, await judge(`${dir}/s`, `${dir}/t`)], [0, []]);
    const opened = calls.filter(({ text }) => !text.includes("O_DIRECTORY")).length;
    // Each file once, and the first name in each folder, which nothing is known of yet.
    assertEquals(opened, 20 + 3);
  });
});
