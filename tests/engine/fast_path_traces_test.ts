// The fast path for plain files makes the calls of the general path, in their order and with their arguments.
// Whole trees are copied both ways under strace, and the traces are compared but for what differs between any two
// runs: numbers of descriptors and inodes, names of temporary files, addresses.

import { assert, assertEquals } from "@std/assert";
import * as make from "../support/entries.ts";
import { judge } from "../support/judge.ts";
import { mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import type { OneThreadRequest } from "../support/one_thread_run.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const scratch = makeScratch("ferry-fast-traces-");
const { tmpfs, ext4 } = mountAll(scratch);
const DRIVER = new URL("../support/one_thread_run.ts", import.meta.url).pathname;
/** A folder with so many files is filled under a temporary name. */
const MANY = 20;
const FEW = 4;
/** Seconds since 1970. */
const LATER = Math.floor(Date.now() / 1000) + 3600;

function makePlain(folder: string, count: number, mode = 0o644): void {
  make.makeFolder(folder);
  for (let i = 0; i < count; i++) {
    make.makeFile(`${folder}/plain-${i}`, make.pattern(300 + i, i), mode);
  }
}

/** Folders with files that are not plain, among others that are. */
const MIXED: Readonly<Record<string, (folder: string) => void>> = {
  modes(folder) {
    for (let i = 0; i < MANY; i += 3) make.setMode(`${folder}/plain-${i}`, 0o755);
    make.setMode(`${folder}/plain-1`, 0o600);
  },
  attributes(folder) {
    for (const i of [0, 5, 6, 13]) make.trySetXattr(`${folder}/plain-${i}`, "user.colour", "blue");
  },
  sizes(folder) {
    for (const size of [0, 1, 65_535, 65_536, 65_537, 300_000]) {
      make.makeFile(`${folder}/${size}`, make.pattern(size, size));
    }
  },
  odd(folder) {
    make.makeSymlink(`${folder}/link`, "plain-1");
    make.makeFifo(`${folder}/fifo`);
    make.makeFile(`${folder}/one`, "linked");
    make.makeHardLink(`${folder}/one`, `${folder}/two`);
    make.makeSparse(`${folder}/hole`, 60_000, [[40_960, 41_000]]);
    make.makeFile(`${folder}/owned`, "x");
    make.setOwner(`${folder}/owned`, 12345, 12345);
    make.makeFile(`${folder}/old`, "x");
    make.setTimes(`${folder}/old`, [-86_400, 123_456_789]);
  },
};

/** Trees, and whether all files in them take the fast path, but for the first one of a folder. */
const TREES: Readonly<Record<string, { isPlain: boolean; make: (root: string) => void }>> = {
  "plain files": {
    isPlain: true,
    make(root) {
      makePlain(`${root}/many`, MANY);
      makePlain(`${root}/few`, FEW);
      makePlain(`${root}/many/below`, MANY);
      makePlain(`${root}/private`, MANY, 0o600);
    },
  },
  "others among them": {
    isPlain: false,
    make(root) {
      for (const [name, makeOthers] of Object.entries(MIXED)) {
        makePlain(`${root}/${name}`, MANY);
        makeOthers(`${root}/${name}`);
      }
    },
  },
};

/** Makes the files of a tree others, so that they are to be replaced, and adds some. */
function changeFiles(root: string): void {
  for (const { name, isDirectory } of [...Deno.readDirSync(root)]) {
    if (!isDirectory) continue;
    for (let i = 0; i < FEW; i++) {
      make.unlink(`${root}/${name}/plain-${i}`);
      make.makeFile(`${root}/${name}/plain-${i}`, make.pattern(700 + i, i));
      make.makeFile(`${root}/${name}/new-${i}`, make.pattern(80 + i, i));
    }
  }
}

/** Options by their names. */
const WAYS: Readonly<Record<string, OneThreadRequest["options"]>> = {
  "": {},
  " --inplace": { inplace: true },
  " --chmod=F740": { chmod: ["F740"] },
};

for (const [what, tree] of Object.entries(TREES)) {
  for (const [way, options] of Object.entries(WAYS)) {
    const isMapped = options.chmod !== undefined;
    if (isMapped && !tree.isPlain) continue;
    const others = tree.isPlain && !isMapped ? { ext4 } : {};
    for (const [kind, mount] of Object.entries({ tmpfs, ...others })) {
      const name = `copyFileFast: the calls of the general path, ${what}, ${kind}${way}`;
      const reason = mount.reason ?? needsRoot() ?? needsPrograms("strace", "rsync");
      testOrSkip(name, reason, async () => {
        const dir = `${mount.path}/${`${what}${way}`.replaceAll(/[ =]/g, "-")}`;
        make.makeFolder(dir);
        make.makeFolder(`${dir}/source`);
        tree.make(`${dir}/source`);
        const givenBack = await compareRuns(dir, options);
        assertEquals(givenBack === 0, tree.isPlain, `${givenBack} files were given back`);
        changeFiles(`${dir}/source`);
        await compareRuns(dir, options);
      });
    }
  }
}

/** Mirrors `source` to a target each way and compares calls and results; how many files the fast path gave back. */
async function compareRuns(dir: string, options: OneThreadRequest["options"]): Promise<number> {
  const fast = await trace(dir, "fast", options);
  const general = await trace(dir, "general", options);
  const { kept, givenBack } = withoutGivenBack(fast);
  assertEquals(kept, general);
  const more = (options.chmod ?? []).map((mode) => `--chmod=${mode}`);
  assertEquals(await judge(`${dir}/source`, `${dir}/fast`, more), []);
  assertEquals(await judge(`${dir}/source`, `${dir}/general`, more), []);
  return givenBack;
}

/** The calls of the one thread that copies, normalised. */
async function trace(
  dir: string,
  way: "fast" | "general",
  options: OneThreadRequest["options"],
): Promise<string[]> {
  const source = `${dir}/source`, target = `${dir}/${way}`;
  const request: OneThreadRequest = { source, target, usesFastPath: way === "fast", options };
  const traces = Deno.makeTempDirSync({ dir: scratch });
  // Times of access are copied; reading does not set those that are later than all others (mount(8), relatime).
  sh(`find source -exec touch -h -a -d @${LATER} {} +`, dir);
  const { code, stdout, stderr } = await new Deno.Command("strace", {
    args: [
      ...["-f", "-ff", "-y", "-qq", "-o", `${traces}/thread`, "--seccomp-bpf"],
      // Arguments are told in full, and of what calls answer nothing.
      ...["-e", "trace=%file,%desc", "-e", "verbose=utimensat", "-s", "4096"],
      ...[Deno.execPath(), "run", "-A", "--no-check", DRIVER, JSON.stringify(request)],
    ],
    stdout: "piped",
    stderr: "piped",
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
  const threads = [...Deno.readDirSync(traces)].map(({ name }) =>
    Deno.readTextFileSync(`${traces}/${name}`).split("\n")
      .filter((call) => call.includes(source) || call.includes(target))
      .map((call) => normalised(call, target))
  );
  Deno.removeSync(traces, { recursive: true });
  // All others only open the roots, or name them as arguments.
  const [most] = threads.sort((a, b) => b.length - a.length);
  assert(most.length > MANY, "no thread copied");
  return most;
}

function normalised(call: string, target: string): string {
  return call.replaceAll(target, "TARGET")
    .replaceAll(/\b\d+(?=<)/g, "FD")
    .replaceAll(/FICLONE, \d+/g, "FICLONE, FD")
    .replaceAll(/\/proc\/self\/fd\/\d+/g, "/proc/self/fd/FD")
    .replaceAll(/#\d+ \(deleted\)|#\d+/g, "UNNAMED")
    .replaceAll(/\.ferry-[0-9a-f-]+\.tmp/g, "TEMPORARY")
    .replaceAll(/0x[0-9a-f]{6,}/g, "ADDRESS");
}

/** A source file that the fast path looked at and gave back is opened again; what it took is left out and counted. */
function withoutGivenBack(calls: readonly string[]): { kept: string[]; givenBack: number } {
  const kept: string[] = [];
  let givenBack = 0;
  for (let i = 0; i < calls.length; i++) {
    const end = endOfLook(calls, i);
    if (end > 0 && calls[end] === calls[i]) {
      givenBack++;
      i = end - 1;
    } else kept.push(calls[i]);
  }
  return { kept, givenBack };
}

/** Index behind the calls that open a source file, look at it and close it; 0 where others follow. */
function endOfLook(calls: readonly string[], start: number): number {
  if (!/^openat\(.*O_RDONLY/.test(calls[start])) return 0;
  let at = start + 1;
  while (/^(statx|flistxattr)\(/.test(calls[at] ?? "")) at++;
  return calls[at]?.startsWith("close(") ? at + 1 : 0;
}
