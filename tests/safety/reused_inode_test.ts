// A hard-linked source file is deleted while a run is under way, and a new one gets its inode number: the names
// of the new one are no names of the old one, even where size and time are the same.

import { assertEquals } from "@std/assert";
import { FileStat, WORD } from "../../ffi/mod.ts";
import { HardLinks } from "../../lib/copy/links/hard_links.ts";
import { counterRow } from "../../lib/shared/counters.ts";
import { createSharedMemory } from "../../lib/shared/mod.ts";
import { hasOpen, startFerry, until } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { mountExt4, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** What alone tells the new pair from the old one. */
const NEW_PAIRS = {
  contents: "echo new >s/y/z/1; touch -d @1500000000 s/y/z/1",
  size: "echo newer >s/y/z/1; touch -d @1500000000 s/y/z/1",
};

for (const [what, make] of Object.entries(NEW_PAIRS)) {
  testOrSkip(
    `mirror: a new file with the inode of one that was copied and deleted is a file of its own (${what} differ)`,
    needsRoot() ?? needsPrograms("mkfs.ext4"),
    () =>
      withScratch(async (dir) => {
        sh(
          `${mountExt4("s", 64)}
           mkdir -p s/y/z; echo old >s/1; touch -d @1500000000 s/1; ln s/1 s/2
           head -c 1M /dev/urandom >s/y/large`,
          dir,
        );
        const ferry = startFerry(["mirror", "-j1", "--bwlimit=1M", "--verify", "s", "t"], dir);
        await until("the large file is being copied", () => hasOpen(ferry.pid, `${dir}/s/y/large`));
        sh(
          `n=$(stat -c %i s/1); rm s/1 s/2; for i in {1..50}; do : >s/y/z/1
             [ $(stat -c %i s/y/z/1) = $n ] && break; mv s/y/z/1 s/y/z/other$i; done
           rm -f s/y/z/other*; ${make}; ln s/y/z/1 s/y/z/2; [ $(stat -c %i s/y/z/1) = $n ]`,
          dir,
        );
        assertEquals((await ferry.finished).code, 0);
        assertEquals(sh("diff -r s/y t/y", dir), "");
        assertEquals(sh("stat -c %h t/1 t/y/z/1", dir), "2\n2\n");
        assertEquals(sh("rsync -aHn -ic --modify-window=-1 s/y/ t/y/", dir), "");
      }),
  );
}

Deno.test("HardLinks: size, mtime and birth time tell files with one inode number apart where numbers are reused", () => {
  for (const word of [WORD.size, WORD.mtime, WORD.mtimeNsec, WORD.btime, WORD.btimeNsec]) {
    const links = newLinks(true);
    const [old, target, young] = [statOf(7), statOf(8), statOf(7)];
    young.words[word]++;
    assertEquals(links.claim(old, 1), null);
    links.publish(old, target, { root: 0, path: Uint8Array.of(97), mount: 1 });
    assertEquals(links.claim(statOf(7), 1)?.path, Uint8Array.of(97));
    assertEquals(links.isSame(old, young), false);
    assertEquals(links.firstName(young, 1), null);
    assertEquals(links.claim(young, 1), null);
    assertEquals(links.claimTarget(target, old), true);
    assertEquals(links.claimTarget(target, young), false);
  }
});

Deno.test("HardLinks: where inode numbers are not reused they alone tell", () => {
  const links = newLinks(false);
  const [old, changed] = [statOf(7), statOf(7)];
  changed.words[WORD.mtime]++;
  assertEquals(links.claim(old, 1), null);
  links.publish(old, statOf(8), { root: 0, path: Uint8Array.of(97), mount: 1 });
  assertEquals(links.claim(changed, 1)?.inode[0], 8);
});

Deno.test("HardLinks: names on another mount are a group of their own", () => {
  const links = newLinks(true);
  assertEquals(links.claim(statOf(7), 1), null);
  links.publish(statOf(7), statOf(8), { root: 0, path: Uint8Array.of(97), mount: 1 });
  assertEquals(links.claim(statOf(7), 3), null);
  links.publish(statOf(7), statOf(9), { root: 0, path: Uint8Array.of(98), mount: 3 });
  assertEquals(links.claim(statOf(7), 1)?.inode[0], 8);
  assertEquals(links.claim(statOf(7), 3)?.inode[0], 9);
});

function newLinks(reusesInodes: boolean): HardLinks {
  const memory = createSharedMemory(1);
  return new HardLinks(
    memory,
    new Int32Array(memory.control),
    counterRow(memory.counters, 0),
    reusesInodes,
  );
}

function statOf(ino: number): FileStat {
  const stat = new FileStat();
  stat.words[WORD.ino] = ino;
  stat.words[WORD.size] = 4;
  stat.words[WORD.mtime] = 1_500_000_000;
  stat.words[WORD.btime] = 1_600_000_000;
  return stat;
}
