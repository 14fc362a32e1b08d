// Where a relative DIR of `--link-dest` starts, also before DEST is there, and which DIR is refused.

import { assertEquals, assertRejects } from "@std/assert";
import { FerryError } from "../../../lib/mod.ts";
import { copy, mirror } from "../../support/runs.ts";
import { sh, withScratch } from "../../support/safety.ts";

const MADE = "mkdir -p s/d b into; echo x > s/f; echo y > s/d/g; cp -a s b/1; cp -a s into";
const inode = (path: string) => Deno.lstatSync(path).ino;

for (
  const [dest, dir] of [
    ["b/2", "../1"],
    ["b/2/", "./..//1"],
    ["b/2", "../../b/1/"],
    ["b/2", "ABSOLUTE/b/1"],
  ] as const
) {
  for (const exists of [false, true]) {
    Deno.test(`--link-dest ${dir} for ${dest}, which is ${exists ? "" : "not "}there`, async () => {
      await withScratch(async (root) => {
        sh(MADE, root);
        if (exists) sh("mkdir b/2", root);
        const options = { linkDest: [dir.replace("ABSOLUTE", root)] };
        await mirror(`${root}/s`, `${root}/${dest}`, { ...options, dryRun: true });
        const { linksCreated } = await mirror(`${root}/s`, `${root}/${dest}`, options);
        assertEquals(linksCreated, 2);
        assertEquals(inode(`${root}/b/2/d/g`), inode(`${root}/b/1/d/g`));
      });
    });
  }
}

Deno.test("--link-dest: a folder that goes into DEST is looked for in DIR by its name", async () => {
  await withScratch(async (root) => {
    sh(`${MADE}; mkdir new`, root);
    await copy(`${root}/s`, `${root}/new`, { linkDest: ["../into"] });
    assertEquals(inode(`${root}/new/s/f`), inode(`${root}/into/s/f`));
  });
});

Deno.test("--link-dest: a file is looked for under its new name, from the folder that it goes into", async () => {
  await withScratch(async (root) => {
    sh(`${MADE}; mkdir new; mv into/s/f into/s/other`, root);
    const options = { linkDest: ["../into/s"] };
    await copy(`${root}/s/f`, `${root}/new`, options);
    await copy(`${root}/s/f`, `${root}/new/other`, options);
    assertEquals(inode(`${root}/new/other`), inode(`${root}/into/s/other`));
    assertEquals(sh("ls new; stat -c %h new/f", root), "f\nother\n1\n");
  });
});

for (
  const [dir, code] of [
    ["../nothing", "ENOENT"],
    ["b/1", "ENOENT"],
    ["../1/f", "ENOTDIR"],
    ["", "EINVAL"],
    [".", "SAME_FILE"],
    ["../2/old", "LINK_DEST_IN_TARGET"],
  ]
) {
  Deno.test(`--link-dest '${dir}' is refused with ${code}, and nothing is touched`, async () => {
    await withScratch(async (root) => {
      sh(`${MADE}; mkdir -p b/2/old`, root);
      const run = () => mirror(`${root}/s`, `${root}/b/2`, { linkDest: [dir] });
      const error = await assertRejects(run, FerryError);
      assertEquals([error.kind, error.code], ["usage", code]);
      assertEquals(sh("find b/2", root), "b/2\nb/2/old\n");
    });
  });
}

Deno.test("--link-dest: a DIR that is here and not at DEST is named in full", async () => {
  await withScratch(async (root) => {
    sh(MADE, root);
    const here = Deno.cwd();
    Deno.chdir(root);
    try {
      const run = () => mirror("s", "b/2", { linkDest: ["b/1"] });
      const error = await assertRejects(run, FerryError);
      assertEquals(error.advice?.includes(`'${Deno.realPathSync("b/1")}'`), true, error.advice!);
    } finally {
      Deno.chdir(here);
    }
  });
});
