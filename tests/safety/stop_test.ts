// SIGINT and SIGTERM in the middle of work: the run ends in half a second (measured with room for a busy
// machine), with the signal's exit code, a summary, and nothing half-made left behind.

import { assert, assertEquals } from "@std/assert";
import type { Outcome } from "../support/ferry.ts";
import { startFerry } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** Promised is half a second; the rest is for starting and ending processes on a machine with other work. */
const LIMIT_MS = 1500;
/** Milliseconds after which ferry is in the middle of each of the works below, which take many seconds. */
const IN_THE_MIDDLE_MS = 500;

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
          const { stdout } = await interrupt(dir, args, signal);
          assert(/^interrupted: nothing done/.test(stdout), stdout);
          assertEquals(leftovers(`${dir}/t`), "");
          assertEquals(sh("find . -type f -printf '%P %s %T@ %i\\n'", `${dir}/t`), before);
        });
      },
    );
  }
}

/** 200,000 files of 100 bytes in 20 folders, in `dir/name`. */
function makeMany(dir: string, name: string): void {
  sh(
    `for folder in {1..20}; do mkdir -p ${name}/$folder; (cd ${name}/$folder
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
          const { stdout } = await interrupt(dir, ["mirror", ...flags, "s", "t"], signal);
          assert(/^interrupted: [\d,]+ files? copied/.test(stdout), stdout);
          assertEquals(leftovers(`${dir}/t`), "");
          assertEquals(sh("find . -type f -not -size 100c", `${dir}/t`), "");
          assertEquals(filesIn(`${dir}/t`) < 200_000, true, "the signal came too late");
          sh("rm -r t", dir);
        },
      );
    }
    await t.step("SIGINT while planning", async () => {
      const { stdout } = await interrupt(dir, ["mirror", "-n", "s", "t"], "SIGINT");
      assert(/^dry run: interrupted: /m.test(stdout), stdout);
    });
    await t.step("SIGTERM while deleting", async () => {
      sh("mkdir one; touch one/a", dir);
      const { stdout } = await interrupt(dir, ["mirror", "one", "s"], "SIGTERM");
      assert(/deleted/.test(stdout), stdout);
      assertEquals(filesIn(`${dir}/s`) > 1, true, "the signal came too late");
    });
  });
});

/** Starts ferry, stops it by a signal in the middle of its work, and checks that it obeys in time. */
async function interrupt(
  dir: string,
  args: readonly string[],
  signal: "SIGINT" | "SIGTERM",
): Promise<Outcome> {
  const ferry = startFerry(args, dir);
  await new Promise((resolve) => setTimeout(resolve, IN_THE_MIDDLE_MS));
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
