// A source that changes each time it is read, or the first time only, whatever way it is read.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { leftovers, sh } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { FILES, reason, withSource } from "./changing_source.ts";

const NOTICE = "changed while it was copied; run again";
const RESUMED = /ferry: [\d.]+ MiB were already .*\n/;

/** What ways there are to read a file: a small one among others like it, and a large one. */
const WAYS: readonly (readonly string[])[] = [
  [],
  ["--verify"],
  ["--resume"],
  ["--inplace"],
  ["--inplace", "--resume"],
  ["--sparse=always"],
  ["--no-zero-copy"],
  ["--bwlimit=300M"],
  ["-j4"],
];
/** A small file is read in the same way whatever most options say. */
function waysOf(name: string): readonly (readonly string[])[] {
  if (name === "large") return WAYS;
  return name === "split" ? [["-j4"], ["-j1"], []] : WAYS.slice(0, 4);
}
/** Makes a large file as well; `split` is one that several threads copy. */
function filesWith(name: string): string {
  const mebibytes = name === "large" ? 9 : name === "split" ? 33 : 0;
  return mebibytes === 0 ? FILES : `${FILES}; head -c ${mebibytes}M /dev/urandom >s/${name}`;
}
const OLD = "for i in 1 2 3 4 5 6; do echo old $i >t/$i; done; " +
  "[ ! -e s/large ] || head -c 10M /dev/zero >t/large; " +
  "touch -d @5 t/*";
for (const name of ["4", "large", "split"]) {
  testOrSkip(`a source that changes once is copied again at once: ${name}`, reason, async () => {
    for (const way of waysOf(name)) {
      await withSource(`${filesWith(name)}; ${OLD}`, [`read:/${name}:changed`], async (dir) => {
        const { code, stderr } = await runFerry(["mirror", ...way, "m", "t"], dir);
        assertEquals([code, stderr.replace(RESUMED, "")], [0, ""], `${way}`);
        sh("diff -r s t", dir);
        assertEquals(leftovers(`${dir}/t`), "");
      });
    }
  });

  testOrSkip(
    `a source that changes each time is named, exit 5, and copied by the next run: ${name}`,
    reason,
    async () => {
      for (
        const way of waysOf(name).filter((way) => !/verify|resume/.test(`${way}`) || way.length > 1)
      ) {
        await withSource(`${filesWith(name)}; ${OLD}`, [`read:/${name}:changes`], async (dir) => {
          const { code, stderr } = await runFerry(["mirror", ...way, "m", "t"], dir);
          assertEquals([code, stderr.replace(RESUMED, "")], [5, errorOf(name)], `${way}`);
          assertEquals(leftovers(`${dir}/t`), "");
          for (const flags of [["--update"], ["--modify-window=3600"]]) {
            const { stdout } = await runFerry(["mirror", "-nv", ...flags, "s", "t"], dir);
            assert(stdout.includes(`replace '${name}'`), `${way} ${flags}: ${stdout}`);
          }
          assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
          sh(`cmp s/${name} t/${name}`, dir);
        });
      }
    },
  );

  for (const way of ["--verify", "--resume"]) {
    testOrSkip(
      `${way}: of a source that changes each time nothing replaces the old copy, exit 5: ${name}`,
      reason,
      async () => {
        await withSource(
          filesWith(name) + "; echo new >s/new",
          [`read:/${name}:changes`],
          async (dir) => {
            sh(`head -c 2M /dev/zero >t/${name}; touch -d @5 t/${name}`, dir);
            const old = sh(`stat -c %i:%Y:%s t/${name}`, dir);
            const { code, stderr } = await runFerry(["mirror", way, "m", "t"], dir);
            assertEquals(code, 5, stderr);
            assert(stderr.includes(`${NOTICE}; the copy was discarded`), stderr);
            assertEquals(sh(`stat -c %i:%Y:%s t/${name}`, dir), old);
            assertEquals([leftovers(`${dir}/t`), sh("cat t/new", dir)], ["", "new\n"]);
          },
        );
      },
    );
  }

  testOrSkip(
    `a source of which only the ctime changes is copied, and not said to have changed: ${name}`,
    reason,
    () =>
      withSource(filesWith(name), [`read:/${name}:touches`], async (dir) => {
        const { code, stderr } = await runFerry(["mirror", "m", "t"], dir);
        assertEquals([code, stderr], [0, ""]);
        assertEquals(
          (await runFerry(["mirror", "s", "t"], dir)).stdout.includes(
            `${name === "4" ? 6 : 7} unchanged`,
          ),
          true,
        );
        sh("diff -r s t", dir);
      }),
  );
}

// The claim of the first name was under what the file was before: its other names became copies, or waited for ever.
testOrSkip("a source of several names that changes once: they are one file", reason, async () => {
  const make = "mkdir s/{a,b,c}; head -c 200K /dev/urandom >s/a/1; ln s/a/1 s/b/2; ln s/a/1 s/c/3";
  for (const way of ["-j1", "-j4", "--inplace"]) {
    await withSource(make, ["read:/*/*:changed"], async (dir) => {
      const { code, stderr } = await runFerry(["mirror", way, "m", "t"], dir);
      assertEquals([code, stderr], [0, ""], way);
      sh("diff -r s t; test t/a/1 -ef t/b/2; test t/a/1 -ef t/c/3", dir);
    });
  }
});

testOrSkip(
  "a new folder full of files, one of which changes each time, is made, exit 5",
  reason,
  () =>
    withSource(
      "mkdir -p s/a/sub; for i in $(seq 60); do echo $i >s/a/sub/$i; done; ln s/a/sub/7 s/a/linked",
      ["read:/a/sub/7:changes", "read:/a/linked:changes"],
      async (dir) => {
        for (const [flag, files] of [["--verify", 59], ["--no-verify", 61]] as const) {
          const { code, stderr } = await runFerry(["mirror", flag, "m/a", "t"], dir);
          assertEquals([code, leftovers(`${dir}/t`)], [5, ""], stderr);
          assertEquals(sh("find t -type f | wc -l", dir), `${files}\n`);
        }
        assertEquals((await runFerry(["mirror", "s/a", "t"], dir)).code, 0);
        assertEquals(sh("rsync -aHAXSn --delete -ic --modify-window=-1 s/a/ t/", dir), "");
      },
    ),
);

testOrSkip(
  "--verify: a new file whose source changes each time is not made",
  reason,
  () =>
    withSource(FILES, ["read:/3:changes"], async (dir) => {
      const { code, stderr } = await runFerry(["mirror", "--verify", "m", "t"], dir);
      assertEquals(code, 5, stderr);
      sh("test ! -e t/3; cmp s/4 t/4", dir);
    }),
);

testOrSkip(
  "a source that changes beside an entry that fails: exit 1",
  reason,
  () =>
    withSource(FILES, ["read:/3:changes", "open:/4:5"], async (dir) => {
      const { code, stderr } = await runFerry(["mirror", "m", "t"], dir);
      assertEquals(code, 1, stderr);
      assert(stderr.includes(NOTICE) && stderr.includes("EIO"), stderr);
    }),
);

testOrSkip(
  "--retries: a source that changes is tried again, and the last attempt counts",
  reason,
  () =>
    withSource(FILES, ["read:/3:changes"], async (dir) => {
      const flags = ["--retries=2", "--retry-wait=0"];
      const { code, stderr } = await runFerry(["mirror", ...flags, "m", "t"], dir);
      assertEquals([code, stderr.split("trying again").length], [5, 3], stderr);
    }),
);

testOrSkip(
  "--json: the outcome of a run with a changed source is `changed`, exit code 5",
  reason,
  () =>
    withSource(FILES, ["read:/3:changes"], async (dir) => {
      const { code, stdout } = await runFerry(["mirror", "--json", "m", "t"], dir);
      const summary = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
      assertEquals(
        [code, summary.outcome, summary.exit_code, summary.files_failed],
        [5, "changed", 5, 0],
      );
      assertEquals(summary.errors[0].code, "SOURCE_CHANGED");
    }),
);

function errorOf(name: string): string {
  return `ferry: cannot copy 'm/${name}': ${NOTICE} (SOURCE_CHANGED)\n`;
}
