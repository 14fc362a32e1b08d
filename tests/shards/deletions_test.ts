// What a shard deletes: each extra entry goes in exactly one of them, wherever its folder stands and however few there are.

import { assertEquals } from "@std/assert";
import { sh, withScratch } from "../support/safety.ts";
import { inProcess, ofShard } from "./runs.ts";

const COUNT = 3;
const SIDES = `mkdir -p s/few/below s/many; touch s/few/{a,below/b} s/many/{1..50}
  cp -a s t; touch t/few/x{1..20} t/few/below/y{1..20} t/many/z{1..300}; mkdir t/few/folder{1..9}
  touch t/few/folder{1..9}/file; touch -r s/few t/few`;

Deno.test("mirror --shard: each extra entry is deleted by one shard alone", async () => {
  await withScratch(async (dir) => {
    sh(SIDES, dir);
    const find = (folder: string) => sh(`cd ${folder} && find . | sort`, dir).trim().split("\n");
    const before = find("t"), source = new Set(find("s"));
    const gone: string[] = [];
    for (let index = 1; index <= COUNT; index++) {
      sh(`cp -a t own${index}`, dir);
      const args = ["mirror", `${dir}/s`, `${dir}/own${index}`];
      const { code, errors } = await inProcess(ofShard(args, index, COUNT));
      assertEquals([code, errors], [0, []]);
      const left = new Set(find(`own${index}`));
      gone.push(...before.filter((path) => !left.has(path)));
    }
    assertEquals(gone.sort(), before.filter((path) => !source.has(path)).sort());
  });
});
