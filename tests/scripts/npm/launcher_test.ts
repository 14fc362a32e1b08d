// The command that npm installs: arguments, streams, exit codes and signals reach the executable and come back, and what is
// missing is told in a line. Scripts of the shell stand for the executable.

import { assertEquals, assertMatch } from "@std/assert";
import { start, until } from "../../support/ferry_process.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";
import { installLauncher, launcher, MAIN, PLATFORM, REASON } from "./launched.ts";

testOrSkip(
  "npm's command: arguments, streams and the exit code are the executable's",
  REASON,
  async () => {
    await withScratch(async (dir) => {
      installLauncher(dir, `printf '<%s>' "$@"; cat; echo told >&2; exit 5`);
      const typed = ["a b", "", "*", "--x=$HOME"];
      const fed = ["sh", "-c", `printf typed | "$@"`, "sh", ...launcher(dir), ...typed];
      const { code, stdout, stderr } = await start(fed, dir).finished;
      assertEquals([code, stdout, stderr], [5, "<a b><><*><--x=$HOME>typed", "told\n"]);
    });
  },
);

testOrSkip(
  "npm's command: a link to it, from another folder, with spaces in the path",
  REASON,
  async () => {
    await withScratch(async (scratch) => {
      const dir = `${scratch}/with a space`;
      installLauncher(dir, `echo "$PWD"`);
      sh(
        `mkdir elsewhere node_modules/.bin; ln -s ../${MAIN}/bin/ferry.cjs node_modules/.bin/ferry`,
        dir,
      );
      const { stdout } = await start([`${dir}/node_modules/.bin/ferry`], `${dir}/elsewhere`)
        .finished;
      assertEquals(stdout, `${dir}/elsewhere\n`);
    });
  },
);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  testOrSkip(
    `npm's command: after ${signal} the executable cleans up and tells the exit code`,
    REASON,
    async () => {
      await withScratch(async (dir) => {
        const cleanUp = `trap 'rm half; exit 77' ${signal.slice(3)}`;
        installLauncher(dir, `${cleanUp}; touch half; for i in $(seq 200); do sleep 0.05; done`);
        const process = start(launcher(dir), dir);
        await until("it has begun", () => sh("ls", dir).includes("half"));
        process.kill(signal);
        assertEquals((await process.finished).code, 77);
        assertEquals(sh("ls", dir).includes("half"), false);
      });
    },
  );
}

testOrSkip(
  "npm's command: a signal that ends the executable is seen to end the command",
  REASON,
  async () => {
    await withScratch(async (dir) => {
      // The shell tells a death by a signal as 128 and its number.
      const told = ["sh", "-c", `"$@"; echo $?`, "sh", ...launcher(dir)];
      for (const [signal, code] of [["KILL", 137], ["TERM", 143], ["INT", 130]] as const) {
        installLauncher(dir, `kill -${signal} $$; sleep 9`);
        assertEquals((await start(told, dir).finished).stdout, `${code}\n`);
      }
    });
  },
);

testOrSkip("npm's command: it tells what is missing, and ends with 2", REASON, async () => {
  await withScratch(async (dir) => {
    installLauncher(dir, "exit 0");
    const told = async (preloaded = "") => {
      const { code, stdout, stderr } = await start(launcher(dir, preloaded), dir).finished;
      assertEquals([code, stdout, stderr.split("\n").length], [2, "", 2], stderr);
      return stderr;
    };
    sh(`chmod -x node_modules/${PLATFORM}/bin/ferry`, dir);
    assertMatch(await told(), /^ferry: the executable cannot be started: .*EACCES/);

    sh(`rm -r node_modules/${PLATFORM}`, dir);
    const how = await told();
    assertMatch(
      how,
      /^ferry: the package \S+ is not here: npm was told to leave optional packages/,
    );
    assertEquals(/; npm install (\S+)@[\d.]+ adds it\n/.exec(how)?.[1], PLATFORM);

    const hasNoGlibc = "process.report.getReport = () => ({ header: {} });";
    assertMatch(await told(hasNoGlibc), /^ferry: the executable needs glibc, which this system/);

    const isOther = `Object.defineProperty(process, "arch", { value: "riscv64" });`;
    assertMatch(await told(isOther), /^ferry: there is no executable for linux-riscv64, only for /);
  });
});

testOrSkip(
  "npm's command: a file that no program is in, as a full disk leaves it, is told and ends with 2",
  REASON,
  async () => {
    await withScratch(async (dir) => {
      const executable = `${dir}/node_modules/${PLATFORM}/bin/ferry`;
      for (const content of ["", "\0\0\0\0\0\0\0\0", "exit 0\n"]) {
        installLauncher(dir, "exit 0");
        Deno.writeTextFileSync(executable, content);
        const { code, stdout, stderr } = await start(launcher(dir), dir).finished;
        assertEquals([code, stdout], [2, ""]);
        assertMatch(stderr, /^ferry: '.+\/bin\/ferry' is not whole: .+\n$/);
      }
    });
  },
);
