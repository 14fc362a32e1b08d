// Others at work in the same trees: two ferries into one target, and writers that never stop. No file is
// ever a mixture, every run ends, and says so when it could not do its part.

import { assert, assertEquals } from "@std/assert";
import { start, startFerry, until } from "../support/ferry_process.ts";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, tell } from "../support/torture.ts";
import { versions } from "./versions.ts";

/** Two sources whose names are the same and whose files are not, and a target that has some of them. */
const TWO_SOURCES = `for s in one two; do mkdir -p $s/{a,b/deep,many}
    for i in {1..40}; do echo "$s $i" >$s/a/$i; echo "deep $s $i" >$s/b/deep/$i; done
    for i in {1..300}; do echo "many $s $i" >$s/many/$i; done; head -c 5M /dev/urandom >$s/large; done
  mkdir -p old/a; for i in {1..30}; do echo "old $i" >old/a/$i; done; echo old >old/large
  find one -exec touch -hd @1500000000 {} +; find two -exec touch -hd @1600000000 {} +; find old -exec touch -hd @1 {} +`;

Deno.test("two copies into one target: each file is one of the two, or was named, and the next run converges", async () => {
  const count = rounds(4, 20);
  let named = 0;
  await withScratch(async (dir) => {
    sh(TWO_SOURCES, dir);
    const known = new Set(["one", "two", "old"].flatMap((tree) => versions(`${dir}/${tree}`)));
    for (let round = 0; round < count; round++) {
      sh("rm -rf t; cp -a old t", dir);
      const both = ["one", "two"].map((source) => startFerry(["copy", "-T", source, "t"], dir));
      const outcomes = await Promise.all(both.map(({ finished }) => finished));
      for (const { code, stderr } of outcomes) {
        assert(code === 0 || (code === 1 && stderr.includes("'t/")), `exit ${code}: ${stderr}`);
        if (code === 1) named++;
      }
      assertEquals(versions(`${dir}/t`).filter((version) => !known.has(version)), []);
      assertEquals((await runFerry(["mirror", "one", "t"], dir)).code, 0);
      assertEquals([await judge(`${dir}/one`, `${dir}/t`), leftovers(`${dir}/t`)], [[], ""]);
    }
  });
  tell(
    `concurrency: ${count} times two copies into one target: 0 mixed files, ${named} runs named what the other made first`,
  );
});

Deno.test("two mirrors of one source into one target: the target is right after the slower one, or after one more", async () => {
  const count = rounds(4, 20);
  await withScratch(async (dir) => {
    sh(TWO_SOURCES, dir);
    for (let round = 0; round < count; round++) {
      sh("rm -rf t; cp -a old t; cp -a two t/extra", dir);
      const both = [1, 2].map(() => startFerry(["mirror", "one", "t"], dir));
      const outcomes = await Promise.all(both.map(({ finished }) => finished));
      if (outcomes.every(({ code }) => code === 0)) {
        assertEquals(await judge(`${dir}/one`, `${dir}/t`), []);
      } else {
        for (const { code, stderr } of outcomes) assert(code <= 1, `exit ${code}: ${stderr}`);
        assertEquals((await runFerry(["mirror", "one", "t"], dir)).code, 0);
      }
      assertEquals([await judge(`${dir}/one`, `${dir}/t`), leftovers(`${dir}/t`)], [[], ""]);
    }
  });
  tell(`concurrency: ${count} times two mirrors into one target: right in the end`);
});

Deno.test("files that grow without end: the run ends, names each, exit 5", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; for i in {1..8}; do head -c 40M /dev/zero >s/$i; done; echo still >s/still", dir);
    const grow =
      "while :; do for i in 1 2 3 4 5 6 7 8; do head -c 64K /dev/zero >>s/$i; done; done";
    const writer = start(["bash", "-c", grow], dir);
    const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
    writer.kill("SIGKILL");
    await writer.finished;
    assertEquals([code, sh("cat t/still", dir)], [5, "still\n"], stderr);
    assert(stderr.includes("SOURCE_CHANGED"), stderr);
  });
});

testOrSkip(
  "a file that was empty and grows faster than it can be read: the run ends, SOURCE_CHANGED",
  needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s; touch s/log", dir);
      // Each read waits, so that the writer is always ahead.
      const inject = "inject=pread64:delay_enter=1500000";
      const strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", `${dir}/s/log`, "-e", inject];
      const ferry = startFerry(["mirror", "s", "t"], dir, strace);
      await until("the file is open", () => isOpenAnywhere(`${dir}/s/log`));
      const writer = start(["bash", "-c", "while :; do head -c 1M /dev/zero >>s/log; done"], dir);
      try {
        const { code, stderr } = await ferry.finished;
        assertEquals(code, 5, stderr);
        assert(stderr.includes("'s/log'") && stderr.includes("SOURCE_CHANGED"), stderr);
      } finally {
        writer.kill("SIGKILL");
        await writer.finished;
      }
    });
  },
);

/** Whether any process has the file open. */
function isOpenAnywhere(path: string): boolean {
  return sh(`find /proc/[0-9]*/fd -lname '${path}' 2>/dev/null | head -1 || true`) !== "";
}
