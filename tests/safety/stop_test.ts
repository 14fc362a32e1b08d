// SIGINT and SIGTERM in the middle of work: the run ends in half a second (measured with room for a busy
// machine), with the signal's exit code, a summary, and nothing half-made left behind. The signal is sent when the
// process or the file system shows that the work has begun, so that it comes neither too early nor too late.

import { assert, assertEquals } from "@std/assert";
import type { Outcome } from "../support/ferry.ts";
import { startFerry, until } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** Promised is half a second; the rest is for starting and ending processes on a machine with other work. */
const LIMIT_MS = 1500;
/** How long the works on 100 GiB go on after their first look at the tree before the signal; they take many seconds. */
const DEEP_IN_MS = 300;

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

interface Work {
  readonly what: string;
  readonly build: string;
  readonly args: readonly string[];
}

/** A file of 100 GiB that takes no room itself; what is copied of it is bounded by the file system. */
const HUGE = "mount -t tmpfs -o size=6g none t; truncate -s 100G s/huge";

const WORKS: readonly Work[] = [
  { what: "copying 100 GiB", build: HUGE, args: ["mirror", "--sparse=never", "s", "t"] },
  {
    what: "copying 100 GiB with one worker by read and write",
    build: HUGE,
    args: ["mirror", "-j1", "--sparse=never", "--no-zero-copy", "s", "t"],
  },
  {
    what: "replacing with 100 GiB",
    build: `${HUGE}; echo old >t/huge`,
    args: ["mirror", "--sparse=never", "s", "t"],
  },
  {
    what: "looking for zeros in 100 GiB",
    build: HUGE,
    args: ["mirror", "--sparse=always", "s", "t"],
  },
  {
    what: "comparing 100 GiB",
    build: `${HUGE}; truncate -s 100G t/huge; touch -r s/huge t/huge`,
    args: ["mirror", "--checksum", "s", "t"],
  },
];

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  for (const { what, build, args } of WORKS) {
    testOrSkip(
      `${signal} while ${what}: exit ${CODES[signal]} in time, cleaned up`,
      needsRoot(),
      async () => {
        await withScratch(async (dir) => {
          sh(`mkdir s t; ${build}`, dir);
          const before = sh("find . -type f -printf '%P %s %T@ %i\\n'", `${dir}/t`);
          const { stdout } = await interrupt(dir, args, signal, async (pid) => {
            await until("a file of the tree is open", () => holdsOpen(pid, `${dir}/s/huge`));
            await new Promise((resolve) => setTimeout(resolve, DEEP_IN_MS));
          });
          assert(/^interrupted: nothing done/.test(stdout), stdout);
          assertEquals(leftovers(`${dir}/t`), "");
          assertEquals(sh("find . -type f -printf '%P %s %T@ %i\\n'", `${dir}/t`), before);
        });
      },
    );
  }
}

const FOLDERS = Array.from({ length: 20 }, (_, index) => `${index + 1}`);

/** 200,000 files of 100 bytes in FOLDERS, in `dir/name`. */
function makeMany(dir: string, name: string): void {
  sh(
    `for folder in ${FOLDERS.join(" ")}; do mkdir -p ${name}/$folder; (cd ${name}/$folder
       head -c 1000000 /dev/urandom | split -b 100 -a 5 -d - f); done`,
    dir,
  );
}

Deno.test("signals among 200,000 small files: exit code in time, whole files only, then the rest", async (t) => {
  await withScratch(async (dir) => {
    makeMany(dir, "s");
    for (const [signal, flags] of [["SIGINT", []], ["SIGTERM", ["-j1"]]] as const) {
      await t.step(
        `${signal} while copying, ${flags.join(" ") || "default settings"}`,
        async () => {
          const { stdout } = await interrupt(
            dir,
            ["mirror", ...flags, "s", "t"],
            signal,
            () =>
              until(
                "a file is copied",
                () => FOLDERS.some((name) => visibleEntries(`${dir}/t/${name}`)),
              ),
          );
          assert(/^interrupted: [\d,]+ files? copied/.test(stdout), stdout);
          assertEquals(leftovers(`${dir}/t`), "");
          assertEquals(sh("find . -type f -not -size 100c", `${dir}/t`), "");
          assertEquals(filesIn(`${dir}/t`) < 200_000, true, "the signal came too late");
          sh("rm -r t", dir);
        },
      );
    }
    await t.step("SIGINT while planning", async () => {
      const { stdout } = await interrupt(
        dir,
        ["mirror", "-n", "s", "t"],
        "SIGINT",
        (pid) => until("a folder of the source is open", () => holdsOpen(pid, `${dir}/s`)),
      );
      assert(/^dry run: interrupted: /m.test(stdout), stdout);
    });
    await t.step("SIGTERM while deleting", async () => {
      sh("mkdir one; touch one/a", dir);
      const before = visibleEntries(`${dir}/s`);
      const { stdout } = await interrupt(
        dir,
        ["mirror", "one", "s"],
        "SIGTERM",
        () => until("a folder is deleted", () => visibleEntries(`${dir}/s`) < before),
      );
      assert(/deleted/.test(stdout), stdout);
      assertEquals(filesIn(`${dir}/s`) > 1, true, "the signal came too late");
    });
  });
});

/**
 * Starts ferry, stops it by a signal in the middle of its work, and checks that it obeys in time.
 * @param begun resolves when the process is at work
 */
async function interrupt(
  dir: string,
  args: readonly string[],
  signal: "SIGINT" | "SIGTERM",
  begun: (pid: number) => Promise<void>,
): Promise<Outcome> {
  const ferry = startFerry(args, dir);
  await begun(ferry.pid);
  const sentAt = performance.now();
  ferry.kill(signal);
  const outcome = await ferry.finished;
  const tookMs = performance.now() - sentAt;
  assertEquals(outcome.code, CODES[signal], outcome.stderr);
  assert(tookMs < LIMIT_MS, `took ${Math.round(tookMs)} ms`);
  return outcome;
}

function filesIn(dir: string): number {
  return Number(sh("find . -type f | wc -l", dir));
}

/** Whether a process has `path`, or something below it, open. */
function holdsOpen(pid: number, path: string): boolean {
  const descriptors = `/proc/${pid}/fd`;
  for (const { name } of Deno.readDirSync(descriptors)) {
    try {
      if (`${Deno.readLinkSync(`${descriptors}/${name}`)}/`.startsWith(`${path}/`)) return true;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return false;
}

/** How many entries of a folder stand under their final names; 0 while it does not exist. */
function visibleEntries(dir: string): number {
  try {
    return [...Deno.readDirSync(dir)].filter(({ name }) => !name.startsWith(".")).length;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
