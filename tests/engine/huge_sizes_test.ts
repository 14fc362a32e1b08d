// Sizes beyond 2^53, which only files of holes have: a number does not tell them from their neighbours, so
// such a file is refused by name. The largest one below that arrives whole.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { mountAll } from "../support/mounts.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const { xfs } = mountAll(makeScratch("ferry-huge-"));
const HUGE = "9007199254740993";
const LARGEST = "9007199254740991";

testOrSkip(
  "a file beyond 2^53 bytes is refused by name and the rest is copied",
  xfs.reason,
  async () => {
    const dir = `${xfs.path}/beyond`;
    sh(`mkdir -p ${dir}/s ${dir}/old; cd ${dir}; truncate -s ${HUGE} s/huge; ln s/huge s/same`);
    sh("echo a >s/a; echo old >old/huge; ln old/huge old/same; touch -d @5 old/huge", dir);
    for (
      const flags of [[], ["--inplace"], ["--resume"], ["--checksum"], ["--sparse=always"], ["-n"]]
    ) {
      sh("rm -rf t; cp -a old t", dir);
      const { code, stderr } = await runFerry(["mirror", ...flags, "s", "t"], dir);
      assertEquals(code, 1, stderr);
      for (const name of ["huge", "same"]) {
        assert(stderr.includes(`cannot copy 's/${name}': Its ${HUGE} bytes`), stderr);
      }
      assert(stderr.includes("(EFBIG)") && !stderr.includes("ulimit"), stderr);
      assertEquals(sh("cat t/huge", dir), "old\n");
      if (flags[0] !== "-n") sh("cmp s/a t/a", dir);
    }
  },
);

testOrSkip("sizes beyond 2^53 are compared and told to the byte", xfs.reason, async () => {
  const dir = `${xfs.path}/compared`;
  const other = "9007199254740992";
  sh(`mkdir -p ${dir}/s ${dir}/t; cd ${dir}; truncate -s ${HUGE} s/f; truncate -s ${other} t/f`);
  sh("touch -d @5 s/f t/f; touch -r s t", dir);
  const verified = await runFerry(["verify", "s", "t"], dir);
  assertEquals(verified.code, 3);
  assert(verified.stdout.includes(HUGE) && verified.stdout.includes(other), verified.stdout);
  assertEquals((await runFerry(["mirror", "--size-only", "s", "t"], dir)).code, 1);
  sh(`truncate -s ${HUGE} t/f; touch -d @5 t/f`, dir);
  const mirrored = await runFerry(["mirror", "s", "t"], dir);
  assertEquals([mirrored.code, mirrored.stdout.includes("1 unchanged")], [0, true]);
  const contents = await runFerry(["verify", "s", "t"], dir);
  assertEquals(contents.code, 1, contents.stdout);
  assert(contents.stderr.includes("cannot verify 's/f'"), contents.stderr);
});

testOrSkip(
  "a file of 2^53 - 1 bytes arrives whole, with bytes at its end",
  xfs.reason,
  async () => {
    const dir = `${xfs.path}/largest`;
    sh(`mkdir -p ${dir}/s; cd ${dir}; truncate -s ${LARGEST} s/f`);
    sh(
      `printf end | dd of=s/f bs=1 seek=$((${LARGEST} - 3)) conv=notrunc status=none; touch -d @5 s/f`,
      dir,
    );
    for (const flags of ["--reflink=never", "--reflink=auto", "--no-zero-copy"]) {
      sh("rm -rf t", dir);
      const { code, stderr } = await runFerry(["mirror", flags, "s", "t"], dir);
      assertEquals([code, stderr], [0, ""], flags);
      const [size, end] = [sh("stat -c %s t/f", dir), sh("tail -c 3 t/f", dir)];
      assertEquals([size, end], [`${LARGEST}\n`, "end"], flags);
    }
  },
);
