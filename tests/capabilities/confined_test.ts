// `ferry capabilities` where much is forbidden: without FFI, behind a filter of calls, as an ordinary user. And strace
// says whether it does what it tells.

import { assert, assertEquals } from "@std/assert";
import { chosenStandIn } from "../support/chosen_stand_in.ts";
import { makeDenier, O_TMPFILE } from "../support/deny.ts";
import { ferryUnder } from "../support/ferry.ts";
import { start, startFerry, until } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { cannotSwitchUser, runAsUser, USER } from "../support/ordinary_user.ts";
import { sh } from "../support/safety.ts";
import { run } from "../support/programs.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { countCalls, ferryTraced } from "../support/trace.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const scratch = makeScratch("ferry-confined-");
const denier = makeDenier(scratch);
const notHere = needsRoot() ?? (chosenStandIn() === null ? null : "a stand-in's answers");

/** The objects of `--json`, by their types: the last of each. */
function read(stdout: string) {
  const objects = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  return Object.fromEntries(objects.map((object) => [object.type, object]));
}

function newFolder(): string {
  return Deno.makeTempDirSync({ dir: scratch });
}

testOrSkip("without FFI it tells what it can, and what is not kept", notHere, async () => {
  const dir = Deno.makeTempDirSync({ dir: "/tmp" });
  try {
    const flags = [
      "--allow-read",
      "--allow-write",
      "--allow-sys=statfs",
      "--no-prompt",
      "--no-check",
      "-q",
    ];
    const command = [Deno.execPath(), "run", ...flags, MAIN, "capabilities", "--json", "."];
    const { code, stdout, stderr } = await start(command, dir).finished;
    assertEquals([code, stderr], [0, ""]);
    const { machine, path, methods, summary } = read(stdout);
    assertEquals([machine.ffi, machine.calls], [false, "portable"]);
    assert(machine.notes[0].includes("--allow-ffi"), machine.notes[0]);
    assertEquals(Object.keys(methods.methods), ["read_write"]);
    assertEquals(methods.methods.read_write.works, true);
    assertEquals(path.file_system.type, sh("findmnt -no FSTYPE -T .", dir).trim());
    const { owners, rename_noreplace, modes } = path.keeps;
    assertEquals([owners.works, rename_noreplace.works, modes.works], [null, null, true]);
    assertEquals([summary.exit_code, [...Deno.readDirSync(dir)]], [0, []]);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

testOrSkip(
  "behind a filter, or on an old kernel, what fails is told with its code",
  notHere ?? denier.reason,
  async () => {
    const dir = newFolder();
    const rules = [
      "copy_file_range:ENOSYS",
      "ioctl:EPERM",
      `openat:EISDIR:2:${O_TMPFILE}`,
      "renameat2:ENOSYS",
      "statx:ENOSYS",
    ];
    const { code, stdout, stderr } = await ferryUnder(
      denier.prefix(...rules),
      "capabilities",
      "--json",
      dir,
    );
    assertEquals([code, stderr], [0, ""]);
    const { machine, path: { keeps }, methods: { methods } } = read(stdout);
    assertEquals(machine.seccomp, "filter");
    assert(machine.notes.some((note: string) => note.includes("seccomp")), machine.notes);
    const code_of = ({ works, code }: { works: boolean; code: string }) => works || code;
    assertEquals(code_of(methods.copy_file_range), "ENOSYS");
    assertEquals(code_of(methods.reflink), "EPERM");
    assertEquals(code_of(methods.sendfile), true);
    assertEquals(code_of(keeps.o_tmpfile), "EISDIR");
    assertEquals(code_of(keeps.rename_noreplace), "ENOSYS");
    assertEquals(keeps.rename_noreplace.note, "a link, as safely");
    assertEquals([...Deno.readDirSync(dir)], []);
  },
);

testOrSkip(
  "in a user namespace of one user, ACLs are kept as setfacl finds it",
  notHere ?? needsPrograms("unshare", "setfacl"),
  async () => {
    const dir = newFolder();
    const isKept = run("unshare", "-r", "setfacl", "-m", "u:0:r", dir) === null;
    const { code, stdout } = await ferryUnder(["unshare", "-r"], "capabilities", "--json", dir);
    assertEquals(code, 0);
    assertEquals(read(stdout).path.keeps.acls.works, isKept);
  },
);

testOrSkip(
  "as an ordinary user: what takes root is said, not failed",
  cannotSwitchUser,
  async () => {
    const dir = newFolder();
    sh(`chown ${USER} .`, dir);
    const { code, stdout } = await runAsUser(["capabilities", "--json", "."], dir);
    assertEquals(code, 0, stdout);
    const { machine, path: { keeps }, methods: { methods } } = read(stdout);
    assertEquals([machine.user, keeps.owners.works], [USER, null]);
    assertEquals([keeps.trusted_xattrs.works, keeps.trusted_xattrs.code], [false, "EPERM"]);
    assertEquals(methods.read_write.works, true);
    assertEquals([...Deno.readDirSync(dir)], []);
  },
);

testOrSkip(
  "strace sees each call that is said to work, and a method that is made to fail is said to",
  notHere ?? needsPrograms("strace"),
  async () => {
    const dir = newFolder();
    const watch = {
      calls: "ioctl,copy_file_range,sendfile,renameat2,linkat,symlinkat,mknodat,fsetxattr",
      inject: ["sendfile:error=EINVAL"],
      below: dir,
    };
    const { code, stdout, calls } = await ferryTraced(watch, "capabilities", "--json", dir);
    assertEquals(code, 0);
    const { path: { keeps }, methods: { methods } } = read(stdout);
    assertEquals([methods.sendfile.works, methods.sendfile.code], [false, "EINVAL"]);
    assertEquals(methods.copy_file_range.works, countCalls(calls, "copy_file_range", /^65536/) > 0);
    const renames = calls.filter(({ name, result }) => name === "renameat2" && result === "0");
    const flagged = (flag: string) => renames.some(({ text }) => text.includes(flag));
    assertEquals(keeps.rename_noreplace.works, flagged("RENAME_NOREPLACE"));
    assertEquals(keeps.rename_exchange.works, flagged("RENAME_EXCHANGE"));
    assert(countCalls(calls, "mknodat", /^0/) === 1 && keeps.fifos.works);
    assert(countCalls(calls, "symlinkat", /^0/) === 1 && keeps.symlinks.works);
    assertEquals([...Deno.readDirSync(dir)], []);
  },
);

testOrSkip("a signal ends it in the middle, and nothing stays", notHere, async () => {
  const dir = newFolder();
  // Some seconds' worth of pairs.
  const process = startFerry(["capabilities", "--json", ...Array(30).fill(dir)], dir);
  await until("something is tried", () => [...Deno.readDirSync(dir)].length > 0);
  process.kill("SIGINT");
  const { code, stdout } = await process.finished;
  assertEquals([code, [...Deno.readDirSync(dir)]], [130, []]);
  const { outcome, exit_code } = JSON.parse(stdout);
  assertEquals([outcome, exit_code], ["cancelled", 130]);
});
