// Another program fills the target while it is mirrored: what is extra there is deleted nevertheless.

import { assertEquals } from "@std/assert";
import { type FilterEntry, mirror } from "../../lib/mod.ts";
import { sh, withScratch } from "../support/safety.ts";

/** Mirrors while each of `others` comes into the target just before it is looked for; what the target has then. */
async function mirrorBesides(dir: string, others: readonly string[]): Promise<string> {
  const waiting = new Set(others);
  const filter = ({ path }: FilterEntry) => {
    if (waiting.delete(path)) sh(`cp -a s/${path} d/${path}`, dir);
    return true;
  };
  const { outcome } = await mirror(`${dir}/s`, `${dir}/d`, { filter });
  assertEquals([outcome, waiting.size], ["done", 0]);
  return sh("diff -r s d && cd d && find . -name 'extra*'", dir);
}

for (const folder of [".", "sub"]) {
  Deno.test(`mirror: as many entries as others bring into ${folder} do not hide what is extra`, async () => {
    await withScratch(async (dir) => {
      sh(`mkdir -p s/${folder}; cd s/${folder}; touch a b c; cd -; cp -a s d`, dir);
      sh(`cd d/${folder}; rm b c; touch extra1 extra2`, dir);
      const inFolder = (name: string) => folder === "." ? name : `${folder}/${name}`;
      assertEquals(await mirrorBesides(dir, [inFolder("b"), inFolder("c")]), "");
    });
  });
}

Deno.test("mirror: what others bring hides no extra entry of a folder that is done in slices", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; cd s; seq -f %06g 9000 | xargs touch; cd -; cp -a s d", dir);
    sh("cd d; rm 000007 008888; touch extra1 extra2", dir);
    assertEquals(await mirrorBesides(dir, ["000007", "008888"]), "");
  });
});
