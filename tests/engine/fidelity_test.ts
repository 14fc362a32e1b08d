// A tree with every kind of entry, copied, mirrored, changed in every way and mirrored again: rsync
// must find nothing left to do each time, the strict comparison neither, and a mirror of what is equal
// already must touch nothing, not even a change time. On every file system, with 1, 2 and 4 workers.

import { assert, assertEquals, assertGreater, assertNotEquals } from "@std/assert";
import * as make from "../support/entries.ts";
import { expectSuccess, ferry, ferryUnder, runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { KINDS, mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { mutateEverything, MUTATIONS } from "../support/mutations/mod.ts";
import { makeScratch, removeTree } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { accessTimeDifferences, differences, snapshot, touched } from "../support/snapshot.ts";
import { buildTree } from "../support/tree.ts";

const scratch = makeScratch("ferry-fidelity-");
const mounts = mountAll(scratch);
const reason = needsRoot() ?? needsPrograms("rsync");

/** Small files beside the tree, so that a run outlasts the start of its workers. */
const BULK = 4000;

/** What tells source and target apart, by rsync and by the strict comparison. */
async function findings(source: string, target: string): Promise<string[]> {
  return [...differences(snapshot(source), snapshot(target)), ...await judge(source, target)];
}

/** Lends two paths in a folder of their own, which is removed afterwards. */
async function withPair(
  parent: string,
  use: (source: string, target: string) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync({ dir: parent });
  try {
    await use(`${folder}/source`, `${folder}/target`);
  } finally {
    await removeTree(folder);
  }
}

/** Mirrors once more what is equal and expects that nothing happens. */
async function expectNoOp(source: string, target: string, ...flags: string[]): Promise<void> {
  const before = snapshot(target, false);
  const { stdout } = expectSuccess(await ferry("mirror", "-v", ...flags, source, target));
  assertEquals(touched(before, snapshot(target, false)), [], stdout);
}

for (const kind of KINDS) {
  const { path, reason: unmounted } = mounts[kind];
  for (const jobs of ["-j1", "-j2", "-j4"]) {
    testOrSkip(
      `copy and mirror ${jobs} on ${kind}: every entry and every change arrives`,
      unmounted ?? reason,
      () =>
        withPair(path, async (source, target) => {
          buildTree(source, BULK);
          const unread = snapshot(source, false);
          expectSuccess(await ferry("copy", jobs, source, target));
          assertEquals(accessTimeDifferences(unread, snapshot(target, false)), []);
          assertEquals(await findings(source, target), []);
          await expectNoOp(source, target, jobs);

          assertGreater(mutateEverything(source), 50);
          assertNotEquals(await judge(source, target), []);
          expectSuccess(await ferry("mirror", jobs, source, target));
          assertEquals(await findings(source, target), []);
          await expectNoOp(source, target, jobs);
        }),
    );
  }
}

testOrSkip(
  "mirror: each change alone arrives, and then nothing is left to do",
  reason,
  async (t) => {
    for (const { name, change } of MUTATIONS) {
      await t.step(name, () =>
        withPair(scratch, async (source, target) => {
          buildTree(source);
          await runLibrary("copy", source, target);
          assertEquals(differences(snapshot(source), snapshot(target)), []);

          change(source);
          assertNotEquals(await findings(source, target), [], "the change is not seen at all");
          const { summary } = await runLibrary("mirror", source, target);
          assertEquals([summary.outcome, summary.errors], ["done", []]);
          assertEquals(await findings(source, target), []);

          const before = snapshot(target, false);
          await runLibrary("mirror", source, target);
          assertEquals(touched(before, snapshot(target, false)), []);
        }));
    }
  },
);

testOrSkip(
  "mirror: a target that has nothing in common becomes equal",
  reason,
  () =>
    withPair(scratch, async (source, target) => {
      buildTree(source);
      make.makeFolder(target, 0o700);
      buildTree(`${target}/names`);
      make.makeFile(`${target}/links`, "a file where a folder must be");
      make.makeFolder(`${target}/sizes`);
      make.makeFolder(`${target}/sizes/4096`);
      make.makeFile(`${target}/sizes/4096/in the way`);
      expectSuccess(await ferry("mirror", source, target));
      assertEquals(await findings(source, target), []);
    }),
);

for (const umask of ["000", "077", "777"]) {
  testOrSkip(
    `copy: umask ${umask} has no effect`,
    reason,
    () =>
      withPair(scratch, async (source, target) => {
        buildTree(source);
        const prefix = ["sh", "-c", `umask ${umask}; exec "$@"`, "sh"];
        expectSuccess(await ferryUnder(prefix, "copy", source, target));
        assertEquals(await findings(source, target), []);
        mutateEverything(source);
        expectSuccess(await ferryUnder(prefix, "mirror", source, target));
        assertEquals(await findings(source, target), []);
      }),
  );
}

testOrSkip(
  "copy: ACLs and capabilities are what getfacl and getcap tell of the source",
  reason ?? needsPrograms("getfacl", "getcap"),
  () =>
    withPair(scratch, async (source, target) => {
      buildTree(source);
      await runLibrary("copy", source, target);
      const tell = async (root: string) => [
        await sortedOutput("\n\n", root, "getfacl", "-R", "-n", "acls"),
        await sortedOutput("\n", root, "getcap", "-r", "attributes"),
      ];
      const [acls, capabilities] = await tell(source);
      assert(acls.includes("default:user:1000:rwx"));
      assert(capabilities.includes("cap_net_bind_service=ep"));
      assertEquals(await tell(target), [acls, capabilities]);
    }),
);

testOrSkip(
  "buildTree: the times that it sets are those that stat(1) tells",
  reason,
  () =>
    withPair(scratch, async (source) => {
      buildTree(source);
      const args = ["-c", "%.9Y %.9X", "file far future", "symlink last nanosecond"];
      assertEquals(
        (await sortedOutput("\n", `${source}/times`, "stat", ...args)).trim().split("\n"),
        ["1600000000.999999999 7.000000007", "4102444800.000000001 7.000000007"],
      );
    }),
);

testOrSkip(
  "copy: a socket is skipped with a notice, and that is no failure",
  reason,
  () =>
    withPair(scratch, async (source, target) => {
      make.makeFolder(source);
      make.makeFile(`${source}/file`);
      const listener = Deno.listen({ transport: "unix", path: `${source}/socket` });
      const { code, stderr } = await ferry("copy", source, target);
      listener.close();
      assertEquals(code, 0);
      assert(stderr.includes("1 entry skipped: sockets"), stderr);
      assertEquals([...snapshot(target).keys()].sort(), ["", "file"]);
    }),
);

/** What a program says, its paragraphs or lines in an order that the file system does not decide. */
async function sortedOutput(
  separator: string,
  cwd: string,
  program: string,
  ...args: string[]
): Promise<string> {
  const command = new Deno.Command(program, { args, cwd, stdout: "piped" });
  const { stdout, success } = await command.output();
  assert(success, program);
  return new TextDecoder().decode(stdout).split(separator).sort().join(separator);
}
