// What a run that did not end leaves behind is swept by the next one; what a run under way is still filling
// is left to it.

import { assert, assertEquals } from "@std/assert";
import { runFerry, type Started, startFerry, stopWhen } from "../support/ferry_process.ts";
import { chosenStandIn } from "../support/chosen_stand_in.ts";
import { judge } from "../support/judge.ts";
import { cannotSwitchUser, runAsUser, USER } from "../support/ordinary_user.ts";
import { needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const SIZE = 200 * 1024 * 1024;

Deno.test("mirror: leftovers of a killed run are swept, deep down too, and said so", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/sub t; echo a >s/sub/a; cp -a s/. t", dir);
    sh(
      "echo x >t/.ferry-7fffffff-01234567-1-0.tmp; ln -s x t/sub/.ferry-7fffffff-01234567-1-1.tmp",
      dir,
    );
    const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
    assertEquals([code, leftovers(`${dir}/t`)], [0, ""]);
    assert(stderr.includes("2 entries removed: temporary files"), stderr);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

Deno.test("mirror: names that only look like leftovers are ordinary files", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s t; echo a >s/.ferry-notes.tmp; echo b >s/.ferry-1-2-3-4.tmp.bak; echo c >t/.ferry-",
      dir,
    );
    assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

Deno.test("mirror: the temporary file of a run under way is not swept by another", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir s t; head -c ${SIZE} /dev/urandom >s/a; echo old >t/a; cp -r t second; echo b >second/b`,
      dir,
    );
    // A clone would be there, locked and named in one moment.
    const first = startFerry(["mirror", "-j1", "--reflink=never", "s", "t"], dir);
    await stopWhen(first, "a temporary file is locked", () => hasLock(first.pid));
    const name = leftovers(`${dir}/t`);
    sh("touch -d @1 t/.ferry-*", dir); // not its age but its lock saves it
    const other = await runFerry(["copy", "second/b", "t"], dir);
    const mirrored = await runFerry(["mirror", "--exclude=a", "second", "t"], dir);
    assertEquals([other.code, mirrored.code, leftovers(`${dir}/t`)], [0, 0, name]);
    first.kill("SIGCONT");
    assertEquals((await first.finished).code, 0);
    sh("cmp s/a t/a", dir);
    assertEquals(leftovers(`${dir}/t`), "");
  });
});

/** Whether a process holds a lock as flock(2) makes them (proc_locks(5)). */
function hasLock(pid: number): boolean {
  return new RegExp(`FLOCK .* ${pid} `).test(Deno.readTextFileSync("/proc/locks"));
}

/** Starts a run and stops it while it fills a new folder of 6,000 files under a temporary name. */
async function stopWhileStaging(dir: string): Promise<Started> {
  sh("mkdir -p s/new t second; cd s/new; head -c 60000 /dev/urandom | split -b 10 -a 5 -d -", dir);
  const ferry = startFerry(["mirror", "-j1", "s", "t"], dir);
  const isStaging = () => [...Deno.readDirSync(`${dir}/t`)].some(({ name }) => name[0] === ".");
  await stopWhen(ferry, "a temporary folder is there", isStaging);
  return ferry;
}

Deno.test("mirror: the temporary folder of a run under way is not swept by another", async () => {
  await withScratch(async (dir) => {
    const first = await stopWhileStaging(dir);
    const name = leftovers(`${dir}/t`);
    const other = await runFerry(
      ["mirror", "--exclude=new", "--allow-empty-source", "second", "t"],
      dir,
    );
    assertEquals([other.code, leftovers(`${dir}/t`)], [0, name], other.stderr);
    first.kill("SIGCONT");
    assertEquals((await first.finished).code, 0);
    assertEquals([await judge(`${dir}/s`, `${dir}/t`), leftovers(`${dir}/t`)], [[], ""]);
  });
});

Deno.test("mirror: the temporary folder of a killed run is swept with all that is in it", async () => {
  await withScratch(async (dir) => {
    const first = await stopWhileStaging(dir);
    first.kill("SIGKILL");
    await first.finished;
    assert(leftovers(`${dir}/t`) !== "");
    const { code } = await runFerry(["mirror", "s", "t"], dir);
    assertEquals([code, leftovers(`${dir}/t`)], [0, ""]);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

/** A temporary folder of a run long gone, as a kill leaves it: folders in it have their final modes already. */
const FILLED_TO_THE_END = `mkdir s t; echo a >s/a; cd t
  mkdir -p .ferry-7fffffff-01234567-1-0.tmp/{closed/deep,read_only/deep}; cd .ferry-*
  for folder in closed read_only; do echo b >$folder/b; echo c >$folder/deep/c; chmod 444 $folder/deep; done
  chmod 0 closed; chmod 555 read_only; chmod 500 .`;

testOrSkip(
  "mirror: a user's temporary folder is swept whatever the modes of the folders in it",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      sh(`${FILLED_TO_THE_END}; chown -R ${USER}:${USER} ${dir}`, dir);
      const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
      assertEquals([code, leftovers(`${dir}/t`)], [0, ""], stderr);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  },
);

const MOUNTS = {
  "another file system": "mount -t tmpfs t $M; echo theirs >$M/kept",
  // macOS mounts no folder a second time, and its calls would not tell that one is.
  ...chosenStandIn() === null && {
    "a folder of the same one": "mkdir other; echo theirs >other/kept; mount --bind other $M",
  },
};

for (const [what, mount] of Object.entries(MOUNTS)) {
  testOrSkip(
    `mirror: ${what} that is mounted in a leftover keeps its files, which is an error`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        const left = "t/.ferry-7fffffff-01234567-1-0.tmp";
        sh(`mkdir -p s ${left}/m; echo a >s/a; M=${left}/m; ${mount}; echo x >${left}/x`, dir);
        const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
        assertEquals(sh(`cd ${left}; find . -type f -exec cat {} +`, dir), "theirs\n");
        assertEquals([code, sh("cmp s/a t/a", dir)], [1, ""], stderr);
        sh(`umount ${left}/m`, dir);
        assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
        assertEquals([await judge(`${dir}/s`, `${dir}/t`), leftovers(`${dir}/t`)], [[], ""]);
      });
    },
  );
}
