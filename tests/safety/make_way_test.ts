// What stands under a name goes only in the step in which its successor, already whole, gets the name, also where
// a folder gives way to something else or takes its place. What fails loses nothing, and a run that is killed in
// any moment leaves the old or the new one there, and the next run finishes.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry, start, startFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { cannotSwitchUser, runAsUser } from "../support/ordinary_user.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const BIND = `python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s/x")'`;

/** [what, how source `s` and target `t` are made, flags, exit code]: nothing takes the place of `t/x`. */
const KEPT: readonly (readonly [string, string, string, number])[] = [
  [
    "a folder, where clones are refused",
    "echo f >s/x; mkdir t/x; echo k >t/x/k",
    "--reflink=always",
    1,
  ],
  [
    "a folder, where specials are left out",
    "mkfifo s/x; mkdir t/x; echo k >t/x/k",
    "--no-specials",
    0,
  ],
  ["a folder, that meets a socket", `${BIND}; mkdir t/x; echo k >t/x/k`, "-q", 0],
  ["a folder, that exists", "echo f >s/x; mkdir t/x; echo k >t/x/k", "--ignore-existing", 0],
  [
    "a folder, that meets a symlink and exists",
    "ln -s n s/x; mkdir t/x; touch t/x/k",
    "--ignore-existing",
    0,
  ],
  [
    "a file, that meets a folder and exists",
    "mkdir s/x; touch s/x/a; echo k >t/x",
    "--ignore-existing",
    0,
  ],
  [
    "a file, that meets a folder, all of which would be new",
    "mkdir -p s/x/d; touch s/x/a s/x/d/b; echo k >t/x",
    "--existing",
    0,
  ],
  [
    "a folder, that is newer",
    "echo f >s/x; touch -d @1 s/x; mkdir t/x; echo k >t/x/k",
    "--update",
    0,
  ],
  [
    "a file, that meets a folder and is newer",
    "mkdir s/x; touch -d @1 s/x; echo k >t/x",
    "--update",
    0,
  ],
  [
    "a folder, that holds what is excluded",
    "echo f >s/x; mkdir -p t/x/d; echo k >t/x/d/k; touch t/x/o",
    "--exclude=k",
    1,
  ],
  [
    "a folder, that meets a file of another size",
    "echo f >s/x; mkdir t/x; echo k >t/x/k",
    "--min-size=1M",
    0,
  ],
  [
    "a folder, where one entry more is too many",
    "echo f >s/x; mkdir t/x; echo k >t/x/k",
    "--max-delete=1",
    4,
  ],
];

for (const [what, build, flag, expected] of KEPT) {
  testOrSkip(
    `mirror ${flag}: ${what}, stays as it is`,
    build === BIND ? needsPrograms("python3") : null,
    async () => {
      await withScratch(async (dir) => {
        sh(`mkdir s t; ${build}; touch t/extra`, dir);
        const kept = () => sh("find t/x -printf '%p %y %i %s %T@\\n' | sort", dir);
        const before = kept();
        const plan = await runFerry(["mirror", "-n", flag, "s", "t"], dir);
        const { code, stderr } = await runFerry(["mirror", flag, "s", "t"], dir);
        assertEquals([code, kept()], [expected, before], stderr);
        // That no clone can be had shows when one is tried.
        if (!flag.startsWith("--reflink")) assertEquals(plan.code, expected, plan.stderr);
      });
    },
  );
}

Deno.test("mirror --existing into a new folder creates that alone, and the dry run says so", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/d; touch s/a s/d/b; ln -s a s/l; mkfifo s/p", dir);
    const summary = async (...flags: string[]) =>
      (await runFerry(["mirror", "--existing", ...flags, "s", "t"], dir)).stdout;
    assertStringIncludes(await summary("-n"), "1 folder would be created in");
    assertStringIncludes(await summary(), "1 folder created in");
    assertEquals(sh("find t", dir), "t\n");
  });
});

testOrSkip(
  "mirror by an ordinary user: what cannot be read takes the place of nothing",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/b t/a; echo a >s/a; chmod 0 s/a; touch s/b/x; chmod 0 s/b; echo k >t/a/k; echo b >t/b
         chown -R 65534:65534 s t`,
        dir,
      );
      const before = look(`${dir}/t`);
      const { code } = await runAsUser(["mirror", "s", "t"], dir);
      assertEquals([code, look(`${dir}/t`)], [1, before]);
    });
  },
);

testOrSkip(
  "mirror: a folder that cannot be made leaves the file whose place it should take",
  needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      for (const [error, expected] of [["ENOSPC", 4], ["EMLINK", 1], ["EACCES", 1]] as const) {
        sh("rm -rf s t; mkdir -p s/x t; echo a >s/x/a; echo old >t/x", dir);
        const { code } = await runInjected("mkdirat", `error=${error}`, dir);
        assertEquals([code, sh("cat t/x", dir), leftovers(dir)], [expected, "old\n", ""]);
      }
    });
  },
);

testOrSkip(
  "mirror: a folder that cannot be emptied has its name again",
  needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      for (const source of ["echo a >s/x", "ln -s none s/x", "mkfifo s/x"]) {
        for (const exchange of [[], ["-e", "inject=renameat2:error=EINVAL"]]) {
          sh(`rm -rf s t; mkdir -p s t/x; ${source}; echo k >t/x/k`, dir);
          const { code, stderr } = await runInjected("unlinkat", "error=EPERM", dir, exchange);
          assertEquals([code, sh("stat -c %F t/x; cat t/x/k", dir)], [1, "directory\nk\n"], stderr);
        }
      }
    });
  },
);

testOrSkip(
  "mirror by an ordinary user: somebody else's folder stays in its place, and nothing is left under another name",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      for (const source of ["echo a >s/x", "ln -s none s/x"]) {
        sh(`rm -rf s t; mkdir -p s t/x; ${source}; echo k >t/x/k; chown 65534:65534 s t`, dir);
        const { code } = await runAsUser(["mirror", "s", "t"], dir);
        assertEquals([code, sh("cat t/x/k; ls -A t", dir)], [1, "k\nx\n"]);
      }
    });
  },
);

/** Runs `mirror s t` while strace tampers with a call. */
function runInjected(call: string, how: string, cwd: string, more: readonly string[] = []) {
  const strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${call},renameat2`];
  return start(
    [...strace, "-e", `inject=${call}:${how}`, ...more, ...ferryCommand(), "mirror", "s", "t"],
    cwd,
  ).finished;
}

/** A source whose entries take the places of other kinds. */
const KINDS = `mkdir -p s/d t/a/sub t/c; echo new >s/a; echo in >s/d/in; ln -s new s/c
  echo old >t/a/1; echo old >t/a/sub/2; echo old >t/d; echo old >t/c/3; find s t -exec touch -hd @1 {} +`;

testOrSkip(
  "mirror: killed at each call that changes a name, the old or the new one stands there whole, and the next run finishes",
  needsPrograms("strace", "rsync"),
  async () => {
    await withScratch(async (dir) => {
      for (
        const [call, hasExchange] of [["renameat2", true], ["unlinkat", true], [
          "renameat",
          false,
        ]] as const
      ) {
        const more = hasExchange ? [] : ["-e", "inject=renameat2:error=EINVAL"];
        for (let when = 1; when < 6; when++) {
          sh(`rm -rf s t; ${KINDS}`, dir);
          const { code } = await runInjected(call, `signal=KILL:when=${when}`, dir, more);
          const a = sh("[[ -d t/a ]] && cat t/a/1 t/a/sub/2 || cat t/a || :", dir);
          // Where there is no exchange, a name can be absent between two steps, and the old one stands beside it.
          const isThere = a === "new\n" || a === "old\nold\n" || (!hasExchange && a === "");
          assert(isThere, `${call} ${when}: ${a}`);
          const next = await runFerry(["mirror", "s", "t"], dir);
          assertEquals([next.code, next.stderr.replace(/.*removed: temporary.*\n/, "")], [0, ""]);
          assertEquals([await judge(`${dir}/s`, `${dir}/t`), leftovers(dir)], [[], ""]);
          if (code !== 137) break;
        }
      }
    });
  },
);

Deno.test("mirror: a name is never absent while a file takes the place of a folder, and the reverse", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir -p s/d t/a; echo new >s/a; echo in >s/d/in; for i in {1..300}; do echo k >t/a/$i; done; echo old >t/d",
      dir,
    );
    const ferry = startFerry(["mirror", "s", "t"], dir);
    let isRunning = true, absent = 0;
    ferry.finished.then(() => isRunning = false);
    while (isRunning) {
      for (let i = 0; i < 100; i++) {
        for (const name of ["a", "d"]) {
          try {
            Deno.lstatSync(`${dir}/t/${name}`);
          } catch {
            absent++;
          }
        }
      }
      await new Promise((resolve) => setTimeout(resolve));
    }
    assertEquals([(await ferry.finished).code, absent], [0, 0]);
    assertEquals([await judge(`${dir}/s`, `${dir}/t`), leftovers(dir)], [[], ""]);
  });
});

testOrSkip(
  "mirror onto an overlay: a folder of the lower layer, which cannot be renamed, gives way",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s lower/x/y upper work t; echo new >s/x; echo old >lower/x/y/1; echo old >lower/x/2
         mkdir m; mount -t tmpfs none m; mkdir m/upper m/work
         mount -t overlay none -o lowerdir=lower,upperdir=m/upper,workdir=m/work t`,
        dir,
      );
      const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
      assertEquals([code, stderr, sh("cat t/x; ls -A t", dir)], [0, "", "new\nx\n"]);
    });
  },
);

Deno.test("mirror: each way to copy takes a folder's place, and a folder that of a file", async () => {
  await withScratch(async (dir) => {
    const ways = [
      "--inplace",
      "--fsync",
      "--verify",
      "--resume",
      "--no-zero-copy",
      "-j1",
      "--max-delete=100%",
    ];
    for (const way of ways) {
      sh(
        `rm -rf s t; mkdir -p s/d/e t/x/y t/b; head -c 3M /dev/urandom >s/x; ln s/x s/b; echo small >s/c; cp s/c s/c2
         mkdir t/c t/c2; touch t/x/y/k t/c/k; echo old >t/d; touch s/d/e/in; chmod 555 t`,
        dir,
      );
      const { code, stderr } = await runFerry(["mirror", way, "s", "t"], dir);
      assertEquals([code, stderr, leftovers(dir)], [0, "", ""], way);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), [], way);
    }
  });
});
