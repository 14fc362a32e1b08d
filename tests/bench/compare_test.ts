// The comparison that stands in where rsync cannot: whatever a copy got wrong must be a line.

import { assertEquals } from "@std/assert";
import { compareTrees } from "../../bench/measure/compare.ts";
import { makeScratch } from "../support/scratch.ts";

const scratch = makeScratch("ferry-bench-compare-");
const OLD_S = 1_700_000_000.125;

Deno.test("compareTrees: equal trees give no line", async () => {
  assertEquals(await differencesAfter(() => {}), []);
});

for (
  const [line, change] of [
    ["/d/f: contents", (at) => rewrite(`${at}/d/f`, "contentz")],
    ["/d/f: size", (at) => rewrite(`${at}/d/f`, "content")],
    ["/d/f: mode", (at) => Deno.chmodSync(`${at}/d/f`, 0o600)],
    ["/d/f: mtime", (at) => Deno.utimeSync(`${at}/d/f`, 1_700_000_000, 1_700_000_000)],
    ["/d: mtime", (at) => Deno.utimeSync(`${at}/d`, 1_700_000_001.125, 1_700_000_001.125)],
    ["/d/f: kind", (at) => {
      Deno.removeSync(`${at}/d/f`);
      Deno.mkdirSync(`${at}/d/f`);
    }],
    ["/d/f: missing", (at) => Deno.removeSync(`${at}/d/f`)],
    ["/d/new: extra", (at) => Deno.writeTextFileSync(`${at}/d/new`, "")],
  ] as [string, (target: string) => void][]
) {
  Deno.test(`compareTrees: ${line}`, async () => {
    assertEquals(await differencesAfter(change), [line]);
  });
}

Deno.test("compareTrees: link counts, and contents beyond the first block", async () => {
  const found = await differencesAfter((at) => {
    Deno.linkSync(`${at}/d/f`, `${at}/../outside-${crypto.randomUUID()}`);
    const file = Deno.openSync(`${at}/large`, { write: true });
    file.seekSync(2 ** 20 + 5, Deno.SeekMode.Start);
    file.writeSync(new Uint8Array([1]));
    file.close();
    Deno.utimeSync(`${at}/large`, OLD_S, OLD_S);
  });
  assertEquals(found.toSorted(), ["/d/f: links", "/large: contents"]);
});

async function differencesAfter(change: (target: string) => void): Promise<string[]> {
  const folder = Deno.makeTempDirSync({ dir: scratch });
  for (const root of [`${folder}/source`, `${folder}/target`]) {
    Deno.mkdirSync(`${root}/d`, { recursive: true });
    Deno.writeTextFileSync(`${root}/d/f`, "contents");
    Deno.writeFileSync(`${root}/large`, new Uint8Array(2 ** 20 + 10));
  }
  change(`${folder}/target`);
  const paths = ["large", "d/f", "d", "."];
  for (const path of paths) Deno.utimeSync(`${folder}/source/${path}`, OLD_S, OLD_S);
  // What was changed on purpose keeps its time, folders lose what a change inside them did.
  for (const path of paths) {
    try {
      const { mtime } = Deno.statSync(`${folder}/target/${path}`);
      const isFresh = Date.now() - mtime!.getTime() < 60_000;
      if (isFresh) Deno.utimeSync(`${folder}/target/${path}`, OLD_S, OLD_S);
    } catch { /* it was removed */ }
  }
  return await compareTrees(`${folder}/source`, `${folder}/target`);
}

function rewrite(path: string, text: string): void {
  Deno.writeTextFileSync(path, text);
}
