// Attributes of every size that Linux allows, and more names than a small buffer holds: entries that have
// many, few, other ones and none stand side by side, so that none gets those of its neighbour.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const TREE =
  `truncate -s 300M image; mkfs.xfs -q image; mkdir m; mount -o loop image m; cd m; mkdir s
  value() { head -c $1 /dev/zero | tr '\\0' x; }
  for i in 1 2 3 4 5 6; do echo $i >s/$i; done
  for length in 0 1 1023 1024 1025 30000 65536; do
    setfattr -n user.of_$length -v "$(value $length)" s/1
  done
  setfattr -n user.a -v one s/2; setfattr -n user.b -v other s/3
  for i in {1..200}; do setfattr -n user.attribute_$i -v $i s/5; done
  setfattr -n user.b -v last s/6`;

testOrSkip(
  "copy and mirror: attributes of 0 to 65,536 bytes, 200 of them, and none",
  needsRoot() ?? needsPrograms("mkfs.xfs", "setfattr"),
  async () => {
    await withScratch(async (dir) => {
      sh(TREE, dir);
      const expectEqual = async (target: string) => {
        assertEquals((await runFerry(["mirror", "s", target], `${dir}/m`)).code, 0);
        assertEquals(await judge(`${dir}/m/s`, `${dir}/m/${target}`), []);
      };
      await expectEqual("new");
      // Changed in a place that only reading all of it shows, gone, and too many.
      sh(
        `cp -a s old; setfattr -n user.of_30000 -v short old/1; setfattr -x user.attribute_200 old/5
         setfattr -n user.extra -v x old/4; setfattr -n user.b -v one old/2`,
        `${dir}/m`,
      );
      await expectEqual("old");
    });
  },
);
