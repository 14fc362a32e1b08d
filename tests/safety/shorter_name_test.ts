// Of two folders whose names differ by a last letter only the one that is to go goes, whatever length their paths have.
// Where a path filled its buffer, the last letter of the name was cut off: the folder with the longer name stayed, and
// an empty one with the shorter name, which was to stay, went in its place.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { sh, withScratch } from "../support/safety.ts";

/** Names of folders, in which paths have up to 256 bytes: a longer one would make the buffer larger for the others. */
const ABOVE = Array.from({ length: 256 - "/folder2".length }, (_, i) => "a".repeat(i + 1));

/** Makes two folders in each of these, and in the one that is to go a file if that has a name. */
function makePairs(root: string, file = ""): void {
  for (const above of ABOVE) {
    Deno.mkdirSync(`${root}/${above}/folder`, { recursive: true });
    Deno.mkdirSync(`${root}/${above}/folder2`);
    if (file !== "") Deno.writeTextFileSync(`${root}/${above}/folder2/${file}`, "x");
  }
}

/** What is left of them. */
function left(root: string): string[] {
  return ABOVE.flatMap((above) =>
    [...Deno.readDirSync(`${root}/${above}`)].map(({ name }) => `${above.length}: ${name}`)
  );
}

const STAYING = ABOVE.map((above) => `${above.length}: folder`);

Deno.test("mirror: of two extra folders, one protected, the other one goes, at each length of a path", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; echo x >s/file", dir);
    makePairs(`${dir}/t`);
    const { code, stderr } = await runFerry(["mirror", "--filter=P folder", "s", "t"], dir);
    assertEquals([code, stderr, left(`${dir}/t`)], [0, "", STAYING]);
  });
});

Deno.test("mirror and --swap: extra folders go whole, at each length of a path", async () => {
  await withScratch(async (dir) => {
    for (const flags of [[], ["--swap"]]) {
      sh("mkdir -p s t; echo x >s/file", dir);
      makePairs(`${dir}/t`);
      const { code, stderr } = await runFerry(["mirror", ...flags, "s", "t"], dir);
      assertEquals([code, stderr, sh("ls -A . t", dir)], [0, "", ".:\ns\nt\n\nt:\nfile\n"]);
    }
  });
});

Deno.test("move: of two folders, one left out, the other one goes, at each length of a path", async () => {
  await withScratch(async (dir) => {
    makePairs(`${dir}/s`, "file");
    makePairs(`${dir}/t`); // else folders are renamed, not emptied
    const { code } = await runFerry(["move", "-T", "--exclude=folder", "s", "t"], dir);
    assertEquals([code, left(`${dir}/s`)], [0, STAYING]);
  });
});
