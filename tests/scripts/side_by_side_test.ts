// `deno task test`, which runs two parts of the suite at a time: scripts that say what `deno test` says stand for parts.

import { assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { ALONE, partsOf, testFiles } from "../../scripts/support/test_parts.ts";
import { ROOT } from "../support/documents.ts";
import { start, until } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const PROGRAM = fromFileUrl(import.meta.resolve("./side_by_side_run.ts"));
/** Waits for a file that another part makes. */
const awaitFile = (name: string) => `while [ ! -e ${name} ]; do sleep 0.01; done`;
const passed = (count: number) => `echo 'ok | ${count} passed | 0 failed (1s)'`;

function runParts(dir: string, ...scripts: string[]) {
  return start([Deno.execPath(), "run", "-A", "--no-check", PROGRAM, ...scripts], dir);
}

Deno.test("testFiles, partsOf: each test file once, ignored folders left out, some alone", async () => {
  await withScratch((dir) => {
    sh("mkdir -p tests/a tests/b; touch tests/{a,b}/{1..5}_test.ts tests/{c_test,helper}.ts", dir);
    const files = testFiles(dir, ["tests", "tests/b/1_test.ts", "tests/helper.ts"], ["tests/a"]);
    const { parts, alone } = partsOf(files, new Set(["tests/b/2_test.ts", "tests/a/1_test.ts"]));
    assertEquals(alone, ["tests/b/2_test.ts"]);
    const beside = ["b/1_test", "b/3_test", "b/4_test", "b/5_test", "c_test", "helper"];
    assertEquals(parts.flat(), beside.map((name) => `tests/${name}.ts`));
    assertEquals(parts.length, 2);
  });
});

Deno.test("ALONE: each is a test file", () => {
  assertEquals([...ALONE].filter((file) => !testFiles(ROOT, ["tests"], []).includes(file)), []);
});

Deno.test("testSideBySide: two parts at once, sums, what failed, and each part's output in one piece", async () => {
  await withScratch(async (dir) => {
    const { code, stdout } = await runParts(
      dir,
      `echo one; touch first; ${awaitFile("second")}; echo one >&2; ${passed(2)}`,
      `echo two; ${awaitFile("first")}; echo two; touch second; ${passed(1)}`,
      "echo 'a ... ignored (0ms)'; echo 'b => ./tests/b_test.ts:1:6'; echo 'FAILED | 3 passed | 1 failed'; exit 1",
      "exit 3",
    ).finished;
    assertEquals(code, 1);
    assertMatch(stdout, /one\n(ok.*\n)?one\n|one\none\n/);
    assertMatch(stdout, /two\ntwo\n/);
    const end = stdout.slice(stdout.indexOf("failed:\n"));
    const failures = "failed:\n  b => ./tests/b_test.ts:1:6\n  exit 3: exit code 3\n";
    assertEquals(end, `${failures}skipped:\n  a\n\n6 passed, 1 failed, 1 skipped\n`);
  });
});

testOrSkip(
  "testSideBySide: what a part mounts, no other sees",
  needsRoot() ?? needsPrograms("unshare", "mountpoint"),
  async () => {
    await withScratch(async (dir) => {
      Deno.mkdirSync(join(dir, "m"));
      const { code, stdout } = await runParts(
        dir,
        `mount -t tmpfs none m && touch mounted; ${awaitFile("looked")}; mountpoint m; ${
          passed(1)
        }`,
        `${
          awaitFile("mounted")
        }; ! mountpoint m; seen=$?; umount m 2>/dev/null; touch looked; exit $seen`,
      ).finished;
      assertEquals([code, sh("mountpoint m || :", dir)], [0, "m is not a mountpoint\n"], stdout);
      assertMatch(stdout, /m is a mountpoint/);
    });
  },
);

/** Scripts that write who they are, and would go on. */
const ENDLESS = ["a", "b"].map((name) =>
  `sleep 1000 & echo $$ >${name}.new; mv ${name}.new ${name}; sleep 1000`
);

for (
  const [signal, code, needs] of [["SIGTERM", 143, null], ["SIGINT", 130, null], [
    "SIGKILL",
    137,
    needsPrograms("setpriv"),
  ]] as const
) {
  testOrSkip(`testSideBySide: ${signal} ends the parts that run, too`, needs, async () => {
    await withScratch(async (dir) => {
      const run = runParts(dir, ...ENDLESS);
      await until("both run", () => sh("ls", dir) === "a\nb\n");
      run.kill(signal);
      for (const part of sh("cat a b", dir).trim().split("\n")) {
        await until(`${part} has ended`, () => sh(`kill -0 ${part} 2>&1 || :`) !== "");
        // A program that is killed can end no more than what it has started itself.
        if (signal === "SIGKILL") sh(`kill -- -${part}`);
        await until(`so have its own`, () => sh(`kill -0 -- -${part} 2>&1 || :`) !== "");
      }
      assertEquals((await run.finished).code, code);
    });
  });
}
