// Input that must be refused before anything is touched: each case is run through the library, for the
// error's kind and code, and through the command line, for the exit code and the message. Afterwards
// everything around it is as it was, to the nanosecond of every ctime.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { FerryError } from "../../lib/mod.ts";
import { copy, mirror } from "../support/runs.ts";
import { runFerry } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { LONG, REFUSALS, TREE } from "./refusals.ts";

/** What a flag of the command line is to the library. */
const OPTION_OF: Readonly<Record<string, object>> = {
  "-T": { placement: "exact" },
  "-L": { dereference: true },
};

for (const [what, build, line, code, quoted] of REFUSALS) {
  const exit = code === "EMPTY_SOURCE" ? 4 : 2;
  const name = `${line.replaceAll(LONG, "LONG")}: ${what}: ${code}, exit ${exit}, nothing touched`;
  testOrSkip(name, build.includes("mount") ? needsRoot() : null, async () => {
    await withScratch(async (dir) => {
      sh(`${TREE}; ${build}`, dir);
      const before = look(dir);
      const args = line.split(" ").map((word) => word === "''" ? "" : word);

      const error = await assertRejects(() => callLibrary(dir, args), FerryError);
      assertEquals(error.kind, exit === 2 ? "usage" : "stopped");
      assert(error.code.startsWith(code), error.code);
      assertEquals(look(dir), before);

      const { code: exitCode, stdout, stderr } = await runFerry(args, dir);
      assertEquals([exitCode, stdout], [exit, ""], stderr);
      if (quoted !== "") assert(stderr.includes(`'${quoted}'`), stderr);
      assertEquals(look(dir), before);
    });
  });
}

function callLibrary(dir: string, [command, ...args]: readonly string[]): Promise<unknown> {
  const options = Object.assign({}, ...args.map((flag) => OPTION_OF[flag]));
  const operands = args.filter((arg) => !(arg in OPTION_OF))
    .map((path) => path === "" ? "" : `${dir}/${path}`);
  const dest = operands.pop()!;
  return command === "copy" ? copy(operands, dest, options) : mirror(operands[0], dest, options);
}

for (const root of ["/", "//", "/.", "/proc/../"]) {
  Deno.test(`mirror onto ${root}: TARGET_IS_ROOT, stopped`, async () => {
    await withScratch(async (dir) => {
      sh(TREE, dir);
      // Should the refusal be missing, a dry run that is already cancelled does no harm.
      const harmless = { dryRun: true, signal: AbortSignal.abort() };
      const error = await assertRejects(() => mirror(`${dir}/s`, root, harmless), FerryError);
      assertEquals([error.code, error.kind], ["TARGET_IS_ROOT", "stopped"]);
    });
  });
}

const LOOPS: readonly (readonly [what: string, build: string, named: string])[] = [
  ["a symlink to itself", "ln -s l s/l", "s/l"],
  ["two symlinks to each other", "ln -s l s/m; ln -s m s/l", "s/l"],
  ["a symlink to its own folder", "ln -s . s/sub/l", "s/sub/l"],
  ["a symlink to the folder above", "ln -s .. s/sub/l", "s/sub/l"],
  ["a symlink to a folder above by an absolute path", "ln -s $PWD/s s/sub/l", "s/sub/l"],
];

for (const [what, build, named] of LOOPS) {
  Deno.test(`mirror -L: ${what}: ELOOP, exit 1, the rest is done, nothing is deleted there`, async () => {
    await withScratch(async (dir) => {
      sh(`${TREE}; ${build}; mkdir -p t/sub/l; echo kept >t/sub/l/kept`, dir);
      const { code, stderr } = await runFerry(["mirror", "-L", "s", "t"], dir);
      assertEquals([code, sh("cat a sub/b", `${dir}/t`)], [1, "a\nb\n"], stderr);
      assert(stderr.includes(`'${named}': Too many levels of symbolic links (ELOOP)`), stderr);
      if (named === "s/sub/l") assertEquals(sh("cat t/sub/l/kept", dir), "kept\n");
    });
  });
}

Deno.test("mirror -L: a dangling symlink is named, ENOENT, exit 1, the rest is done", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; ln -s none s/l; echo old >t/l`, dir);
    const { code, stderr } = await runFerry(["mirror", "-L", "s", "t"], dir);
    assertEquals([code, sh("cat a sub/b l", `${dir}/t`)], [1, "a\nb\nold\n"], stderr);
    assert(stderr.includes("'s/l': No such file or directory (ENOENT)"), stderr);
  });
});

Deno.test("mirror -L: a folder reached by two ways that is no loop is copied twice", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; ln -s sub s/other`, dir);
    const { code, stderr } = await runFerry(["mirror", "-L", "s", "t"], dir);
    assertEquals([code, stderr, sh("cat sub/b other/b", `${dir}/t`)], [0, "", "b\nb\n"]);
  });
});
