// Input that must be refused before anything is touched: each case is run through the library, for the
// error's kind and code, and through the command line, for the exit code and the message. Afterwards
// everything around it is as it was, to the nanosecond of every ctime.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { copy, FerryError, mirror } from "../../lib/mod.ts";
import { runFerry } from "../support/ferry_process.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const IS_ROOT = Deno.uid() === 0;
const LONG = "n".repeat(256);

/** Source `s` with a file and a folder, target `t` with others; `f` and `g` are files. */
const TREE =
  `mkdir -p s/sub t/old; echo a >s/a; echo b >s/sub/b; echo o >t/old/o; echo f >f; echo g >g`;

interface Case {
  readonly name: string;
  /** Run after TREE. */
  readonly build?: string;
  readonly command: "copy" | "mirror";
  readonly flags?: readonly string[];
  readonly args: readonly string[];
  readonly code: string;
  readonly exit?: 2 | 4;
  /** What the message quotes. */
  readonly names: string;
  readonly needsRoot?: true;
}

const CASES: readonly Case[] = [
  {
    name: "copy: missing source",
    command: "copy",
    args: ["none", "t"],
    code: "ENOENT",
    names: "none",
  },
  {
    name: "copy: one of several sources is missing",
    command: "copy",
    args: ["f", "none", "t"],
    code: "ENOENT",
    names: "none",
  },
  {
    name: "mirror: missing source",
    command: "mirror",
    args: ["none", "t"],
    code: "ENOENT",
    names: "none",
  },
  {
    name: "mirror: missing source and a target to be made",
    command: "mirror",
    args: ["none", "new"],
    code: "ENOENT",
    names: "none",
  },
  {
    name: "mirror: source is a file",
    command: "mirror",
    args: ["f", "t"],
    code: "ENOTDIR",
    names: "f",
  },
  {
    name: "copy: source goes through a file",
    command: "copy",
    args: ["f/x", "t"],
    code: "ENOTDIR",
    names: "f/x",
  },
  { name: "copy: empty SOURCE", command: "copy", args: ["", "t"], code: "EMPTY", names: "" },
  { name: "mirror: empty SOURCE", command: "mirror", args: ["", "t"], code: "EMPTY", names: "" },
  { name: "mirror: empty DEST", command: "mirror", args: ["s", ""], code: "EMPTY", names: "" },

  {
    name: "mirror: target inside source",
    command: "mirror",
    args: ["s", "s/sub"],
    code: "TARGET_IN_SOURCE",
    names: "s/sub",
  },
  {
    name: "mirror: target inside source, to be made",
    command: "mirror",
    args: ["s", "s/sub/new"],
    code: "TARGET_IN_SOURCE",
    names: "s/sub/new",
  },
  {
    name: "copy: a folder into its own sub-folder",
    command: "copy",
    args: ["s", "s/sub"],
    code: "TARGET_IN_SOURCE",
    names: "s/sub/s",
  },
  {
    name: "copy: a folder into itself",
    command: "copy",
    args: ["s", "s"],
    code: "TARGET_IN_SOURCE",
    names: "s/s",
  },
  {
    name: "mirror: target inside source through a symlink",
    build: "ln -s s/sub way",
    command: "mirror",
    args: ["s", "way/new"],
    code: "TARGET_IN_SOURCE",
    names: "way/new",
  },
  {
    name: "mirror: target inside source, source named through a symlink",
    build: "ln -s s way",
    command: "mirror",
    args: ["way", "s/new"],
    code: "TARGET_IN_SOURCE",
    names: "s/new",
  },
  {
    name: "mirror: target inside source by ..",
    command: "mirror",
    args: ["s", "t/../s/sub/../new"],
    code: "TARGET_IN_SOURCE",
    names: "t/../s/sub/../new",
  },
  {
    name: "mirror: source inside target",
    command: "mirror",
    args: ["s/sub", "s"],
    code: "SOURCE_IN_TARGET",
    names: "s/sub",
  },
  {
    name: "mirror: source inside target through a symlink",
    build: "ln -s s/sub way",
    command: "mirror",
    args: ["way", "s"],
    code: "SOURCE_IN_TARGET",
    names: "way",
  },

  {
    name: "mirror: same folder",
    command: "mirror",
    args: ["s", "s"],
    code: "SAME_FILE",
    names: "s",
  },
  {
    name: "mirror: same folder with slash and dots",
    command: "mirror",
    args: ["s/", "./t/../s/."],
    code: "SAME_FILE",
    names: "s/",
  },
  {
    name: "mirror: same folder by a symlink",
    build: "ln -s s way",
    command: "mirror",
    args: ["s", "way"],
    code: "SAME_FILE",
    names: "way",
  },
  {
    name: "mirror: same folder by a bind mount",
    build: "mkdir m; mount --bind s m",
    command: "mirror",
    args: ["s", "m"],
    code: "SAME_FILE",
    names: "m",
    needsRoot: true,
  },
  {
    name: "copy: same file by another path",
    command: "copy",
    args: ["s/a", "t/../s/a"],
    code: "SAME_FILE",
    names: "t/../s/a",
  },
  {
    name: "copy: same file, its own folder as DEST",
    command: "copy",
    args: ["s/a", "s"],
    code: "SAME_FILE",
    names: "s/a",
  },
  {
    name: "copy: same file by a hard link",
    build: "ln f hard",
    command: "copy",
    args: ["f", "hard"],
    code: "SAME_FILE",
    names: "hard",
  },
  {
    name: "copy: same file by a symlink at the target",
    build: "ln -s f soft",
    command: "copy",
    args: ["f", "soft"],
    code: "SAME_FILE",
    names: "soft",
  },
  {
    name: "copy: same file by a symlink at the source under -L",
    build: "ln -s f soft",
    command: "copy",
    flags: ["-L"],
    args: ["soft", "f"],
    code: "SAME_FILE",
    names: "soft",
  },
  {
    name: "copy: same file by a bind mount",
    build: "mkdir m; mount --bind s m",
    command: "copy",
    args: ["m/a", "s/a"],
    code: "SAME_FILE",
    names: "m/a",
    needsRoot: true,
  },

  {
    name: "mirror: target is a file",
    command: "mirror",
    args: ["s", "f"],
    code: "ENOTDIR",
    names: "f",
  },
  {
    name: "copy: a folder onto a file",
    command: "copy",
    args: ["s", "f"],
    code: "ENOTDIR",
    names: "f",
  },
  {
    name: "copy: several sources onto a file",
    command: "copy",
    args: ["g", "s", "f"],
    code: "ENOTDIR",
    names: "f",
  },
  {
    name: "copy: DEST/NAME is a file and SOURCE a folder",
    build: "echo x >t/s",
    command: "copy",
    args: ["s", "t"],
    code: "ENOTDIR",
    names: "t/s",
  },
  {
    name: "copy: DEST/NAME is a folder and SOURCE a file",
    build: "mkdir t/f",
    command: "copy",
    args: ["f", "t"],
    code: "EISDIR",
    names: "t/f",
  },
  {
    name: "copy -T: a file onto a folder",
    command: "copy",
    flags: ["-T"],
    args: ["f", "t"],
    code: "EISDIR",
    names: "t",
  },
  {
    name: "copy: DEST with a slash is missing",
    command: "copy",
    args: ["f", "none/"],
    code: "ENOENT",
    names: "none/",
  },
  {
    name: "copy: DEST's folder is missing",
    command: "copy",
    args: ["f", "none/new"],
    code: "ENOENT",
    names: "none",
  },
  {
    name: "mirror: DEST's folder is missing",
    command: "mirror",
    args: ["s", "none/new"],
    code: "ENOENT",
    names: "none",
  },
  {
    name: "copy: DEST goes through a file",
    command: "copy",
    args: ["s", "f/new"],
    code: "ENOTDIR",
    names: "f/new",
  },
  {
    name: "copy: a name of 256 bytes at the source",
    command: "copy",
    args: [LONG, "t"],
    code: "ENAMETOOLONG",
    names: LONG,
  },
  {
    name: "copy: a name of 256 bytes at the target",
    command: "copy",
    args: ["f", `t/${LONG}`],
    code: "ENAMETOOLONG",
    names: `t/${LONG}`,
  },
  {
    name: "mirror: a name of 256 bytes at the target",
    command: "mirror",
    args: ["s", LONG],
    code: "ENAMETOOLONG",
    names: LONG,
  },
  {
    name: "copy: DEST is a dangling symlink",
    build: "ln -s none soft",
    command: "copy",
    args: ["f", "soft"],
    code: "DANGLING_SYMLINK",
    names: "soft",
  },
  {
    name: "mirror: DEST is a dangling symlink",
    build: "ln -s none soft",
    command: "mirror",
    args: ["s", "soft"],
    code: "DANGLING_SYMLINK",
    names: "soft",
  },
  {
    name: "mirror: DEST with a slash is a dangling symlink",
    build: "ln -s none soft",
    command: "mirror",
    args: ["s", "soft/"],
    code: "DANGLING_SYMLINK",
    names: "soft/",
  },
  {
    name: "copy: DEST is a symlink to itself",
    build: "ln -s soft soft",
    command: "copy",
    args: ["f", "soft"],
    code: "ELOOP",
    names: "soft",
  },

  {
    name: "mirror: empty source, target with entries",
    build: "mkdir empty",
    command: "mirror",
    args: ["empty", "t"],
    code: "EMPTY_SOURCE",
    exit: 4,
    names: "empty",
  },
  {
    name: "mirror: the source's disk is not mounted",
    build: "mkdir m; mount -t tmpfs none m; cp -r s/. m; rm -r t; cp -r m t; umount m",
    command: "mirror",
    args: ["m", "t"],
    code: "EMPTY_SOURCE",
    exit: 4,
    names: "m",
    needsRoot: true,
  },
];

/** What a flag of the command line is to the library. */
const OPTION_OF: Readonly<Record<string, object>> = {
  "-T": { placement: "exact" },
  "-L": { dereference: true },
};

for (const example of CASES) {
  const { name, build, command, flags = [], args, code, exit = 2, names, needsRoot } = example;
  const reason = needsRoot && !IS_ROOT ? "needs root" : null;
  testOrSkip(`${name}: ${code}, exit ${exit}, nothing touched`, reason, async () => {
    await withScratch(async (dir) => {
      sh(`${TREE}; ${build ?? ""}`, dir);
      const before = look(dir);

      const operands = args.map((path) => path === "" ? "" : `${dir}/${path}`);
      const options = Object.assign({}, ...flags.map((flag) => OPTION_OF[flag]));
      const dest = operands[operands.length - 1];
      const error = await assertRejects(
        () =>
          command === "copy"
            ? copy(operands.slice(0, -1), dest, options)
            : mirror(operands[0], dest, options),
        FerryError,
      );
      assertEquals(error.kind, exit === 2 ? "usage" : "stopped");
      assert(error.code.startsWith(code), error.code);
      assertEquals(look(dir), before);

      const { code: exitCode, stdout, stderr } = await runFerry([command, ...flags, ...args], dir);
      assertEquals([exitCode, stdout], [exit, ""], stderr);
      if (names !== "") assert(stderr.includes(`'${names}'`), stderr);
      assertEquals(look(dir), before);
    });
  });
}

for (const root of ["/", "//", "/.", "/proc/../"]) {
  Deno.test(`mirror: onto ${root} is refused`, async () => {
    await withScratch(async (dir) => {
      sh(TREE, dir);
      // Should the refusal be missing, a dry run that is already cancelled does no harm.
      const harmless = { dryRun: true, signal: AbortSignal.abort() };
      const error = await assertRejects(() => mirror(`${dir}/s`, root, harmless), FerryError);
      assertEquals(error.code, "TARGET_IS_ROOT");
    });
  });
}
