// Targets on which a new file cannot get its name by a call that replaces nothing: exFAT by FUSE, and a file
// system that refuses RENAME_NOREPLACE and links with each code that says "not here".

import { assertEquals, assertMatch } from "@std/assert";
import * as errno from "../../ffi/errno.ts";
import { makeFaulty, needsFuse, type Rule, whileFaulty } from "../support/faulty.ts";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { mountOdd, needsOddMount } from "../support/odd_mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

/** Single files, a folder that is filled under a temporary name, one that is not. */
const SOURCE = "mkdir -p s/many/below s/few; for i in {1..20}; do echo $i >s/many/$i; done; " +
  "cp s/many/? s/many/below; echo a >s/a; echo b >s/few/b; : >s/empty; ln -s a s/link; mkfifo s/fifo";

testOrSkip(
  "exFAT by FUSE takes new files and folders; what it cannot hold is named, and no other entry stands for it",
  needsOddMount("exfat"),
  () =>
    withScratch(async (dir) => {
      sh(SOURCE, dir);
      const { path, reason } = mountOdd(dir, "exfat");
      assertEquals(reason, null);
      for (const _ of ["onto nothing", "onto what is there"]) {
        const { code, stderr } = await runFerry(["mirror", "s", `${path}/t`], dir);
        assertEquals(code, 1);
        assertMatch(stderr, /cannot create special file '\S*\/fifo'/);
        assertMatch(stderr, /cannot create symlink '\S*\/link'/);
        const missing = "Only in s: fifo\nOnly in s: link\n";
        assertEquals(sh(`diff -r s '${path}/t' || true`, dir), missing);
        assertEquals(leftovers(path), "");
      }
    }),
);

const reason = needsFuse() ?? needsPrograms("rsync");
const faulty = reason === null ? makeFaulty(makeScratch("ferry-naming-")) : "";

for (
  const code of ["EINVAL", "ENOSYS", "EPERM", "EOPNOTSUPP", "EMLINK", "EACCES", "EXDEV"] as const
) {
  testOrSkip(
    `a new file gets its name where a link answers ${code}`,
    reason,
    () =>
      withFaulty([`rename-with-flags:*:${errno.EINVAL}`, `link:*:${errno[code]}`], async (dir) => {
        sh(SOURCE, dir);
        assertEquals(await runFerry(["mirror", "s", "m/t"], dir).then(codeAndErrors), [0, ""]);
        assertEquals(await judge(`${dir}/s`, `${dir}/m/t`), []);
        assertEquals(leftovers(`${dir}/behind`), "");
      }),
  );
}

testOrSkip(
  "a link that fails for another reason is that file's failure",
  reason,
  () =>
    withFaulty([`rename-with-flags:*:${errno.EINVAL}`, `link:*/a:${errno.EIO}`], async (dir) => {
      sh(SOURCE, dir);
      const { code, stderr } = await runFerry(["mirror", "s", "m/t"], dir);
      assertEquals(code, 1);
      assertMatch(stderr, /cannot create 'm\/t\/a': .*\(EIO\)/);
      assertEquals(await judge(`${dir}/s`, `${dir}/m/t`), [">f+++++++++ a"]);
      assertEquals(leftovers(`${dir}/behind`), "");
    }),
);

function codeAndErrors({ code, stderr }: { code: number; stderr: string }): [number, string] {
  return [code, stderr];
}

/** Lends a folder with `m`, in which the rules hold, over the folder `behind`. */
function withFaulty(rules: readonly Rule[], use: (dir: string) => Promise<void>): Promise<void> {
  return withScratch((dir) => {
    sh("mkdir behind m", dir);
    return whileFaulty(faulty, `${dir}/behind`, `${dir}/m`, rules, () => use(dir));
  });
}
