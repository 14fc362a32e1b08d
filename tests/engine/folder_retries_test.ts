// `--retries` of what is done to folders: opening, listing, making and deleting them. Each call fails once
// by strace and works when it is made again; one that goes on failing is named, and deletes nothing.

import { assert, assertEquals } from "@std/assert";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { countCalls, ferryTraced } from "../support/trace.ts";

const noStrace = needsPrograms("strace");

/** A new folder, one that both sides have, and something to delete in it. */
const TREES = `mkdir -p s/new s/both t/both t/gone/deep; echo a >s/new/a; echo b >s/both/b
  echo extra >t/both/extra; touch t/gone/{1..3} t/gone/deep/4`;

/** The call that fails and where, and what the notice says, with the path that it names. */
const CASES = [
  ["opening a source folder", "openat2:error=EIO", "s", "open folder", "s/(new|both)"],
  ["opening a target folder", "openat2:error=ESTALE", "t", "open folder", "t/(new|both)"],
  ["listing a source folder", "getdents64:error=EIO", "s/both", "list folder", "s/both"],
  ["listing a target folder", "getdents64:error=EIO", "t/both", "list folder", "t/both"],
  ["making a folder", "mkdirat:error=ENOMEM", "t", "create folder", "t/new"],
  ["looking at a target folder", "statx:error=EIO", "t/both", "read metadata of", "t/both"],
  ["deleting a file", "unlinkat:error=EBUSY", "t/both", "delete", "t/both/extra"],
  ["deleting a folder", "unlinkat:error=EBUSY", "t", "delete", "t/gone"],
  ["opening a folder to be deleted", "openat2:error=EIO", "t/gone", "delete", "t/gone/deep"],
  ["listing a folder to be deleted", "getdents64:error=EIO", "t/gone", "delete", "t/gone"],
] as const;

function mirror(dir: string, fault: string, path: string, ...flags: string[]) {
  const watch = {
    calls: fault.slice(0, fault.indexOf(":")),
    inject: [fault],
    below: dir,
    paths: ["-P", `${dir}/${path}`],
  };
  return ferryTraced(watch, "mirror", "-j1", ...flags, `${dir}/s`, `${dir}/t`);
}

for (const [what, fault, path, op, named] of CASES) {
  testOrSkip(`--retries: ${what} that fails once is done again, and told`, noStrace, async () => {
    await withScratch(async (dir) => {
      sh(TREES, dir);
      const flags = ["--retries=2", "--retry-wait=0"];
      const { code, stderr } = await mirror(dir, `${fault}:when=1`, path, ...flags);
      assertEquals(code, 0, stderr);
      assertEquals(stderr.match(/trying again in 0 s/g)?.length, 1, stderr);
      assert(new RegExp(`cannot ${op} '${dir}/${named}': `).test(stderr), stderr);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  });
}

testOrSkip(
  "--retries: a folder that cannot be listed for good is named, and nothing in it is deleted",
  noStrace,
  async () => {
    await withScratch(async (dir) => {
      sh(TREES, dir);
      const flags = ["--retries=2", "--retry-wait=0"];
      const { code, stderr } = await mirror(dir, "getdents64:error=EIO", "s/both", ...flags);
      assertEquals([code, stderr.match(/trying again in 0 s/g)?.length], [1, 2], stderr);
      assert(stderr.includes(`cannot list folder '${dir}/s/both': Input/output error (EIO)\n`));
      assertEquals(sh("cat t/both/extra; ls t", dir), "extra\nboth\nnew\n");
    });
  },
);

testOrSkip("--retries: a folder that cannot be made is tried once", noStrace, async () => {
  await withScratch(async (dir) => {
    sh(TREES, dir);
    const { code, calls, stderr } = await mirror(dir, "mkdirat:error=EPERM", "t", "--retries=5");
    assertEquals([code, countCalls(calls, "mkdirat")], [1, 1], stderr);
  });
});
