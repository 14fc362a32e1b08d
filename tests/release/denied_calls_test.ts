// The executable where calls are denied: ENOSYS is what a kernel without the call answers, EPERM what a container's filter
// does. Its runtime, threads and all, runs behind the filter, too. rsync and a snapshot from outside say what arrived.

import { assert, assertEquals } from "@std/assert";
import { makeDenier, O_TMPFILE } from "../support/deny.ts";
import { expectSuccess, ferryUnder } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { differences, snapshot } from "../support/snapshot.ts";
import { buildTree } from "../support/tree.ts";
import { needsBinary } from "./binary.ts";

const scratch = makeScratch("ferry-denied-");
const denier = makeDenier(scratch);
const reason = needsBinary() ?? needsRoot() ?? denier.reason ?? needsPrograms("rsync");

/** Answers of a kernel that lacks a call, and of a filter. */
const ERRORS = ["ENOSYS", "EPERM"] as const;

/** What ferry or its runtime would call, and can do without. */
const DISPENSABLE = [
  "copy_file_range",
  "statx",
  "openat2",
  "renameat2",
  "linkat",
  "io_uring_setup",
  "io_uring_enter",
  "name_to_handle_at",
  "open_by_handle_at",
  "listxattrat",
  "sendfile",
  "ioctl",
  "fallocate",
  "fadvise64",
  "sync_file_range",
  "faccessat2",
  "flock",
  "fstatfs",
  "rseq",
  "close_range",
  "getrandom",
  "memfd_create",
  "membarrier",
  "pkey_alloc",
  "prlimit64",
  "sysinfo",
];
/** With EPERM, V8 cannot find the stacks of its threads and crashes now and then (glibc's pthread_getattr_np). */
const DISPENSABLE_IF_UNKNOWN = ["sched_getaffinity", "clone3"];
/** Unnamed files are a flag of a call that nobody can do without. */
const NO_TMPFILE = `openat:EOPNOTSUPP:2:${O_TMPFILE}`;

/** What Deno's runtime cannot start without, as ffi/README.md says. */
const INDISPENSABLE = [
  "clone3:EPERM",
  ...["eventfd2", "epoll_create1", "socketpair", "madvise"].flatMap((name) =>
    ERRORS.map((error) => `${name}:${error}`)
  ),
];

for (const error of ERRORS) {
  const unknown = DISPENSABLE_IF_UNKNOWN.map((name) => `${name}:ENOSYS`);
  const all = [...DISPENSABLE.map((name) => `${name}:${error}`), ...unknown];
  testOrSkip(
    `each call alone denied with ${error}: every kind of entry arrives`,
    reason,
    async () => {
      await withScratch(async (dir) => {
        makeTree(dir, 100);
        for (const rule of all) {
          await arrives(dir, [rule]);
          assertEquals(await judge(`${dir}/source`, `${dir}/target`), [], rule);
          sh("rm -r target", dir);
        }
      });
    },
  );
  testOrSkip(
    `all of them denied with ${error}: the same, and a mirror and a verification`,
    reason,
    async () => {
      await withScratch(async (dir) => {
        makeTree(dir, 1000);
        const rules = [...all, NO_TMPFILE];
        await arrives(dir, rules);
        await isEqual(dir, rules);
        sh("rm -r source/sizes; mv source/bulk/1 source/moved; echo more >>source/bulk/0/1", dir);
        const [source, target] = [`${dir}/source`, `${dir}/target`];
        expectSuccess(await ferryUnder(denier.prefix(...rules), "mirror", "-j4", source, target));
        await isEqual(dir, rules);
        const checked = await ferryUnder(denier.prefix(...rules), "verify", "-j4", source, target);
        expectSuccess(checked);
        // The verification would have told a difference.
        sh("echo x >>target/bulk/0/2", dir);
        const differs = await ferryUnder(denier.prefix(...rules), "verify", source, target);
        assertEquals(differs.code, 3, differs.stderr);
      });
    },
  );
}

testOrSkip("linkat denied: names of one file are copies, and a line says so", reason, async () => {
  await withScratch(async (dir) => {
    sh("mkdir source; echo a >source/a; ln source/a source/b; ln source/a source/c", dir);
    for (const error of ERRORS) {
      const { code, stderr } = await ferryUnder(
        denier.prefix(`linkat:${error}`),
        ...["copy", "-T", `${dir}/source`, `${dir}/target`],
      );
      const said =
        `ferry: 2 names of 1 file are copies, not links: the target takes no hard links (${error})\n`;
      assertEquals([code, stderr], [0, said]);
      assertEquals(
        sh("diff -r source target; stat -c %h target/*; rm -r target", dir),
        "1\n1\n1\n",
      );
    }
  });
});

testOrSkip(
  "what Deno's runtime cannot do without: it ends before anything is touched",
  reason,
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir source; echo a >source/a", dir);
      const text = Deno.readTextFileSync(new URL("../../ffi/README.md", import.meta.url));
      for (const rule of INDISPENSABLE) {
        const { code } = await ferryUnder(
          denier.prefix(rule),
          ...["copy", "-T", `${dir}/source`, `${dir}/target`],
        );
        assert([101, 133, 134].includes(code), `${rule}: exit ${code}`);
        assertEquals(sh("ls", dir), "source\n");
        assert(text.includes(`\`${rule.split(":")[0]}\``), `ffi/README.md does not name ${rule}`);
      }
    });
  },
);

/** Without hard links, which the next test has: who may not link gets copies. */
function makeTree(dir: string, bulk: number): void {
  buildTree(`${dir}/source`, bulk);
  sh("rm -r source/links", dir);
}

async function arrives(dir: string, rules: readonly string[]): Promise<void> {
  const [source, target] = [`${dir}/source`, `${dir}/target`];
  const outcome = await ferryUnder(denier.prefix(...rules), "copy", "-T", "-j2", source, target);
  assertEquals([outcome.code, outcome.stderr], [0, ""], rules.join());
}

async function isEqual(dir: string, rules: readonly string[]): Promise<void> {
  const [source, target] = [`${dir}/source`, `${dir}/target`];
  const found = differences(snapshot(source), snapshot(target));
  assertEquals([...found, ...await judge(source, target)], [], rules.join());
}
