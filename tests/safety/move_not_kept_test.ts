// A move leaves in SOURCE what the target's file system does not keep, or the options do not give the target.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { ferry } from "../support/ferry.ts";
import { needsRoot } from "../support/mounts.ts";
import { mountOdd, needsOddMount } from "../support/odd_mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const NOT_KEPT = [
  ["bindfs-chown-ignore", "--owner", "chown 5 s/a", "owners"],
  ["bindfs-chown-ignore", "--group", "chgrp 5 s/a", "owners"],
  ["exfat", "--perms", "chmod 640 s/a", "modes"],
  ["exfat", "--chmod=600", "true", "modes"],
  ["exfat", "--times", "touch -d @1.5 s/a", "times"],
] as const;

for (const [kind, option, make, lost] of NOT_KEPT) {
  testOrSkip(
    `move ${option} onto ${kind}: what is not kept there though it was asked for stays in SOURCE`,
    needsOddMount(kind),
    async () => {
      await withScratch(async (dir) => {
        const { path } = mountOdd(dir, kind);
        sh(`mkdir s; echo a >s/a; ${make}`, dir);
        for (const from of ["s", "s/a"]) {
          const { code, stderr } = await ferry("move", option, `${dir}/${from}`, `${path}/d`);
          assertEquals(code, 1, stderr);
          assert(stderr.includes(`no ${lost}`) || stderr.includes(`keeps ${lost} to`), stderr);
          assertEquals(sh("cat s/a", dir), "a\n", stderr);
          assertMatch(stderr, /SOURCE '.*': its .* differs? in the target \(NOT_KEPT\)/);
          sh(`rm -r '${path}/d'`);
        }
        assertEquals((await ferry("move", `${dir}/s`, `${path}/d`)).code, 0);
        assertEquals(sh(`ls; cat '${path}/d/a'`, dir).split("\n").slice(-2), ["a", ""]);
      });
    },
  );
}

testOrSkip(
  "move --hard-links onto exfat: a file whose names are copies there stays in SOURCE with all of them, for a dry run, too",
  needsOddMount("exfat"),
  async () => {
    await withScratch(async (dir) => {
      const { path } = mountOdd(dir, "exfat");
      sh("mkdir -p s/d; echo a >s/a; ln s/a s/d/b; echo c >s/c", dir);
      const tree = () => sh("find s | sort", dir);
      const whole = tree();
      for (const run of [["-n"], [], []]) {
        const { code, stderr } = await ferry(
          "move",
          "-T",
          "--hard-links",
          ...run,
          `${dir}/s`,
          `${path}/d`,
        );
        assertEquals(code, 1, stderr);
        assert(stderr.includes("1 name of 1 file is a copy"), stderr);
        assertEquals(tree(), run[0] === "-n" ? whole : "s\ns/a\ns/d\ns/d/b\n", stderr);
      }
      assertEquals((await ferry("move", "-T", `${dir}/s`, `${path}/d`)).code, 0);
      assertEquals(tree(), "");
    });
  },
);

Deno.test("move --ignore-existing --perms: what DEST has with another mode stays in SOURCE, and that is no error", () =>
  withScratch(async (dir) => {
    sh("mkdir s d; echo a | tee s/a >d/a; touch -d @1 s/a d/a; chmod 600 s/a; echo b >s/b", dir);
    const options = ["--ignore-existing", "--perms"];
    const { code, stderr } = await ferry("move", "-T", ...options, `${dir}/s`, `${dir}/d`);
    assertEquals([code, sh("ls s d", dir)], [0, "d:\na\nb\n\ns:\na\n"], stderr);
  }));

for (const way of [["move"], ["copy", "--remove-source-files"]]) {
  testOrSkip(
    `${way.join(" ")}: a file that DEST shows by a mount of that file alone stays in SOURCE`,
    needsRoot(),
    () =>
      withScratch(async (dir) => {
        sh(
          `mkdir -p s other; mount -t tmpfs t other; mkdir other/d; echo a >s/a; echo b >s/b
           touch other/d/a; mount --bind s/a other/d/a`,
          dir,
        );
        const { stderr } = await ferry(...way, "-T", `${dir}/s`, `${dir}/other/d`);
        sh("umount other/d/a", dir);
        assertEquals(sh("cat s/a other/d/b; ls s", dir), "a\nb\na\n", stderr);
      }),
  );
}
