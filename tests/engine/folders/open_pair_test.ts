// `--one-file-system`: the folder that another file system is mounted on gets the metadata of what is mounted there, as
// with rsync, and nothing else; also where that is the target itself.

import { assertEquals } from "@std/assert";
import { verify } from "../../support/runs.ts";
import { runLibrary } from "../../support/ferry.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";

const notRoot = Deno.uid() === 0 ? null : "not root";

for (const many of [false, true]) {
  const where = many ? "a staged folder" : "a folder";
  testOrSkip(
    `openPair --one-file-system: a mount point in ${where} has its metadata`,
    notRoot,
    async () => {
      await withScratch(async (dir) => {
        sh(
          `mkdir -p s/k/mp s/to r; ${many ? "touch s/k/{1..30}" : ":"}
         mount -t tmpfs none s/k/mp; mount -t tmpfs none s/to
         touch s/k/mp/no; chmod 1777 s/k/mp; chmod 711 s/to
         find s -xdev -exec touch -d @1500000000 {} +`,
          dir,
        );
        try {
          const options = { oneFileSystem: true };
          const { summary } = await runLibrary("copy", `${dir}/s`, `${dir}/s/to`, options);
          sh("rsync -ax s/ r/", dir);
          const look = "find . -printf '%P %y %m %T@\\n' | sort";
          assertEquals(summary.errors, []);
          assertEquals(sh(look, `${dir}/s/to`), sh(look, `${dir}/r`));
          assertEquals((await verify(`${dir}/s`, `${dir}/s/to`, options)).outcome, "done");
          const again = await runLibrary("mirror", `${dir}/s`, `${dir}/s/to`, options);
          assertEquals(again.events, []);
        } finally {
          sh("umount s/k/mp s/to", dir);
        }
      });
    },
  );
}
