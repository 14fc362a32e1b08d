// SIGINT and SIGTERM in the middle of work: the run ends in half a second (measured with room for a busy
// machine, and anew where it was busier still), with the signal's exit code, a summary, and nothing half-made left
// behind. The signal is sent when the process or the file system shows that the work is under way.

import { assert, assertEquals } from "@std/assert";
import type { Outcome } from "../support/ferry.ts";
import { bytesRead, startFerry, stopWhen } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** Promised is half a second; the rest is for starting and ending processes on a machine with other work. */
const LIMIT_MS = 1500;
/** A run that obeys late does so each time; a machine that stood still for a moment does not. */
const ATTEMPTS = 4;
/** Bytes of 100 GiB after which the work is under way; it goes on for many seconds. */
const DEEP_IN_BYTES = 512 * 1024 * 1024;

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

interface Work {
  readonly what: string;
  readonly build: string;
  /** Why it cannot be tried, or null. */
  readonly needs?: () => string | null;
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
    // bindfs tells of no holes: all is read.
    build: "mount -t tmpfs -o size=6g none t; mkdir b; truncate -s 100G b/huge; bindfs b s",
    needs: () => needsPrograms("bindfs"),
    args: ["mirror", "--sparse=always", "s", "t"],
  },
  {
    what: "comparing 100 GiB",
    build: `${HUGE}; truncate -s 100G t/huge; touch -r s/huge t/huge`,
    args: ["mirror", "--checksum", "s", "t"],
  },
];

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  for (const { what, build, needs, args } of WORKS) {
    testOrSkip(
      `${signal} while ${what}: exit ${CODES[signal]} in time, cleaned up`,
      needsRoot() ?? needs?.() ?? null,
      async () => {
        await withScratch(async (dir) => {
          sh(`mkdir s t; ${build}`, dir);
          const before = sh("find . -type f -printf '%P %s %T@ %i\\n'", `${dir}/t`);
          await inTime(async () => {
            const { stdout, tookMs } = await interrupt(
              dir,
              args,
              signal,
              (pid) => bytesRead(pid) > DEEP_IN_BYTES,
            );
            assert(/^interrupted: nothing done/.test(stdout), stdout);
            assertEquals(leftovers(`${dir}/t`), "");
            assertEquals(sh("find . -type f -printf '%P %s %T@ %i\\n'", `${dir}/t`), before);
            return tookMs;
          });
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
        () =>
          inTime(async () => {
            const { stdout, tookMs } = await interrupt(
              dir,
              ["mirror", ...flags, "s", "t"],
              signal,
              () => FOLDERS.some((name) => visibleEntries(`${dir}/t/${name}`)),
            );
            assert(/^interrupted: [\d,]+ files? copied/.test(stdout), stdout);
            assertEquals(leftovers(`${dir}/t`), "");
            assertEquals(sh("find . -type f -not -size 100c", `${dir}/t`), "");
            assertEquals(filesIn(`${dir}/t`) < 200_000, true, "the signal came too late");
            sh("rm -r t", dir);
            return tookMs;
          }),
      );
    }
    await t.step("SIGINT while planning", () =>
      inTime(async () => {
        const { stdout, tookMs } = await interrupt(
          dir,
          ["mirror", "-n", "s", "t"],
          "SIGINT",
          (pid) => holdsOpen(pid, `${dir}/s`),
        );
        assert(/^dry run: interrupted: /m.test(stdout), stdout);
        return tookMs;
      }));
    await t.step("SIGTERM while deleting", () =>
      inTime(async () => {
        sh("mkdir -p one; touch one/a", dir);
        const changed = () => FOLDERS.map((name) => changedAt(`${dir}/s/${name}`));
        const before = changed();
        const { stdout, tookMs } = await interrupt(
          dir,
          ["mirror", "one", "s"],
          "SIGTERM",
          () => changed().some((time, index) => time !== before[index]),
        );
        assert(/deleted/.test(stdout), stdout);
        assertEquals(filesIn(`${dir}/s`) > 1, true, "the signal came too late");
        return tookMs;
      }));
  });
});

/** When an entry was made in a folder or taken from it last; 0 where the folder is gone. */
function changedAt(folder: string): number {
  try {
    return Deno.statSync(folder).mtime!.getTime();
  } catch {
    return 0;
  }
}

/**
 * Repeats an interruption until one is obeyed in time, but not for ever.
 * @param attempt gives the milliseconds that it took
 */
async function inTime(attempt: () => Promise<number>): Promise<void> {
  const took: number[] = [];
  do took.push(Math.round(await attempt())); while (
    took.at(-1)! > LIMIT_MS && took.length < ATTEMPTS
  );
  assert(took.at(-1)! <= LIMIT_MS, `took ${took.join(", ")} ms`);
}

/**
 * Starts ferry and stops it by a signal in the middle of its work.
 * @param isUnderWay asked until it is
 */
async function interrupt(
  dir: string,
  args: readonly string[],
  signal: "SIGINT" | "SIGTERM",
  isUnderWay: (pid: number) => boolean,
): Promise<Outcome & { tookMs: number }> {
  const ferry = startFerry(args, dir);
  await stopWhen(ferry, "the work is under way", () => isUnderWay(ferry.pid));
  ferry.kill(signal);
  const sentAt = performance.now();
  ferry.kill("SIGCONT");
  const outcome = await ferry.finished;
  const tookMs = performance.now() - sentAt;
  assertEquals(outcome.code, CODES[signal], outcome.stderr);
  return { ...outcome, tookMs };
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
