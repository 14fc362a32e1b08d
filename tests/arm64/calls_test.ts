// Numbers of calls and flags differ between x86-64 and arm64: O_DIRECTORY on one is O_DIRECT on the other. So the calls
// that the kernel gets are compared, as strace shows them: of the executable for arm64, which qemu-user translates, and of
// the one for this machine.

import { assertEquals, assertLessOrEqual } from "@std/assert";
import { expectSuccess, runLibrary, runWords } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { mutateEverything } from "../support/mutations/mod.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { ferryTraced, type TracedCall } from "../support/trace.ts";
import { buildTree } from "../support/tree.ts";
import { arm64Command, needsArm64 } from "./emulator.ts";
import { executableFor, needsExecutable } from "../release/executables.ts";

const scratch = makeScratch("ferry-arm64-calls-");
const { xfs } = mountAll(scratch);
const programs = needsPrograms("rsync", "strace");
/** The same Deno as that of the one for arm64. */
const HERE = "x86_64-unknown-linux-gnu";
const reason = needsArm64() ?? needsExecutable(HERE) ?? needsRoot() ?? programs ?? xfs.reason;

/** All that change a tree, and those that open what is in it. */
const CALLS =
  "openat,openat2,mkdirat,mknodat,symlinkat,linkat,unlinkat,renameat,renameat2,fchmod,chmod,fchmodat," +
  "fchown,fchownat,utimensat,setxattr,lsetxattr,fsetxattr,removexattr,lremovexattr,fremovexattr,ioctl,ftruncate," +
  "fallocate,copy_file_range,sendfile,flock";
/** Names of bits, and of what ioctl(2) is asked for. */
const FLAGS = /\b(?:O|AT|RENAME|FALLOC|S|LOCK|FICLONE|FS_IOC|XATTR)(?:_[A-Z0-9_]+)?\b/g;
/** Newer calls, which the emulator of Debian 12 lacks: by their numbers, which are the same everywhere. */
const LACKING = { openat2: 437, listxattrat: 465 };
/** XFS_IOC_FSGEOMETRY_V1 as strace writes it: it tells of case, and what it would tell is assumed where it is lacking, too. */
const GEOMETRY = /^ioctl\([^,]*, (?:XFS_IOC_FSGEOMETRY\w*|_IOC\(_IOC_READ, 0x58, 0x64, 0x70\))/;

/** A call as one line: its name, flags and outcome. */
function lineOf({ name, text, result }: TracedCall): string {
  const flags = [...new Set(text.match(FLAGS) ?? [])].sort().join("|");
  const outcome = /^-1 (E\w+)/.exec(result)?.[1] ?? "success";
  // arm64 has no chmod: the C library makes it of fchmodat.
  const call = name === "chmod" ? `fchmodat(AT_FDCWD)` : `${name}(${flags})`;
  return `${call} = ${outcome}`;
}

/** Mirrors a tree in which everything has changed; the kinds of calls that this took. */
async function callsOf(name: string, command: readonly string[]): Promise<string[]> {
  const [source, target] = [`${xfs.path}/${name}/source`, `${xfs.path}/${name}/target`];
  Deno.mkdirSync(`${xfs.path}/${name}`);
  buildTree(source);
  await runLibrary("copy", source, target);
  mutateEverything(source);
  const watch = { calls: CALLS, below: `/${name}/`, command };
  const args = ["mirror", "-j1", "--no-progress", source, target];
  const { calls, ...outcome } = await ferryTraced(watch, ...args);
  expectSuccess(outcome);
  assertEquals(await judge(source, target), []);
  return [...new Set(calls.filter(({ text }) => !GEOMETRY.test(text)).map(lineOf))].sort();
}

/** How often each of the calls was made that the emulator lacks, by what it writes itself. */
async function askedInVain(): Promise<Record<keyof typeof LACKING, number>> {
  const folder = `${scratch}/plain`, log = `${scratch}/log`;
  // What it writes of attributes that there are does not end.
  Deno.mkdirSync(`${folder}/source/a/b/c`, { recursive: true });
  for (const name of ["a/one", "a/b/two"]) Deno.symlinkSync("x", `${folder}/source/${name}`);
  const args = ["mirror", "-j1", "--no-progress", `${folder}/source`, `${folder}/target`];
  expectSuccess(await runWords([...arm64Command("-strace", "-D", log), ...args]));
  assertEquals(await judge(`${folder}/source`, `${folder}/target`), []);
  const told = Deno.readTextFileSync(log);
  const times = (call: number) =>
    told.match(new RegExp(`Unknown syscall ${call}$`, "gm"))?.length ?? 0;
  return { openat2: times(LACKING.openat2), listxattrat: times(LACKING.listxattrat) };
}

testOrSkip(
  "arm64: the kernel gets the calls and flags that it gets on x86-64",
  reason,
  async (t) => {
    const inVain = await askedInVain();
    for (const [name, times] of Object.entries(inVain)) {
      const what = times === 0
        ? "the emulator has it"
        : "the emulator lacks it, it is asked for once";
      await t.step(`${name}: ${what}`, () => assertLessOrEqual(times, 1));
    }
    const here = await callsOf("here", [executableFor(HERE)]);
    const there = await callsOf("there", arm64Command());
    assertEquals(there, inVain.openat2 > 0 ? withoutOpenat2(here) : here);
  },
);

/** Folders are opened one after the other, so that no link leads astray. */
function withoutOpenat2(calls: readonly string[]): string[] {
  const others = calls.filter((line) => !line.startsWith("openat2("));
  return [...others, "openat(O_CLOEXEC|O_DIRECTORY|O_NOFOLLOW|O_RDONLY) = success"].sort();
}
