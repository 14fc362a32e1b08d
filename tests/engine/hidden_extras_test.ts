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
  return sh("cd d; find . -type f | sort", dir);
}

for (const folder of [".", "sub"]) {
  Deno.test(`as many entries as others bring into ${folder} do not hide what is extra`, async () => {
    await withScratch(async (dir) => {
      sh(`mkdir -p s/${folder}; cd s/${folder}; touch a b c; cd -; cp -a s d`, dir);
      sh(`cd d/${folder}; rm b c; touch extra too`, dir);
      const inFolder = (name: string) => folder === "." ? name : `${folder}/${name}`;
      const left = await mirrorBesides(dir, [inFolder("b"), inFolder("c")]);
      const expected = ["a", "b", "c"].map((name) => `./${inFolder(name)}\n`).join("");
      assertEquals(left, expected);
    });
  });
}
