// Calls that an older kernel or a container's filter does not let through: everything arrives without them.

import { assertEquals } from "@std/assert";
import { makeDenier, O_TMPFILE } from "../support/deny.ts";
import { expectSuccess, ferryUnder } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { removeTree } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { differences, snapshot } from "../support/snapshot.ts";
import { ferryTraced } from "../support/trace.ts";
import { buildTree } from "../support/tree.ts";
import { FILES, makeLargeFiles, mounts, noStrace, scratch, withFolders } from "./traced_place.ts";

const denier = makeDenier(scratch);

/** What kernels before 5.6, or a container's filter, do not let through. */
const DENIALS: readonly (readonly string[])[] = [
  [`openat:EOPNOTSUPP:2:${O_TMPFILE}`],
  [`openat:EISDIR:2:${O_TMPFILE}`],
  ["openat2:ENOSYS"],
  ["statx:ENOSYS"],
  ["statx:EPERM"],
  ["listxattrat:ENOSYS"],
  ["copy_file_range:ENOSYS"],
  ["renameat2:EINVAL", `openat:EOPNOTSUPP:2:${O_TMPFILE}`],
  [
    "renameat2:ENOSYS",
    "openat2:EPERM",
    "statx:ENOSYS",
    "listxattrat:EPERM",
    "copy_file_range:EPERM",
    `openat:ENOSYS:2:${O_TMPFILE}`,
  ],
];

testOrSkip(
  "deny.c: a denied call fails, and only where its argument has the mask",
  denier.reason,
  () => {
    const opens = (rule: string) => {
      const [program, ...args] = [...denier.prefix(rule), "cat", "/dev/null"];
      return new Deno.Command(program, { args }).outputSync().success;
    };
    assertEquals([opens("openat:EPERM"), opens(`openat:EPERM:2:${O_TMPFILE}`)], [false, true]);
  },
);

for (const rules of DENIALS) {
  testOrSkip(
    `mirror without ${
      rules.join(" ").replaceAll(/:\d+:\d+/g, " of O_TMPFILE")
    }: every kind of entry arrives`,
    needsRoot() ?? denier.reason ?? needsPrograms("rsync") ?? mounts.tmpfs.reason,
    () =>
      withFolders("tmpfs", "tmpfs", async (source, target) => {
        buildTree(source, 500);
        expectSuccess(await ferryUnder(denier.prefix(...rules), "copy", "-j2", source, target));
        assertEquals([
          ...differences(snapshot(source), snapshot(target)),
          ...await judge(source, target),
        ], []);
      }),
  );
}

testOrSkip(
  "copy without unnamed files: each file under a temporary name, after one try",
  noStrace ?? denier.reason ?? mounts.ext4.reason,
  () =>
    withFolders("ext4", "ext4", async (source, target, below) => {
      makeLargeFiles(source);
      const plain = await ferryTraced(
        { calls: "openat,renameat2,linkat", below },
        "copy",
        "-j1",
        source,
        target,
      );
      assertEquals(countNamed(plain.calls, /O_TMPFILE/), FILES);
      assertEquals(countNamed(plain.calls, /\.ferry-.*\.tmp/), 0);
      await removeTree(target);
      const prefix = denier.prefix(`openat:EOPNOTSUPP:2:${O_TMPFILE}`);
      const denied = await ferryTraced(
        { calls: "openat,renameat2,linkat", below, prefix },
        ...["copy", "-j1", source, target],
      );
      assertEquals(denied.code, 0, denied.stderr);
      assertEquals(countNamed(denied.calls, /O_TMPFILE/), 1);
      assertEquals(countNamed(denied.calls, /renameat2.*\.ferry-.*\.tmp.*RENAME_NOREPLACE/), FILES);
      assertEquals(differences(snapshot(source), snapshot(target)), []);
    }),
);

function countNamed(calls: readonly { text: string }[], text: RegExp): number {
  return calls.filter((call) => text.test(call.text)).length;
}
