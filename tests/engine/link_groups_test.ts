// Hard-link groups that change their members while contents and times stay the same: nothing but the
// inode numbers tells, so only a comparison of groups can notice.

import { assertEquals, assertNotEquals } from "@std/assert";
import { mirror, type Summary } from "../support/runs.ts";

const MTIME = new Date("2024-05-06T07:08:09Z");

/** Makes `names` one file; all groups have the same contents and time. */
function makeGroup(dir: string, names: readonly string[]): void {
  Deno.writeTextFileSync(`${dir}/${names[0]}`, "same");
  Deno.utimeSync(`${dir}/${names[0]}`, MTIME, MTIME);
  for (const name of names.slice(1)) Deno.linkSync(`${dir}/${names[0]}`, `${dir}/${name}`);
}

const inode = (path: string) => Deno.lstatSync(path).ino;

/** Whether a broken comparison is noticed depends on the order in which the folder lists its names. */
const ORDERS = ["abcd", "acbd", "bacd", "bdac", "cdab", "dbca", "dacb", "cbda"];

for (const order of ORDERS) {
  Deno.test(`mirror: hard-link groups that swapped members are two groups again (${order})`, async () => {
    const dir = Deno.makeTempDirSync({ prefix: "ferry-links-" });
    const [p, q, r, s] = order;
    try {
      const [source, target] = [`${dir}/s`, `${dir}/t`];
      Deno.mkdirSync(source);
      makeGroup(source, [p, q]);
      makeGroup(source, [r, s]);
      await mirror(source, target);
      for (const name of order) Deno.removeSync(`${source}/${name}`);
      makeGroup(source, [p, r]);
      makeGroup(source, [q, s]);
      const planned = await mirror(source, target, { dryRun: true });
      const done = await mirror(source, target);
      assertEquals(inode(`${target}/${p}`), inode(`${target}/${r}`));
      assertEquals(inode(`${target}/${q}`), inode(`${target}/${s}`));
      assertNotEquals(inode(`${target}/${p}`), inode(`${target}/${q}`));
      assertEquals(changesOf(planned), changesOf(done));
      assertEquals(changesOf(await mirror(source, target)), [0, 0]);
    } finally {
      Deno.removeSync(dir, { recursive: true });
    }
  });
}

Deno.test("mirror: names whose first names are in more folders than stay open are links, and none stays open", async () => {
  const dir = Deno.makeTempDirSync({ prefix: "ferry-links-" });
  try {
    const folders = ["a", "b", "c", "d", "e", "f"].map((name) => `${dir}/s/${name}`);
    for (const folder of [`${dir}/s`, ...folders]) Deno.mkdirSync(folder);
    // By turns, so that the last folder used is hardly ever the next one.
    for (let file = 0; file < 60; file++) {
      Deno.writeTextFileSync(`${folders[file % 6]}/${file}`, `${file}`);
      for (const to of folders) if (to !== folders[file % 6]) link(folders[file % 6], to, file);
    }
    const { linksCreated, filesCopied } = await mirror(`${dir}/s`, `${dir}/t`, { jobs: 1 });
    assertEquals([filesCopied, linksCreated], [60, 300]);
    assertEquals(openBelow(dir), []);
    for (let file = 0; file < 60; file++) {
      const inodes = folders.map((folder) =>
        inode(`${folder.replace(`${dir}/s`, `${dir}/t`)}/${file}`)
      );
      assertEquals(new Set(inodes).size, 1);
    }
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

function link(from: string, to: string, file: number): void {
  Deno.linkSync(`${from}/${file}`, `${to}/${file}`);
}

/** What this process has open below a folder; nothing where that is not told. Threads of other tests may close files meanwhile. */
function openBelow(dir: string): string[] {
  if (Deno.build.os !== "linux") return [];
  return [...Deno.readDirSync("/proc/self/fd")].flatMap(({ name }) => {
    try {
      const path = Deno.readLinkSync(`/proc/self/fd/${name}`);
      return path.startsWith(`${dir}/`) ? [path] : [];
    } catch {
      return [];
    }
  });
}

function changesOf({ linksCreated, filesReplaced }: Summary): number[] {
  return [linksCreated, filesReplaced];
}
