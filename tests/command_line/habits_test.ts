// What users of cp and rsync type, run by the tool itself and by ferry: the trees are the same. Lines without
// -a or -p are left out, since ferry keeps metadata anyway.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsPrograms } from "../support/programs.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** `o` is a folder that exists, `n` one that does not. */
const TREE =
  "umask 022; mkdir -p s/in/deep s/empty o/in; echo a >s/a; echo new >s/f; echo old >o/f; " +
  "echo b >s/in/b; echo c >s/in/deep/c.tmp; ln s/a s/a2; ln -s a s/l; ln -s in s/d; ln -s none s/dead; " +
  "chmod 640 s/in/b; chmod 750 s/in; echo extra >o/extra; echo extra >o/in/extra; mkfifo s/in/p; " +
  "touch -d 2020-01-02 s/f; touch -d 2021-01-02 o/f; truncate -s 1M s/in/hole; ln -s s k; " +
  "printf 'in/b\\nempty\\n' >list";

/** [what the tool's user types, what he types to ferry]; the target is `o` or `n`, the same for both. */
const LINES: readonly (readonly [string, string])[] = [
  ["cp -a s n", "cp -a s n"],
  ["cp -a s o", "cp -a s o"],
  ["cp -rp s n", "copy -rp s n"],
  ["cp -rpf s n", "copy -rpf s n"],
  ["cp -dpR s o", "cp -dpR s o"],
  ["cp -aT s o", "copy -aT s o"],
  ["cp -at o s/a s/in", "cp -at o s/a s/in"],
  ["cp -a --no-clobber -T s o", "cp -a --no-clobber -T s o"],
  ["cp -auT s o", "copy -auT s o"],
  ["cp -aH k n", "cp -aH k n"],
  ["cp -pH s/l n", "cp -pH s/l n"],
  ["cp -a s/l n", "copy -a s/l n"],
  ["cp -rpL s/in/deep s/l s/d/b o", "copy -rpL s/in/deep s/l s/d/b o"],
  ["cp -r --preserve=mode,timestamps,links s n", "cp -r --preserve=mode,timestamps,links s n"],
  ["rsync -a s/ n", "copy -aT s n"],
  ["rsync -a s o", "copy -a s o"],
  ["rsync -rlptgoD s/ n", "mirror -rlptgoD s n"],
  ["rsync -avzP s/ n", "sync -avzP s n"],
  ["rsync -aHAX --numeric-ids s/ n", "sync -aHAX --numeric-ids s n"],
  ["rsync -a --delete s/ o", "sync -a --delete s o"],
  ["rsync -aH --delete-after --exclude *.tmp s/ o", "sync -aH --delete-after --exclude *.tmp s o"],
  [
    "rsync -aH --delete --delete-excluded --exclude *.tmp s/ o",
    "sync -aH --delete-excluded --exclude *.tmp s o",
  ],
  ["rsync -au s/ o", "copy -auT s o"],
  ["rsync -a --ignore-existing s/ o", "copy -aT --ignore-existing s o"],
  ["rsync -a --ignore-non-existing s/ o", "copy -aT --ignore-non-existing s o"],
  ["rsync -a --no-D s/ n", "mirror -a --no-D s n"],
  ["rsync -aS --whole-file s/ n", "mirror -aS --whole-file s n"],
  ["rsync -an --delete s/ o", "mirror -an --delete s o"],
  ["rsync -ar --files-from=list s o", "copy -ar --files-from=list s o"],
];

/** Names, kinds, modes, sizes, times of files and links' texts; which names are one file, contents. */
function look(dir: string, root: string, hasLinks: boolean): string {
  const names =
    `find ${root} -printf '%P %y %m %l ' -a \\( -type f -printf '%s %T@' , -true \\) -printf '\\n' | sort`;
  const links = `find ${root} -type f -links +1 -printf '%P\\n' | sort`;
  const sums = `find ${root} -type f -exec sha256sum {} + | sort -k2`;
  return sh(`${names}; ${sums}; ${hasLinks ? links : "true"}`, dir);
}

for (const [typed, line] of LINES) {
  const [tool] = typed.split(" ");
  testOrSkip(`ferry ${line}: makes what '${typed}' makes`, needsPrograms(tool), async () => {
    await withScratch(async (dir) => {
      const root = / o$|-at o /.test(typed) ? "o" : "n";
      sh(`mkdir one two; cd one; ${TREE}; cd ..; cp -a one/. two`, dir);
      new Deno.Command(tool, { args: typed.split(" ").slice(1), cwd: `${dir}/one` }).outputSync();
      const { code, stderr } = await runFerry(line.split(" "), `${dir}/two`);
      assertEquals(code, 0, stderr);
      // ferry keeps hard links anyway; a tool that was not asked to is not asked which names are one file.
      const hasLinks = tool === "cp" ? /-a|-d|links/.test(typed) : /-aH/.test(typed);
      assertEquals(look(`${dir}/two`, root, hasLinks), look(`${dir}/one`, root, hasLinks));
    });
  });
}
